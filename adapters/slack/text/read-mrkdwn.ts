import { visibleLeaf, type Block } from '../../../src/chat/rich-text.ts';
import { joinParagraphs } from '../../../src/chat/rich-text/paragraphs.ts';
import { decodeText } from './decode-text.ts';
import { readMrkdwnLine } from './read-mrkdwn-line.ts';

const FENCE = '```';
/** A quotation mark of the author's comes escaped like every `>`. */
const QUOTED = /^(?:&gt;|>) ?/;
const ALL_QUOTED = /^(?:&gt;|>){3} ?/;

/**
 * Slack's own markup as blocks: code between three backticks, quotations, and lines with styles in them
 * (docs.slack.dev/messaging/formatting-message-text). It knows no lists. Time grows with the length only.
 */
export function readMrkdwn(raw: string): Block[] {
  if (raw === '') return [];
  const parts = cutAtFences(raw);
  const { length } = parts;
  return joinParagraphs(
    parts.flatMap((part, index) => (index % 2 === 1 ? readCode(part) : readWords(part, index > 0, index < length - 1))),
  );
}

/** Words and code in turn. A fence that nothing closes, and two with nothing between them, are words. */
function cutAtFences(raw: string): string[] {
  const [first = '', ...others] = raw.split(FENCE);
  const parts: string[] = [];
  let words = [first];
  for (let index = 0; index < others.length; index += 2) {
    const [code = '', after] = others.slice(index, index + 2);
    if (after === undefined) {
      words.push(code);
    } else if (/^\n{0,2}$/.test(code)) {
      words.push(code, after);
    } else {
      parts.push(words.join(FENCE), code);
      words = [after];
    }
  }
  return [...parts, words.join(FENCE)];
}

function readCode(raw: string): Block[] {
  const value = decodeText(raw).map(visibleLeaf).join('').replace(/^\n/, '').replace(/\n$/, '');
  return [{ type: 'code', value }];
}

/** Words beside code: the line breaks between the two are theirs, and shown by the block. */
function readWords(raw: string, isAfterCode: boolean, isBeforeCode: boolean): Block[] {
  const begun = isAfterCode ? raw.replace(/^ *\n/, '') : raw;
  const words = isBeforeCode ? begun.replace(/\n$/, '') : begun;
  return (isAfterCode || isBeforeCode) && words.trim() === '' ? [] : readLines(words);
}

function readLines(raw: string): Block[] {
  const blocks: Block[] = [];
  let quoted: string[] = [];
  const flush = (): void => {
    if (quoted.length > 0) blocks.push({ type: 'blockquote', children: joinParagraphs(quoted.map(toParagraph)) });
    quoted = [];
  };
  const lines = raw.split('\n');
  for (const [index, line] of lines.entries()) {
    if (ALL_QUOTED.test(line)) {
      quoted.push(line.replace(ALL_QUOTED, ''), ...lines.slice(index + 1));
      break;
    }
    if (QUOTED.test(line)) {
      quoted.push(line.replace(QUOTED, ''));
    } else {
      flush();
      blocks.push(toParagraph(line));
    }
  }
  flush();
  return blocks;
}

const toParagraph = (line: string): Block => ({ type: 'paragraph', children: readMrkdwnLine(line) });
