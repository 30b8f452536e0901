import { z } from 'zod';
import type { AttachedFile } from '../../../src/chat/file.ts';
import { plain, visibleText, type Block, type RichText } from '../../../src/chat/rich-text.ts';
import { joinParagraphs } from '../../../src/chat/rich-text/paragraphs.ts';
import { soundText } from '../../../src/chat/rich-text/sound-text.ts';
import { namesIn } from './decode-text.ts';
import { fileObject, isFile, sortFile } from '../files/file-object.ts';
import { readBlocks } from './read-blocks.ts';
import { readMrkdwn } from './read-mrkdwn.ts';

const listOf = <T extends z.ZodType>(item: T) => z.array(item.or(z.unknown().transform(() => null))).catch([]);
const sound = z.string().transform((value) => soundText(value));
const word = sound
  .refine((value) => value !== '')
  .optional()
  .catch(undefined);

/** The parts of a message that hold what a person said. */
export const wordsSchema = z.object({
  text: sound.catch(''),
  blocks: z.unknown().optional(),
  files: listOf(fileObject),
  attachments: listOf(z.object({ is_share: z.literal(true), text: word, fallback: word })),
});

export type SlackWords = z.infer<typeof wordsSchema>;

/** What stands for a message in which there is nothing that could be shown as words. */
const WITHOUT_WORDS = plain('[a message without text]');

/**
 * All that a message says: its blocks, or its text where it has none; then a quotation of the message that it passes
 * on, and a line for each file that cannot cross. Nothing is left out silently, and no input makes it throw.
 */
export function readRichText(message: SlackWords): RichText {
  const said = joinParagraphs([
    ...readWords(message),
    ...message.attachments.flatMap(readShared),
    ...sortFiles(message).flatMap((sorted) => (isFile(sorted) ? [] : [sorted])),
  ]);
  if (visibleText(said).trim() !== '') return said;
  return sortFiles(message).some(isFile) ? [] : WITHOUT_WORDS;
}

/** What is attached to it and can cross, in order. */
export const readFiles = (message: SlackWords): AttachedFile[] => sortFiles(message).filter(isFile);

const sortFiles = ({ files }: SlackWords): (AttachedFile | Block)[] => files.map((file) => sortFile(file ?? {}));

function readWords(message: SlackWords): Block[] {
  const fromBlocks = readBlocks(message.blocks, namesIn(message.text));
  return fromBlocks.length > 0 ? fromBlocks : readMrkdwn(message.text);
}

/** A message that someone shared into the conversation. Previews of links are attachments too, and no one's words. */
function readShared(shared: SlackWords['attachments'][number]): Block[] {
  const words = shared?.text ?? shared?.fallback;
  return words ? [{ type: 'blockquote', children: readMrkdwn(words) }] : [];
}
