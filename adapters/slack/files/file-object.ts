import { z } from 'zod';
import type { AttachedFile } from '../../../src/chat/file.ts';
import { plain, type Block } from '../../../src/chat/rich-text.ts';
import { isSafeUrl, linkTo } from '../../../src/chat/rich-text/links.ts';
import { soundText } from '../../../src/chat/rich-text/sound-text.ts';

const word = z
  .string()
  .transform((value) => oneLine(soundText(value)))
  .refine((value) => value.trim() !== '')
  .optional()
  .catch(undefined);

/** What of a file object matters here (docs.slack.dev/reference/objects/file-object). */
export const fileObject = z.object({
  id: z
    .string()
    .regex(/^[A-Z][A-Z0-9]{1,60}$/)
    .optional()
    .catch(undefined),
  name: word,
  title: word,
  mimetype: word,
  size: z.int().min(0).optional().catch(undefined),
  mode: word,
  file_access: word,
  is_external: z.boolean().optional().catch(undefined),
  url_private: word,
  url_private_download: word,
});

export type SlackFile = z.infer<typeof fileObject>;

/** Nor does it turn the direction of writing: that is how `exe.pdf` is shown for a program. */
const oneLine = (name: string): string =>
  name.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').replace(/[\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, '');

export const nameOf = ({ name, title }: SlackFile): string | undefined => name ?? title;

/** Whose bytes Slack keeps and gives to whoever may read them. */
const HELD_BY_SLACK: ReadonlySet<string | undefined> = new Set(['hosted', 'snippet', undefined]);

/** Of what another workspace has shared an event tells the id alone. */
const ASK_FIRST = 'check_file_info';

/**
 * What becomes of a file object, wherever it comes from: a file that can cross, or words in its place. This is the one
 * place that decides it.
 */
export function sortFile(file: SlackFile): AttachedFile | Block {
  const name = nameOf(file);
  const [said] = plain(`[file: ${name ?? 'without a name'}]`) as [Block];
  if (file.id === undefined) return said;
  if (file.mode === 'tombstone') return noted('a file that was deleted');
  if (file.mode === 'hidden_by_limit') return noted(`${named(name)}, hidden by the limits of the workspace’s plan`);
  if (file.file_access === ASK_FIRST) return { nativeId: file.id, name: null, type: null, bytes: null };
  if (file.file_access === 'access_denied' || file.file_access === 'file_not_found')
    return noted(`${named(name)}, which may not be seen from here`);
  if (file.is_external === true || file.mode === 'external') return linked(name, file.url_private);
  if (!HELD_BY_SLACK.has(file.mode)) return noted(`${named(name)}, which only Slack can show`);
  return { nativeId: file.id, name: name ?? null, type: file.mimetype ?? null, bytes: file.size ?? null };
}

export const isFile = (sorted: AttachedFile | Block): sorted is AttachedFile => 'nativeId' in sorted;

const named = (name: string | undefined): string => (name === undefined ? 'a file' : `file: ${name}`);

const noted = (words: string): Block => ({ type: 'paragraph', children: [{ type: 'text', value: `[${words}]` }] });

/** A file of Google Drive and its like stands elsewhere: whoever may see it there follows its address. */
function linked(name: string | undefined, url: string | undefined): Block {
  if (url === undefined || !isSafeUrl(url)) return noted(`${named(name)}, which stands elsewhere`);
  const words = { type: 'text', value: `[${named(name)}] ` } as const;
  return { type: 'paragraph', children: [words, linkTo(url)] };
}
