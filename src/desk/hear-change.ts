import type { AttachedFile } from '../chat/file.ts';
import type { MessageDeleted, MessageEdited, MessageSaid } from '../chat/inbound-event.ts';
import { visibleText, type RichText } from '../chat/rich-text.ts';
import type { Unit } from '../storage/unit.ts';
import { deleteMessage, editMessage } from '../tickets/change-message.ts';
import { findMessageAt } from '../tickets/find-ticket.ts';
import { beginsInternal } from '../tickets/internal-mark.ts';
import type { Message } from '../tickets/message.ts';
import type { DeskDeps } from './desk-deps.ts';
import { isForgotten, recordEvent } from './seen-event.schema.ts';

/**
 * Somebody edited what they had said. An edit of a message that never came is heard as that message, in its newest
 * words: the late original is a duplicate then. One of a message that came, and was no part of a ticket, is nothing.
 * @param hear takes a message as if it came just now
 */
export async function hearEdit(
  deps: DeskDeps,
  unit: Unit,
  { said, revision }: MessageEdited,
  hear: (said: MessageSaid) => Promise<void>,
): Promise<void> {
  if (await edit(deps, unit, said, revision)) return;
  const now = deps.clock.now();
  // Nobody can tell any more whether it came.
  if (isForgotten(said.at, now)) return;
  if (await recordEvent(unit, said.key, now)) return hear({ ...said, revision });
  // Of two at once, this one has waited for the other's commit.
  await edit(deps, unit, said, revision);
}

/** @returns false when no ticket has this message */
async function edit(
  deps: DeskDeps,
  unit: Unit,
  { platform, channelId, messageId, text, files = [] }: MessageSaid,
  revision: number,
): Promise<boolean> {
  const message = await findMessageAt(unit, platform, channelId, messageId);
  if (!message) return false;
  await setWords(deps, unit, message, text, revision, files);
  return true;
}

/** An agent takes a message from the merchant by the mark that keeps it at the desk. */
export const setWords = (
  deps: DeskDeps,
  unit: Unit,
  message: Message,
  text: RichText,
  revision: number,
  files?: readonly AttachedFile[],
) =>
  editMessage(deps.tickets, unit, message, {
    text,
    ...(files && { files }),
    hides: message.side === 'agent' && beginsInternal(visibleText(text)),
    revision,
  });

/** Somebody took back what they had said. Where it never came, its key is kept: the late original is dropped. */
export async function hearDeletion(deps: DeskDeps, unit: Unit, event: MessageDeleted): Promise<void> {
  if (await remove(deps, unit, event)) return;
  if (await recordEvent(unit, event.saidKey, deps.clock.now())) return;
  await remove(deps, unit, event);
}

async function remove(
  deps: DeskDeps,
  unit: Unit,
  { platform, channelId, messageId, revision }: MessageDeleted,
): Promise<boolean> {
  const message = await findMessageAt(unit, platform, channelId, messageId);
  if (!message) return false;
  await deleteMessage(deps.tickets, unit, message, revision);
  return true;
}
