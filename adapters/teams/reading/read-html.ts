import { ElementType, parseDocument, Parser } from 'htmlparser2';
import { plain, type Block, type Leaf, type ListItem, type Mark, type RichText } from '../../../src/chat/rich-text.ts';
import { linkTo } from '../../../src/chat/rich-text/links.ts';
import { joinParagraphs } from '../../../src/chat/rich-text/paragraphs.ts';
import { fromRuns, type Run } from '../../../src/chat/rich-text/runs.ts';
import { soundText } from '../../../src/chat/rich-text/sound-text.ts';
import { onlyInTeams } from './only-in-teams.ts';

type Node = ReturnType<typeof parseDocument>['children'][number];
type Element = Extract<Node, { readonly attribs: unknown }>;

/** Whom the HTML names: by the number of a mention, counted from 0. */
export type MentionAt = (index: number, shown: string) => Leaf;

const MARKS: Readonly<Record<string, Mark>> = {
  strong: 'strong',
  b: 'strong',
  em: 'emphasis',
  i: 'emphasis',
  s: 'delete',
  strike: 'delete',
  del: 'delete',
};

const BLOCKS: ReadonlySet<string> = new Set([
  ...['p', 'div', 'blockquote', 'ul', 'ol', 'li', 'pre', 'hr', 'table', 'tr'],
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'body', 'html', 'tbody', 'thead', 'codeblock'],
]);

/** What shows nothing of what somebody wrote. */
const UNSEEN: ReadonlySet<string> = new Set(['script', 'style', 'head', 'title', 'attachment', 'template']);

/** People nest a few tags. What is deeper is somebody's trap, and read as words. */
const DEEPEST = 60;

/**
 * The HTML in which Teams keeps what people write, as a tree in which nothing is markup.
 * @param images that come as files beside it; of any other one words have to tell
 */
export const readHtml = (html: string, mentionAt: MentionAt, images = 0): RichText => {
  let mentions = 0;
  let imagesLeft = images;
  return isDeep(html) ? plain(soundText(wordsIn(html))) : blocksOf(parseDocument(html).children);

  function blocksOf(nodes: readonly Node[]): Block[] {
    const blocks: Block[] = [];
    let runs: Run[] = [];
    const endLine = () => {
      const children = fromRuns(trimmed(runs));
      if (children.length > 0) blocks.push({ type: 'paragraph', children });
      runs = [];
    };
    for (const node of nodes) {
      if (isElement(node) && BLOCKS.has(node.name)) {
        endLine();
        blocks.push(...readBlock(node));
      } else runs.push(...readInline(node, new Set()));
    }
    endLine();
    return joinParagraphs(blocks);
  }

  function readBlock(node: Element): Block[] {
    const heading = /^h([1-6])$/.exec(node.name)?.[1];
    if (heading !== undefined) {
      const children = fromRuns(trimmed(node.children.flatMap((child) => readInline(child, new Set()))));
      return children.length > 0 ? [{ type: 'heading', depth: Number(heading) as 1, children }] : [];
    }
    if (node.name === 'ul' || node.name === 'ol') return readList(node);
    if (node.name === 'pre' || node.name === 'codeblock') return [readCode(node)];
    if (node.name === 'hr') return [{ type: 'thematicBreak' }];
    const children = blocksOf(node.children);
    if (node.name === 'blockquote') return children.length > 0 ? [{ type: 'blockquote', children }] : [];
    // An empty paragraph is a line that somebody left free.
    return children.length > 0 ? children : [{ type: 'paragraph', children: [] }];
  }

  function readList(node: Element): Block[] {
    const items = node.children.filter((child) => isElement(child));
    const children = items.map((item): ListItem => ({ type: 'listItem', children: blocksOf(item.children) }));
    if (children.length === 0) return [];
    const ordered = node.name === 'ol';
    const start = Number(node.attribs['start'] ?? 1);
    const counts = ordered && Number.isSafeInteger(start) && start > 1;
    return [{ type: 'list', ordered, ...(counts && { start }), children }];
  }

  function readInline(node: Node, marks: ReadonlySet<Mark>): Run[] {
    if (node.type === ElementType.Text) return [{ leaf: text(node.data.replace(/[^\S\u00A0]+/g, ' ')), marks }];
    if (!isElement(node) || UNSEEN.has(node.name)) return [];
    if (node.name === 'br') return [{ leaf: text('\n'), marks }];
    if (node.name === 'img' || node.name === 'emoji') return [{ leaf: text(pictureOf(node)), marks }];
    if (isMention(node)) return [{ leaf: mentionAt((mentions += 1) - 1, wordsOf(node)), marks }];
    if (node.name === 'code') return [{ leaf: { type: 'inlineCode', value: soundText(wordsOf(node)) }, marks }];
    if (node.name === 'a') return [{ leaf: linkTo(soundText(node.attribs['href'] ?? ''), wordsOf(node)), marks }];
    const mark = MARKS[node.name];
    const inside = mark ? new Set([...marks, mark]) : marks;
    return node.children.flatMap((child) => readInline(child, inside));
  }

  function pictureOf(node: Element): string {
    const alt = node.attribs['alt'] ?? '';
    if (isEmoji(node)) return alt;
    return (imagesLeft -= 1) >= 0 ? '' : imageInWords(alt);
  }
};

/** What is said of an image that comes without its bytes. */
const imageInWords = (alt: string): string => onlyInTeams(alt === '' ? 'an image' : `image: ${alt}`);

function isDeep(html: string): boolean {
  let depth = 0;
  let deepest = 0;
  const parser = new Parser({
    onopentag: () => (deepest = Math.max(deepest, (depth += 1))),
    onclosetag: () => (depth -= 1),
  });
  parser.end(html);
  return deepest > DEEPEST;
}

function wordsIn(html: string): string {
  const words: string[] = [];
  new Parser({ ontext: (text) => words.push(text) }).end(html);
  return words.join('').replace(/\s+/g, ' ').trim();
}

const isElement = (node: Node): node is Element => 'attribs' in node;

const isMention = ({ name, attribs }: Element): boolean =>
  name === 'at' || (name === 'span' && (attribs['itemtype'] ?? '').endsWith('/Mention'));

const isEmoji = ({ name, attribs: { itemtype = '', alt = '' } }: Element): boolean =>
  name === 'emoji' || itemtype.endsWith('/Emoji') || /^\p{Extended_Pictographic}/u.test(alt);

const text = (value: string): Leaf => ({ type: 'text', value: soundText(value.replaceAll('\u00A0', ' ')) });

const wordsOf = (node: Element): string => rawOf(node).replace(/\s+/g, ' ').trim();

const rawOf = (node: Node): string => {
  if (node.type === ElementType.Text) return node.data;
  if (!isElement(node)) return '';
  return node.name === 'br' ? '\n' : node.children.map(rawOf).join('');
};

const codeOf = (node: Element): string => soundText(rawOf(node).replaceAll('\u00A0', ' ').replace(/\n$/, ''));

const LANGUAGE = /^[\w+#.-]{1,30}$/;

/** Teams names the language of code by its class: `<codeblock class="Sql">`. */
function readCode(node: Element): Block {
  const lang = (node.attribs['class'] ?? '').toLowerCase();
  return { type: 'code', ...(LANGUAGE.test(lang) && { lang }), value: codeOf(node) };
}

/** Spaces at the edge of a line are the markup's. */
function trimmed(runs: readonly Run[]): Run[] {
  const edged = runs.map(({ leaf, marks }, index) => {
    if (leaf.type !== 'text') return { leaf, marks };
    const begun = isEdge(runs[index - 1]) ? leaf.value.replace(/^ +/, '') : leaf.value;
    return { leaf: { ...leaf, value: isEdge(runs[index + 1]) ? begun.replace(/ +$/, '') : begun }, marks };
  });
  return edged;
}

/** What is beside it is the end of a line, or of all. */
const isEdge = (run: Run | undefined): boolean => !run || (run.leaf.type === 'text' && run.leaf.value === '\n');
