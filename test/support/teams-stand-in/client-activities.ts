import { elementsIn, valueOf } from './elements-in.ts';
import { shownText } from './shown-text.ts';
import type { TeamsStandIn } from './start-teams-stand-in.ts';
import type { StandingMessage, TeamsPerson } from './world.ts';

/** Where something is said: a channel, one of its threads, or a chat. */
export interface TeamsPlace {
  readonly conversation: string;
  /** @default 'channel' */
  readonly kind?: 'channel' | 'personal' | 'groupChat';
  /** The first message of the thread. */
  readonly threadId?: string | undefined;
  /** Of a channel: its team, by the id of that one's first channel. */
  readonly team?: string;
  /** Without it our own. */
  readonly tenant?: string;
}

/** What a person does somewhere. */
export interface Deed {
  readonly by: TeamsPerson;
  readonly place: TeamsPlace;
  /** The message that it is about; Teams tells it as the one that begins a thread, where it stands in none. */
  readonly root?: string | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

export const conversationOf = ({ conversation, threadId }: TeamsPlace): string =>
  threadId === undefined ? conversation : `${conversation};messageid=${threadId}`;

/** What Teams tells our bot of it. @param more `eventType` is told in the data of the channel */
export function activityOf(teams: TeamsStandIn, { by, place, root }: Deed, { eventType, ...more }: Fields): Fields {
  const { conversation, kind = 'channel', threadId = root, team, tenant = teams.app.tenantId } = place;
  const isChannel = kind === 'channel';
  return teams.activity({
    from: { id: by.id, name: by.name, aadObjectId: by.aadObjectId },
    conversation: {
      id: isChannel ? conversationOf({ conversation, threadId }) : conversation,
      conversationType: kind,
      isGroup: kind !== 'personal',
      tenantId: tenant,
    },
    channelData: {
      tenant: { id: tenant },
      ...(team !== undefined && { team: { id: team }, channel: { id: conversation } }),
      ...(eventType !== undefined && { eventType }),
    },
    ...more,
  });
}

/** Plain words as a client sends them: `@` and the name of our bot or of somebody is a mention. */
export function writtenWords({ bot, world }: TeamsStandIn, words: string): Fields {
  const known = [bot, ...world.people.values()];
  const entities: object[] = [];
  const text = words.replace(/@(\w+)/g, (whole, called: string) => {
    const mentioned = known.find(({ name }) => name === called);
    if (!mentioned) return whole;
    const { id, name } = mentioned;
    entities.push({ type: 'mention', text: `<at>${name}</at>`, mentioned: { id, name } });
    return `<at>${name}</at>`;
  });
  return { text, textFormat: 'plain', ...(entities.length > 0 && { entities }) };
}

/** A click on a button of a card that stands there. @param choice what is chosen in its list, which goes by its name */
export function clickOn({ id, activity }: StandingMessage, title: string, choice?: string): Fields {
  const button = elementsIn(activity, 'Action.Execute').find((one) => one['title'] === title);
  if (!button) throw new Error(`There is no button ${title} on: ${shownText(activity)}`);
  const { type, verb, data: own } = button;
  const chosen = choice !== undefined && { [String(verb)]: valueOf(activity, verb, choice) };
  const data = { ...(own as Fields), ...chosen };
  const value = { action: { type, verb, data }, trigger: 'manual' };
  return { type: 'invoke', name: 'adaptiveCard/action', replyToId: id, value };
}
