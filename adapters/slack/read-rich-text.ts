import { z } from 'zod';
import { visibleText, type RichText, type Span } from '../../src/chat/rich-text.ts';
import { decodeText, namesIn } from './decode-text.ts';
import { readBlocks } from './read-blocks.ts';
import { compact, joinLines, prefixLines, text } from './span-list.ts';

const listOf = <T extends z.ZodType>(item: T) => z.array(item.or(z.unknown().transform(() => null))).catch([]);
const word = z.string().min(1).optional().catch(undefined);

/** The parts of a message that hold what a person said. */
export const wordsSchema = z.object({
  text: z.string().catch(''),
  blocks: z.unknown().optional(),
  files: listOf(z.object({ name: word, title: word })),
  attachments: listOf(z.object({ is_share: z.literal(true), text: word, fallback: word })),
});

export type SlackWords = z.infer<typeof wordsSchema>;

/** What stands for a message in which there is nothing that could be shown as words. */
const WITHOUT_WORDS = '[a message without text]';

/**
 * All that a message says, as neutral spans: its blocks, or its text where it has none; then a quotation of the message
 * that it passes on, and a line for each file. Nothing is left out silently, and no input makes it throw.
 */
export function readRichText(message: SlackWords): RichText {
  const said = compact(joinLines([readWords(message), ...message.attachments.map(readShared), ...readFiles(message)]));
  return visibleText(said).trim() === '' ? [text(WITHOUT_WORDS)] : said;
}

function readWords(message: SlackWords): RichText {
  const fromBlocks = compact(readBlocks(message.blocks, namesIn(message.text)));
  return fromBlocks.length > 0 ? fromBlocks : compact(decodeText(message.text));
}

/** A message that someone shared into the conversation. Previews of links are attachments too, and no one's words. */
function readShared(shared: SlackWords['attachments'][number]): Span[] {
  const words = shared?.text ?? shared?.fallback;
  return words ? prefixLines(compact(decodeText(words)), '> ') : [];
}

const readFiles = (message: SlackWords): Span[][] =>
  message.files.map((file) => [text(`[file: ${oneLine(file?.name ?? file?.title ?? 'without a name')}]`)]);

const oneLine = (name: string): string => name.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
