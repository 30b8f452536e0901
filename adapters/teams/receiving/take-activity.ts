import type { Address } from '../../../src/chat/address.ts';
import type { Receive } from '../../../src/chat/chat-platform.ts';
import type { ConversationReferences } from '../../../src/chat/conversation-references.ts';
import type { FileAddresses } from '../../../src/chat/file-addresses.ts';
import type { Form } from '../../../src/chat/form.ts';
import { NOTHING, type Answer, type CommandGiven } from '../../../src/chat/inbound-event.ts';
import { skipped, type Reading } from '../../../src/chat/reading.ts';
import { visibleText } from '../../../src/chat/rich-text.ts';
import { messageOf } from '../../../src/errors.ts';
import type { Log } from '../../../src/log.ts';
import type { TeamsActivity } from '../activity.ts';
import { isConsent } from '../files/read-consent.ts';
import type { Forms } from '../forms/forms.ts';
import type { Opening } from '../forms/opening.ts';
import { isPersonal, placeOf, tenantOf } from '../place.ts';
import { keyOf } from '../reading/key-of.ts';
import { readActivity } from '../reading/read-activity.ts';
import { addressesIn } from '../reading/read-files.ts';
import { invokeOf, NOT_IMPLEMENTED, type InvokeResponse } from './invokes.ts';
import type { KeepReferences } from './references.ts';
import type { Tenants } from './tenants.ts';

/** What an order in words is answered with: words, or a way to a form. */
export type Spoken = string | { readonly title: string; readonly opening: Opening };

export interface Reply {
  readonly answer: Spoken;
  /** The same when Teams tells of the order again. */
  readonly order: string;
  readonly serviceUrl: string;
}

export interface TakeDeps {
  readonly tenants: Tenants;
  readonly receive: Receive;
  readonly references: KeepReferences & Pick<ConversationReferences, 'findPlaces'>;
  readonly forms: Forms;
  /** When it resolves it is durable what somebody answered to a file that they were offered. */
  readonly takeConsent: (activity: TeamsActivity) => Promise<void>;
  readonly fileAddresses: Pick<FileAddresses, 'keep'>;
  /** Says it where an order was given: Teams has no other place for an answer. */
  readonly reply: (to: Address, reply: Reply) => Promise<void>;
  readonly log: Log;
}

/**
 * Takes a proved activity; when it resolves all that it tells of is durable.
 * @returns the response to an invoke; undefined for whatever wants no answer
 */
export async function takeActivity(activity: TeamsActivity, deps: TakeDeps): Promise<InvokeResponse | undefined> {
  const isOurs = await deps.tenants.isOurs(tenantOf(activity));
  if (isOurs) await keepAddresses(activity, deps);
  if (isConsent(activity)) {
    if (isOurs) await deps.takeConsent(activity);
    return undefined;
  }
  const all = readActivity(activity, deps.forms);
  const readings = isOurs ? all : all.map((reading) => (isJoin(reading) ? reading : OTHER_TENANT));
  const joins = !isOurs && readings.some(isJoin);
  let answer: Answer = NOTHING;
  for (const reading of await inWholeTeam(readings, deps)) {
    if (reading.kind !== 'skipped') answer = await deps.receive(reading);
    else deps.log[reading.surprising ? 'info' : 'debug']({ type: activity.type, reason: reading.reason }, LEFT);
  }
  if (joins) await keepIfJoined(activity, deps);
  const invoke = invokeOf(activity);
  if (invoke) return { status: 200, body: invoke.answer(answer, activity, deps.forms) };
  if (activity.type === 'invoke') return NOT_IMPLEMENTED;
  // Not waited for: Teams would send the order again.
  void tell(activity, readings, answer, deps);
  return undefined;
}

/** An order is answered in the thread that it begins, or in which it was given. What fails is asked for once more by hand. */
async function tell(
  activity: TeamsActivity,
  readings: readonly Reading[],
  answer: Answer,
  { reply, log }: TakeDeps,
): Promise<void> {
  const order = readings.find((reading) => reading.kind === 'command-given');
  const spoken = answer.kind === 'open-form' ? order && wayTo(answer.form, order) : spokenOf(answer);
  if (!order || spoken === undefined) return;
  const place = placeOf(activity);
  const threadId = place.threadId ?? activity.id;
  const to = isPersonal(activity) || threadId === undefined ? place : { ...place, threadId };
  const { serviceUrl } = activity;
  await reply(to, { answer: spoken, order: order.key, serviceUrl }).catch((error: unknown) => {
    log.warn({ reason: messageOf(error) }, 'could not tell a person in Teams what came of their order');
  });
}

const spokenOf = (answer: Answer): string | undefined => (answer.kind === 'say-privately' ? answer.text : undefined);

/** The most that an input of a form begins with. */
const ORDER_LENGTH = 3_000;

const wayTo = ({ title }: Form, { name, text }: CommandGiven): Spoken => ({
  title,
  opening: { order: name, text: visibleText(text).slice(0, ORDER_LENGTH) },
});

const LEFT = 'left a Teams activity alone';

const OTHER_TENANT: Reading = skipped('of a tenant that has not let us in');

/** All that a tenant can say to us which nobody has let in. */
const isJoin = (reading: Reading): boolean => reading.kind === 'command-given' && reading.name === 'join';

/** Of a tenant that was refused nothing is kept. */
async function keepIfJoined(activity: TeamsActivity, deps: TakeDeps): Promise<void> {
  if (await deps.tenants.isOurs(tenantOf(activity))) await keepAddresses(activity, deps);
}

/** Our bot comes into a team and leaves it with all its channels; only the first of them is told of, by the team's id. */
async function inWholeTeam(readings: readonly Reading[], { references }: TakeDeps): Promise<readonly Reading[]> {
  const [reading] = readings;
  if (reading?.kind !== 'channel-lost' && reading?.kind !== 'channel-found') return readings;
  const channelIds = await references.findPlaces(reading, reading.channelId);
  const others = channelIds.filter((channelId) => channelId !== reading.channelId);
  return [
    reading,
    ...others.map((channelId) => {
      const same = { ...reading, channelId, key: keyOf(channelId, reading.kind, reading.at.toISOString()) };
      // Whoever adds the app to a team invites it into the first channel alone.
      return same.kind === 'channel-found' ? { ...same, wasInvited: false } : same;
    }),
  ];
}

/** Where we can speak first from now on, in this place and to this person; and where what is attached is read. */
async function keepAddresses(activity: TeamsActivity, { references, fileAddresses }: TakeDeps): Promise<void> {
  const { serviceUrl, from } = activity;
  const { platform, workspaceId, channelId } = placeOf(activity);
  const heard = { platform, workspaceId, conversationId: channelId, serviceUrl };
  const teamId = activity.channelData?.team?.id;
  await references.keep({ ...heard, placeId: channelId, ...(teamId !== undefined && { teamId }) });
  await references.keep({ ...heard, placeId: from.id });
  for (const [file, address] of addressesIn(activity)) await fileAddresses.keep(file, address);
}
