import { plain, visibleText, type Inline, type RichText } from '../chat/rich-text.ts';
import { isolate } from '../chat/rich-text/isolate.ts';
import { moment, words } from '../chat/rich-text/own-words.ts';
import { beginningOf } from '../chat/split-text.ts';
import { authorOf, withNames, type MessageComposerDeps } from '../relay/compose-message.ts';
import { CHAT_LINK_MS } from '../tickets/files/file-links.ts';
import { fileAsLink, fileInWords } from '../tickets/files/file-words.ts';
import { findFiles } from '../tickets/files/keep-files.ts';
import type { MessageFile } from '../tickets/files/message-file.schema.ts';
import type { Message } from '../tickets/message.ts';

/** The most that is told of one message, and how it is counted. */
export interface Excerpt {
  readonly length: number;
  readonly measure: (text: string) => number;
}

/** What somebody said, told to the desk: who, when, and its words as they are now. */
export async function tellMessage(deps: MessageComposerDeps, message: Message, excerpt: Excerpt): Promise<RichText> {
  const { name } = await authorOf(deps, message, false);
  const mark = message.visibility === 'internal' ? ' · internal' : '';
  const who: Inline[] = [{ type: 'strong', children: [words(isolate(name))] }, words(' · '), moment(message.saidAt)];
  return [
    { type: 'paragraph', children: mark === '' ? who : [...who, words(mark)] },
    { type: 'blockquote', children: await whatWasSaid(deps, message, excerpt) },
  ];
}

async function whatWasSaid(deps: MessageComposerDeps, message: Message, excerpt: Excerpt): Promise<RichText> {
  if (message.deletedAt !== null) return plain('(deleted)');
  const files = await deps.storage.read((reader) => findFiles(reader, [message]));
  const attached = await tellFiles(deps, files.get(message.id) ?? []);
  const text = await withNames(deps.people, message, message.text);
  const beginning = beginningOf(text, excerpt.length, excerpt.measure);
  if (visibleText(beginning).trim() !== '') return [...beginning, ...attached];
  return attached.length > 0 ? attached : plain('(no words)');
}

async function tellFiles({ fileLinks }: MessageComposerDeps, files: readonly MessageFile[]): Promise<RichText> {
  if (files.length === 0) return [];
  const linkTo = await fileLinks.linker();
  return files.flatMap((file) =>
    file.isLeftOut ? plain(`${fileInWords(file)}, left out`) : fileAsLink(file, linkTo(file.id, 'desk', CHAT_LINK_MS)),
  );
}
