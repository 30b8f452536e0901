import { findElements, labelOf } from './block-elements.ts';
import type { EventDispatcher } from './events/event-dispatcher.ts';
import type { HttpWay } from './events/http-way.ts';
import type { Faults } from './faults.ts';
import type { Ledger } from './ledger.ts';
import type { PaceLimits } from './pace-limits.ts';
import type { Clicks } from './people/clicks.ts';
import type { Forms } from './people/forms.ts';
import type { HomeTab } from './people/home-tab.ts';
import type { People } from './people/people.ts';
import { sayAtRate } from './people/say-at-rate.ts';
import type { ControlVerbs, MessageQuery, RateResult, ShownMessage } from './protocol.ts';
import { shownText } from './shown-text.ts';
import type { SocketWay } from './socket-mode/socket-way.ts';
import type { Echo } from './web-api/echo.ts';
import type { Grants } from './web-api/grants.ts';
import { HOME, isBroadcast, type Message } from './world-types.ts';
import type { World } from './world.ts';

export interface ControlDeps {
  readonly world: World;
  readonly ledger: Ledger;
  readonly faults: Faults;
  readonly pace: PaceLimits;
  readonly events: EventDispatcher;
  readonly http: HttpWay;
  readonly sockets: SocketWay;
  readonly echo: Echo;
  readonly people: People;
  readonly clicks: Clicks;
  readonly forms: Forms;
  readonly grants: Grants;
  readonly homeTab: HomeTab;
}

export type Control = {
  readonly [Verb in keyof ControlVerbs]: (question: ControlVerbs[Verb][0]) => Answer<ControlVerbs[Verb][1]>;
};

/** A verb that answers null need not return anything. */
type Answer<T> = T extends null ? void | Promise<void> : T | Promise<T>;

/** What tests may ask for: setting the scene, acting as people, scripting faults, and looking at what happened. */
export function createControl(deps: ControlDeps): Control {
  return {
    ...sceneVerbs(deps),
    ...installVerbs(deps),
    ...peopleVerbs(deps),
    ...clickVerbs(deps),
    ...formVerbs(deps),
    ...homeVerbs(deps),
    ...eventVerbs(deps),
    ...faultVerbs(deps),
    ...lookVerbs(deps),
  };
}

type Verbs<Names extends keyof ControlVerbs> = Pick<Control, Names>;

function sceneVerbs({
  world,
  http,
  sockets,
  echo,
  pace,
}: ControlDeps): Verbs<
  | 'add-workspace'
  | 'add-channel'
  | 'update-channel'
  | 'add-user'
  | 'add-file'
  | 'direct-channel'
  | 'set-app-urls'
  | 'end-sockets'
  | 'set-echo'
  | 'set-pace'
> {
  return {
    'add-workspace': (workspace) => world.addWorkspace(workspace),
    'add-channel': (spec) => world.addChannel(spec),
    'update-channel': ({ id, changes }) => world.putChannel({ ...world.channel(id), ...changes }),
    'add-user': (spec) => world.addUser(spec),
    'add-file': (spec) => world.files.add(spec.teamId ?? HOME.teamId, spec),
    'direct-channel': ({ user, teamId }) => world.openDirect(teamId ?? HOME.teamId, world.user(user).id),
    'set-app-urls': ({ urls }) => http.setAppUrls(urls),
    'end-sockets': ({ how }) => sockets.endAll(how),
    'set-echo': ({ mode }) => echo.setMode(mode),
    'set-pace': ({ channel, pace: limit }) => pace.set(channel, limit),
  };
}

function installVerbs({ world, events, grants }: ControlDeps): Verbs<'authorize' | 'uninstall'> {
  return {
    authorize: (request) => ({ code: grants.allow(request) }),
    // docs.slack.dev/reference/events/app_uninstalled: the order of the two is not certain.
    uninstall: ({ teamId, delivery }) => {
      const workspace = world.uninstall(teamId);
      const told = [
        { type: 'tokens_revoked', tokens: { oauth: [], bot: [workspace.botUserId] } },
        { type: 'app_uninstalled' },
      ];
      return told.map((event) => ({ eventId: events.dispatch(event, workspace, delivery).eventId }));
    },
  };
}

function clickVerbs({ clicks }: ControlDeps): Verbs<'click' | 'reclick'> {
  return {
    click: (request) => clicks.click(request),
    reclick: (request) => clicks.repeat(request),
  };
}

function formVerbs({ forms }: ControlDeps): Verbs<'shortcut' | 'view' | 'submit' | 'resubmit'> {
  return {
    shortcut: (request) => forms.shortcut(request),
    view: ({ user }) => ({ view: forms.view(user) }),
    submit: (request) => forms.submit(request),
    resubmit: (request) => forms.resubmit(request),
  };
}

function homeVerbs({ homeTab }: ControlDeps): Verbs<'open-home' | 'home' | 'click-home'> {
  return {
    'open-home': (request) => homeTab.open(request),
    home: ({ user, teamId }) => ({ home: homeTab.look(user, teamId) }),
    'click-home': (request) => homeTab.click(request),
  };
}

function peopleVerbs({
  people,
}: ControlDeps): Verbs<
  | 'say'
  | 'edit'
  | 'remove'
  | 'delete-file'
  | 'react'
  | 'invite-bot'
  | 'command'
  | 'forge'
  | 'say-at-rate'
  | 'rate-results'
> {
  const runs: { results?: readonly RateResult[] }[] = [];
  return {
    say: (request) => {
      const { channel, ts, threadTs, eventId } = people.say(request);
      return { channel, ts, eventId, ...(threadTs === undefined ? {} : { threadTs }) };
    },
    edit: (request) => people.edit(request),
    remove: (request) => people.remove(request),
    'delete-file': (request) => people.deleteFile(request),
    react: (request) => people.react(request),
    'invite-bot': (request) => people.inviteBot(request),
    command: (request) => people.command(request),
    forge: ({ said, how }) => people.forge(said, how),
    'say-at-rate': (request) => {
      const run: { results?: readonly RateResult[] } = {};
      const runId = runs.push(run) - 1;
      void sayAtRate(people, request, runId).then((results) => {
        run.results = results;
      });
      return { runId };
    },
    'rate-results': ({ runId }) => runs[runId] ?? {},
  };
}

function eventVerbs({
  world,
  events,
  sockets,
}: ControlDeps): Verbs<'send-event' | 'send-form' | 'replay' | 'redeliver' | 'hold' | 'release' | 'status'> {
  return {
    'send-event': ({ event, teamId, delivery }) => {
      const { eventId } = events.dispatch(event, world.workspace(teamId ?? HOME.teamId), delivery);
      return { eventId };
    },
    'send-form': ({ path, fields, to }) => events.sendForm(path, fields, to),
    replay: (request) => events.replay(request),
    redeliver: (request) => events.redeliver(request),
    hold: () => events.hold(),
    release: ({ eventIds }) => events.release(eventIds),
    status: () => ({ ...events.status(), sockets: sockets.connections }),
  };
}

function faultVerbs({ faults }: ControlDeps): Verbs<'fault' | 'fault-state' | 'release-fault' | 'clear-faults'> {
  return {
    fault: (script) => ({ id: faults.add(script) }),
    'fault-state': ({ id }) => faults.state(id),
    'release-fault': ({ id }) => faults.release(id),
    'clear-faults': () => faults.clear(),
  };
}

function lookVerbs({ world, ledger }: ControlDeps): Verbs<'messages' | 'files' | 'ledger'> {
  return {
    files: () => world.files.all(),
    messages: (query) => findMessages(world, query),
    ledger: (query) => ledger.find(query),
  };
}

function findMessages(world: World, query: MessageQuery & { readonly botOnly?: boolean }): ShownMessage[] {
  const messages = query.channel === undefined ? world.allMessages() : world.messagesOf(query.channel).all();
  return messages
    .filter((message) => isWanted(message, query))
    .map(look)
    .filter((message) => query.containing === undefined || message.shown.includes(query.containing));
}

function look(message: Message): ShownMessage {
  return {
    ...message,
    shown: shownText(message),
    buttons: findElements(message.blocks)
      .filter(({ element }) => element.type !== 'overflow')
      .map(({ element }) => labelOf(element)),
    isBroadcast: isBroadcast(message),
  };
}

function isWanted(message: Message, query: MessageQuery & { readonly botOnly?: boolean }): boolean {
  if (message.deletedAt !== undefined && query.includeDeleted !== true) return false;
  if (query.botOnly === true && message.botId === undefined) return false;
  return query.threadTs === undefined || message.threadTs === (query.threadTs ?? undefined);
}
