import type { ShortcutUsed } from '../../chat/inbound-event.ts';
import { visibleText } from '../../chat/rich-text.ts';
import type { Reader } from '../../storage/unit.ts';
import { findMessageAt } from '../../tickets/find-ticket.ts';
import type { DeskDeps } from '../desk-deps.ts';
import { tellRefusal, type Told } from '../told.ts';
import { findAskingPlace, isPartAlready } from './asking-place.ts';
import { composeTicketForm } from './ticket-form.ts';

/** "Open a ticket" in a message's menu: a form that begins with what the message says. Nothing is changed by it. */
export async function takeShortcut({ storage }: DeskDeps, event: ShortcutUsed): Promise<Told> {
  return { effect: 'taken', answer: await storage.read((reader) => answerTo(reader, event)).catch(tellRefusal) };
}

async function answerTo(reader: Reader, event: ShortcutUsed): Promise<Told['answer']> {
  const place = await findAskingPlace(reader, event);
  const { platform, channelId, messageId, threadId } = event;
  const known = await findMessageAt(reader, platform, channelId, messageId);
  if (known) throw isPartAlready(known);
  const about = { messageId, ...(threadId !== undefined && { threadId }) };
  return { kind: 'open-form', form: await composeTicketForm(reader, place, about, visibleText(event.text)) };
}
