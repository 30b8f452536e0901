import { removeMessage, updateMessage } from './change-message.ts';
import { describeBot, describeChannel, describeUser, openConversation, testAuth } from './describe-world.ts';
import { completeUpload, deleteFile, describeFile, getUploadUrl } from './files.ts';
import { revokeToken } from './grants.ts';
import type { Method } from './method.ts';
import { openView } from './open-view.ts';
import { postEphemeral, postMessage } from './post-message.ts';
import { publishView } from './publish-view.ts';
import { addReaction, removeReaction } from './react.ts';
import { readHistory, readReplies } from './read-messages.ts';

/** The part of Slack's Web API that is played here. */
export const METHODS: ReadonlyMap<string, Method> = new Map([
  ['auth.revoke', revokeToken],
  ['auth.test', testAuth],
  ['bots.info', describeBot],
  ['chat.postMessage', postMessage],
  ['chat.postEphemeral', postEphemeral],
  ['chat.update', updateMessage],
  ['chat.delete', removeMessage],
  ['files.completeUploadExternal', completeUpload],
  ['files.delete', deleteFile],
  ['files.getUploadURLExternal', getUploadUrl],
  ['files.info', describeFile],
  ['reactions.add', addReaction],
  ['reactions.remove', removeReaction],
  ['conversations.open', openConversation],
  ['conversations.history', readHistory],
  ['conversations.replies', readReplies],
  ['conversations.info', describeChannel],
  ['users.info', describeUser],
  ['views.open', openView],
  ['views.publish', publishView],
]);
