import { plain, type RichText } from '../../chat/rich-text.ts';
import { isolate } from '../../chat/rich-text/isolate.ts';
import { linkTo } from '../../chat/rich-text/links.ts';
import { MOST_BYTES, MOST_FILES } from './limits.ts';
import { nameOf, type MessageFile } from './message-file.schema.ts';

type Named = Pick<MessageFile, 'name' | 'bytes'>;

const UNITS = ['bytes', 'kB', 'MB', 'GB'] as const;
const STEP = 1024;

/** A size as people say it. */
export function sizeInWords(bytes: number): string {
  const power = Math.min(Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(STEP)), UNITS.length - 1);
  const shown = bytes / STEP ** power;
  return `${power === 0 || shown >= 10 ? Math.round(shown) : shown.toFixed(1)} ${UNITS[power] ?? 'bytes'}`;
}

/** A file as it is named in a line of ours. */
export function fileInWords(file: Named): string {
  const name = isolate(nameOf(file));
  return file.bytes === null ? name : `${name} (${sizeInWords(file.bytes)})`;
}

/** Names that one line holds; the others are counted. */
const MOST_NAMES = 10;

/** Which files of a message cross to nobody, and why. */
export function leftOutLine(files: readonly Named[]): string {
  const names = files.slice(0, MOST_NAMES).map(fileInWords);
  const more = files.length > MOST_NAMES ? ` and ${files.length - MOST_NAMES} more` : '';
  const were = files.length === 1 ? '1 file was' : `${files.length} files were`;
  const most = `at most ${MOST_FILES} files and ${sizeInWords(MOST_BYTES)} a message`;
  return `${were} left out: ${names.join(', ')}${more}; ${most}.`;
}

/** What stands for a file that the other side cannot be given but may fetch from us. */
export const fileAsLink = (file: Named, url: string): RichText => [
  {
    type: 'paragraph',
    children: [{ type: 'text', value: `${fileInWords(file)}, for a week at ` }, linkTo(url)],
  },
];

/** What stands for a file that could not be brought at all. */
export const fileNotBrought = (file: Named, why: string): RichText =>
  plain(`${fileInWords(file)} is missing here: ${why}`);
