import { skipped, unknown, type Reading } from '../../../src/chat/reading.ts';
import type { TeamsActivity } from '../activity.ts';
import type { Forms } from '../forms/forms.ts';
import { invokeOf } from '../receiving/invokes.ts';
import { TEAMS } from '../teams-config.ts';
import { readCommand } from './read-command.ts';
import { readConversationUpdate, readInstallationUpdate } from './read-conversation-update.ts';
import { readMessage, readMessageDelete, readMessageUpdate } from './read-message.ts';
import { readReactions } from './read-reactions.ts';
import { readTyping } from './read-typing.ts';

const READERS: Readonly<Record<string, (activity: TeamsActivity) => Reading | readonly Reading[]>> = {
  message: readSpoken,
  messageUpdate: readMessageUpdate,
  messageDelete: readMessageDelete,
  messageReaction: readReactions,
  conversationUpdate: readConversationUpdate,
  installationUpdate: readInstallationUpdate,
  typing: readTyping,
};

function readSpoken(activity: TeamsActivity): Reading {
  const said = readMessage(activity);
  return said.kind === 'skipped' ? said : (readCommand(said, activity) ?? said);
}

/** What Teams tells of and we know to mean nothing to us. */
const LEFT_ALONE: ReadonlyMap<string, string> = new Map([
  ['endOfConversation', 'of calls and meetings'],
  ['event', 'of meetings and read receipts'],
  ['invoke', 'a request for what our app does not do'],
  ['trace', 'of debugging tools'],
]);

/** An activity as what happened, one thing or several. */
export function readActivity(activity: TeamsActivity, forms: Forms): readonly Reading[] {
  const invoke = invokeOf(activity);
  if (invoke) return [invoke.read(activity, forms)];
  if (Object.hasOwn(READERS, activity.type)) return [READERS[activity.type]?.(activity) ?? []].flat();
  const reason = LEFT_ALONE.get(activity.type);
  return [reason === undefined ? unknown(TEAMS, activity.type) : skipped(reason)];
}
