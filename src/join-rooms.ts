import { accountOfAgent, type Agent } from './assignment/agents/agent.ts';
import { createAgentRoutes } from './assignment/agents/agent-routes.ts';
import { findAgent, homeOfAgent, namesOfAgents } from './assignment/agents/find-agent.ts';
import { createAssignmentHandlers } from './assignment/assignment-handlers.ts';
import { createAssignmentReaction } from './assignment/assignment-reaction.ts';
import { createRulesRoutes } from './assignment/choice/rules-routes.ts';
import { createOfferRoutes } from './assignment/offers/offer-routes.ts';
import { readWaiting } from './assignment/queue/waiting-queue.ts';
import type { ChatPlatform } from './chat/chat-platform.ts';
import type { PlatformPorts } from './chat/platform-ports.ts';
import type { Clock } from './clock.ts';
import { createPostHandler } from './delivery/deliver.ts';
import { createEditHandler } from './delivery/edit-post.ts';
import { guardPlatform } from './delivery/guard-platform.ts';
import { createHistory } from './delivery/history/create-history.ts';
import { createOutbox, EDIT_JOB, POST_JOB, type OutboxOptions } from './delivery/outbox.ts';
import { noteAllHearing } from './desk/catching-up/note-hearing.ts';
import { readHearing } from './desk/catching-up/read-hearing.ts';
import { createReadMissedHandler } from './desk/catching-up/read-missed.ts';
import { READ_MISSED_JOB, TAKE_MISSED_JOB } from './desk/catching-up/sweep-jobs.ts';
import { createTakeMissedHandler } from './desk/catching-up/take-missed.ts';
import { createComposers } from './desk/composers.ts';
import type { DeskDeps, TicketSettings } from './desk/desk-deps.ts';
import { createHomeReaction } from './desk/home/home-reaction.ts';
import { createHomes, SHOW_HOME_JOB } from './desk/home/homes.ts';
import { createShowHomeHandler } from './desk/home/show-home.ts';
import { createLiveChat } from './desk/live-chat/create-live-chat.ts';
import { createOpenReactedHandler, OPEN_REACTED_JOB } from './desk/open-reacted-message.ts';
import { createRetryGoneHandler, RETRY_GONE_JOB } from './desk/delivery-truth/retry-gone.ts';
import { watchLate } from './desk/delivery-truth/watch-late.ts';
import { createDeliveryReport } from './desk/delivery-truth/report-delivery.ts';
import { createDeliveryNoteReaction } from './desk/delivery-truth/delivery-note-reaction.ts';
import { createReceive } from './desk/receive.ts';
import { createSandbox } from './desk/sandbox/create-sandbox.ts';
import type { StoryClock } from './desk/sandbox/story-clock.ts';
import { createAccess } from './directory/access.ts';
import { findMemberAsPerson } from './directory/find-member.ts';
import { createInstallations } from './directory/installations/create-installations.ts';
import { createInstallLinkRoutes } from './directory/installations/install-link-routes.ts';
import { reseal } from './directory/installations/reseal.ts';
import { createSeals } from './directory/installations/seals.ts';
import { createFileAddresses } from './directory/file-addresses/create-file-addresses.ts';
import { createReferences } from './directory/references/create-references.ts';
import { createKeyRing } from './directory/keys/key-ring.ts';
import { createKeyRoutes } from './directory/keys/key-routes.ts';
import { createMemberRoutes } from './directory/member-routes.ts';
import { countLost } from './directory/lost-channel.ts';
import { createPeople } from './directory/people.ts';
import { createDirectoryRoutes } from './directory/routes.ts';
import { findSecret, SecretSchema } from './directory/sign-in/secret.schema.ts';
import { checkReadiness, LOOK_WITHIN_MS } from './http/check-readiness.ts';
import { createFileRoutes } from './http/files/file-routes.ts';
import { createHttp } from './http/create-http.ts';
import { createJobRoutes } from './http/job-routes.ts';
import { createLimits } from './http/limits/create-limits.ts';
import { createSignInRoutes } from './http/session/sign-in-routes.ts';
import { createOwnTicketRoutes } from './http/session/ticket-routes.ts';
import { inTime } from './in-time.ts';
import { queueDepth } from './jobs/list-jobs.ts';
import { Worker, type WorkerOptions } from './jobs/worker.ts';
import type { Log } from './log.ts';
import { createMetrics } from './metrics.ts';
import { EMOJI_JOB } from './relay/emojis/queue-emoji.ts';
import { createEmojiHandler } from './relay/emojis/show-emoji.ts';
import { createOfferedFiles } from './relay/files/offered-files.ts';
import { createTellMovedHandler, TELL_MOVED_JOB } from './relay/move-agent-side.ts';
import { createRelayReaction } from './relay/relay-reaction.ts';
import { createReturnSideHandler, RETURN_SIDE_JOB } from './relay/return-agent-side.ts';
import { schemas } from './schemas.ts';
import type { Storage } from './storage/storage.ts';
import type { Unit } from './storage/unit.ts';
import { createAuditRoutes } from './tickets/audit-routes.ts';
import { createRecordDeed } from './tickets/audit.ts';
import { createFileLinks, PAGE_LINK_MS } from './tickets/files/file-links.ts';
import { createTicketRoutes } from './tickets/routes.ts';
import { createRecord, type TicketDeps } from './tickets/ticket-events.ts';

/** The name of the secret with which the addresses of files are signed where none is configured. */
const FILE_LINK_SECRET = 'file-links';

/** What the product is given. */
export interface AppDeps {
  /** Open and migrated; the app closes it. */
  readonly storage: Storage;
  readonly platforms: (ports: PlatformPorts) => readonly ChatPlatform[];
  readonly clock: Clock;
  readonly log: Log;
  readonly adminKey: string | undefined;
  readonly api: {
    readonly requestsPerMinute: number;
    readonly trustedProxies: number;
    /** For tests: an answer that is not as documented is a fault. */
    readonly checksAnswers?: boolean;
  };
  /** Where browsers reach us, without a slash at the end. */
  readonly publicUrl: string;
  readonly tickets: TicketSettings;
  /** With which tokens are kept in the database; without it only one workspace of each platform is known. */
  readonly secret?: { readonly current: string; readonly before: string | undefined } | undefined;
  readonly worker?: WorkerOptions;
  readonly outbox?: OutboxOptions;
  /** With it the app is a demonstration; the same as `clock`, which tells its story. */
  readonly story?: StoryClock;
}

/** Every room with what it needs of the others: the one place where they are joined. */
export function joinRooms({
  storage,
  clock,
  log,
  adminKey,
  api,
  publicUrl,
  tickets: settings,
  story,
  secret,
  ...deps
}: AppDeps) {
  const metrics = createMetrics();
  metrics.observeQueue(() => inTime(LOOK_WITHIN_MS, storage.read(queueDepth)));
  metrics.observeWaiting(() => inTime(LOOK_WITHIN_MS, storage.read(readWaiting)));
  metrics.observeLost(() => inTime(LOOK_WITHIN_MS, storage.read(countLost)));
  metrics.observeRefused(() => readRefused(platforms));
  const worker = new Worker(storage, log, deps.worker);
  const outbox = createOutbox(worker, deps.outbox);
  // Filled when the rooms are there that platforms may need.
  const platforms = new Map<string, ChatPlatform>();
  metrics.observeHearing(() => inTime(LOOK_WITHIN_MS, readHearing({ storage, platforms })));
  // Reactions change tickets, too, and what follows from that is told to all of them.
  const tickets: TicketDeps = { clock, record: (unit, event) => record(unit, event) };
  const homes = createHomes(worker, clock);
  const onAvailability = async (unit: Unit, agent: Agent) => {
    const account = accountOfAgent(agent);
    if (account) await homes.changedFor(unit, account);
  };
  const assignment = { ...tickets, jobs: worker, outbox, onAvailability };
  const relay = { outbox, platforms, jobs: worker, homeOfAgent };
  const record = createRecord([
    createRelayReaction(relay),
    createAssignmentReaction(assignment),
    createDeliveryNoteReaction(outbox),
    createHomeReaction(homes),
  ]);
  const people = createPeople({ storage, platforms, clock, log });
  const findSecrets = async () =>
    secret
      ? [secret.current, ...(secret.before === undefined ? [] : [secret.before])]
      : [await findSecret(storage, FILE_LINK_SECRET)];
  const fileLinks = createFileLinks({ clock, publicUrl, findSecrets });
  const composers = createComposers({ storage, people, clock, platforms, fileLinks });
  const shared = { storage, clock, log, metrics, jobs: worker, outbox, platforms };
  const desk: DeskDeps = { ...shared, tickets, assignment, composers, people, homes, fileLinks, settings, publicUrl };
  const receive = createReceive(desk);
  const report = createDeliveryReport({ outbox, jobs: worker, log });
  const delivery = { storage, platforms, composers, metrics, report };
  const sandbox = story && createSandbox({ storage, clock: story, receive, log, assignment, wipe });
  const seals = secret && createSeals(secret.current, secret.before);
  const ports: PlatformPorts = {
    history: createHistory(storage, clock),
    findPerson: (userId) => storage.read((reader) => findMemberAsPerson(reader, userId)),
    liveChat: createLiveChat(desk),
    linkToFile: async (fileId) => (await fileLinks.linker())(fileId, 'merchant', PAGE_LINK_MS),
    references: createReferences({ storage, clock }),
    fileAddresses: createFileAddresses({ storage, clock }),
    offeredFiles: createOfferedFiles({ storage, clock, outbox, platforms }),
    installations: createInstallations({ storage, clock, seals }),
    sandbox,
  };
  for (const platform of deps.platforms(ports)) platforms.set(platform.name, guardPlatform(storage, platform));

  worker.handle(POST_JOB, createPostHandler(delivery));
  worker.handle(EDIT_JOB, createEditHandler({ ...delivery, jobs: worker }));
  worker.handle(TELL_MOVED_JOB, createTellMovedHandler({ outbox, record }));
  worker.handle(RETURN_SIDE_JOB, createReturnSideHandler(relay));
  worker.handle(EMOJI_JOB, createEmojiHandler({ storage, platforms, outbox }));
  for (const [kind, handler] of createAssignmentHandlers({ ...assignment, storage })) worker.handle(kind, handler);
  worker.handle(RETRY_GONE_JOB, createRetryGoneHandler({ jobs: worker, report }));
  worker.handle(SHOW_HOME_JOB, createShowHomeHandler(desk));
  worker.handle(OPEN_REACTED_JOB, createOpenReactedHandler(desk));
  worker.handle(READ_MISSED_JOB, createReadMissedHandler(desk));
  worker.handle(TAKE_MISSED_JOB, createTakeMissedHandler(desk));

  const access = createAccess({ adminKey, keyRing: createKeyRing({ storage, clock, log }), clock });
  const limits = createLimits({ clock, requestsPerMinute: api.requestsPerMinute });
  const session = { storage, clock, publicUrl, limits };
  const recordDeed = createRecordDeed(clock);
  const agentExists = async (...agent: Parameters<typeof findAgent>) => (await findAgent(...agent)) !== null;
  const http = createHttp({
    log,
    metrics,
    platforms: [...platforms.values()],
    sessionRoutes: [
      createSignInRoutes(session),
      createOwnTicketRoutes(session),
      createFileRoutes({ storage, platforms, fileLinks, limits }),
    ],
    readiness: () => checkReadiness(storage),
    ...api,
    access,
    limits,
    apiRoutes: [
      ...createTicketRoutes({ storage, agentExists, namesOfAgents, fileLinks, ...tickets }),
      ...createOfferRoutes({ storage, ...assignment }),
      ...createDirectoryRoutes({ storage, clock, platforms }),
      ...createAgentRoutes({ storage, ...assignment }),
      ...createRulesRoutes({ storage, ...assignment }),
      ...createMemberRoutes({ storage, clock, publicUrl, recordDeed }),
      ...createKeyRoutes({ storage, clock, recordDeed }),
      ...createInstallLinkRoutes({ storage, clock, publicUrl, platforms, recordDeed }),
      ...createAuditRoutes({ storage }),
      ...createJobRoutes({ storage, worker }),
    ],
  });
  const watchDeliveries = (unit: Unit) => watchLate(outbox, unit);
  const resealAll = async () => seals && reseal({ storage, seals, log });
  const listen = () => noteAllHearing({ storage, platforms, jobs: worker, log });
  return { worker, platforms, receive, http, sandbox, watchDeliveries, listen, reseal: resealAll };
}

/** Of the platforms that could refuse us; null where it cannot be told. */
async function readRefused(platforms: ReadonlyMap<string, ChatPlatform>): Promise<Record<string, boolean | null>> {
  const asked = [...platforms].flatMap(([name, platform]) => {
    const answer = platform.isRefused?.();
    return answer
      ? [
          inTime(LOOK_WITHIN_MS, answer).then(
            (is) => [name, is] as const,
            () => [name, null] as const,
          ),
        ]
      : [];
  });
  return Object.fromEntries(await Promise.all(asked));
}

/** Everything that the product keeps, for a demonstration that begins anew. */
async function wipe(unit: Unit): Promise<void> {
  // The secrets are in use.
  for (const { options } of schemas.filter((schema) => schema !== SecretSchema)) {
    await unit.execute(`DELETE FROM ${options.name}`);
  }
}
