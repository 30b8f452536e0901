import { nameOfAgent } from '../../assignment/agents/find-agent.ts';
import type { LiveFile, LiveMessage, LiveReaction } from '../../chat/live-chat.ts';
import { visibleText } from '../../chat/rich-text.ts';
import { nameOfMerchant, withNames } from '../../relay/compose-message.ts';
import { showFiles, type ShownFile } from '../../tickets/files/show-files.ts';
import { clientIdOf } from '../../tickets/live-origin.ts';
import { accountOf, type Message } from '../../tickets/message.ts';
import { byEmoji, listReactions } from '../../tickets/react-to-message.ts';
import { LIVE, type EmojiReaction } from '../../tickets/reaction.schema.ts';
import type { DeskDeps } from '../desk-deps.ts';
import { agentUserId } from './chatter.ts';

type ViewDeps = Pick<DeskDeps, 'storage' | 'people' | 'fileLinks'>;

/** Messages of one ticket, with the names of those who said them. */
export async function viewLive(
  deps: ViewDeps,
  ticketId: number,
  messages: readonly Message[],
): Promise<readonly LiveMessage[]> {
  if (messages.length === 0) return [];
  // Read after the messages: what comes between is news once more, and is not missed.
  const reactions = await deps.storage.read((reader) => listReactions(reader, messages));
  const linkTo = await deps.fileLinks.linker();
  // Whoever may see a message that stays at the desk belongs there.
  const files = await deps.storage.read(async (reader) => {
    const internal = messages.filter(({ visibility }) => visibility === 'internal');
    const open = messages.filter(({ visibility }) => visibility === 'public');
    const shown = await showFiles(reader, open, linkTo, 'merchant');
    return new Map([...shown, ...(await showFiles(reader, internal, linkTo, 'desk'))]);
  });
  const names = new Map<string, Promise<string>>();
  const nameOf = (message: Message): Promise<string> => {
    const who = senderIdOf(message);
    const known = names.get(who) ?? findName(deps, ticketId, message);
    names.set(who, known);
    return known;
  };
  return Promise.all(
    messages.map(async (message) => ({
      ...(await wordsOf(deps, message)),
      id: message.id,
      ticketId,
      number: message.number,
      version: message.version,
      senderId: senderIdOf(message),
      senderType: message.agentId === null && message.side === 'merchant' ? ('merchant' as const) : ('agent' as const),
      senderName: await nameOf(message),
      timestamp: message.saidAt,
      clientId: clientIdOf(message),
      isInternal: message.visibility === 'internal',
      editedAt: message.revision > 0 ? new Date(message.revision / 1000) : null,
      isDeleted: message.deletedAt !== null,
      changedIn: message.revision > 0 ? message.wordsVersion : null,
      files: message.deletedAt === null ? (files.get(message.id) ?? []).map(toLiveFile) : [],
      reactions: toLive(reactions.get(message.id) ?? []),
    })),
  );
}

const toLiveFile = ({ name, bytes, url }: ShownFile): LiveFile => ({ name, bytes, url });

const toLive = (reactions: readonly EmojiReaction[]): LiveReaction[] =>
  [...byEmoji(reactions)].map(([emoji, rows]) => ({
    emoji,
    count: rows.length,
    accountIds: rows.filter(({ side }) => side === LIVE).map(({ userId }) => userId),
  }));

async function wordsOf({ people }: ViewDeps, message: Message): Promise<Pick<LiveMessage, 'content' | 'rich'>> {
  const rich = message.deletedAt === null ? await withNames(people, message, message.text) : [];
  return { content: visibleText(rich), rich };
}

const senderIdOf = ({ agentId, authorId }: Message): string =>
  agentId === null ? (authorId ?? 'api') : agentUserId(agentId);

async function findName({ storage, people }: ViewDeps, ticketId: number, message: Message): Promise<string> {
  const { agentId } = message;
  if (agentId !== null) return (await storage.read((reader) => nameOfAgent(reader, agentId))) ?? 'Support';
  const account = accountOf(message);
  const person = account && (await people.find(account));
  return person?.name ?? storage.read((reader) => nameOfMerchant(reader, ticketId));
}
