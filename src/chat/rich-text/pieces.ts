import { bulletOf, INDENT, THEMATIC_BREAK, visibleLeaf, type Block, type ListItem } from '../rich-text.ts';
import { isOwnAddress, isSafeUrl, linkTo } from './links.ts';
import { toRuns, type Run } from './runs.ts';
import { cutText } from './cut-text.ts';

/** How long a text is, in the units of a platform's limit. */
export type Measure = (text: string) => number;

/** What is never cut, with all the blocks that it stands in, the outermost first. */
export interface Piece {
  readonly path: readonly (Block | ListItem)[];
  /** Nothing for a block without words. */
  readonly run: Run | null;
  /** With what is shown before it on its line. */
  readonly length: number;
  /** The same, when it is the first of a part: the blocks around it begin there once more. */
  readonly openingLength: number;
  readonly beginsLine: boolean;
}

interface Place {
  readonly path: readonly (Block | ListItem)[];
  /** Shown before each line. */
  readonly prefix: string;
  /** Shown before the first line. */
  readonly bullet: string;
  /** Those of all the items around it. */
  readonly bullets: string;
}

interface Limit {
  readonly maxLength: number;
  readonly measure: Measure;
}

/** A block as pieces in their order, none longer than the limit unless it is one link, name or character. */
export const toPieces = (block: Block, limit: Limit): Generator<Piece> =>
  piecesOf(block, { path: [], prefix: '', bullet: '', bullets: '' }, limit);

function* piecesOf(block: Block, place: Place, limit: Limit): Generator<Piece> {
  const inside = { ...place, path: [...place.path, block] };
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      yield* piecesOfWords(toRuns(block.children), inside, limit);
      break;
    case 'code':
      yield* piecesOfWords([codeRun(block.value)], inside, limit);
      break;
    case 'thematicBreak':
      yield wordless(inside, THEMATIC_BREAK, limit);
      break;
    case 'blockquote':
      for (const child of block.children) yield* piecesOf(child, { ...inside, prefix: `${place.prefix}> ` }, limit);
      break;
    case 'list':
      for (const [index, item] of block.children.entries()) {
        yield* piecesOfItem(item, bulletOf(block, index), inside, limit);
      }
  }
}

const codeRun = (value: string): Run => ({ leaf: { type: 'inlineCode', value }, marks: new Set() });

function* piecesOfItem(item: ListItem, bullet: string, place: Place, limit: Limit): Generator<Piece> {
  const isNested = place.path.at(-2)?.type === 'listItem';
  const inside = {
    path: [...place.path, item],
    prefix: `${place.prefix}${isNested ? INDENT : ''}`,
    bullet: place.bullet + bullet,
    bullets: place.bullets + bullet,
  };
  if (item.children.length === 0) yield wordless(inside, '', limit);
  for (const [index, child] of item.children.entries()) {
    yield* piecesOf(child, index === 0 ? inside : { ...inside, bullet: '' }, limit);
  }
}

function wordless({ path, prefix, bullet, bullets }: Place, shown: string, { measure }: Limit): Piece {
  const length = measure(`\n${prefix}${bullet}${shown}`);
  return { path, run: null, length, openingLength: length + measure(bullets), beginsLine: true };
}

function* piecesOfWords(runs: readonly Run[], place: Place, { maxLength, measure }: Limit): Generator<Piece> {
  const { path, prefix, bullet, bullets } = place;
  const before = measure(`\n${prefix}${bullet}`);
  const opening = measure(`${prefix}${bullets}`);
  let beginsLine = true;
  let isFirst = true;
  const measureOwn: Measure = prefix === '' ? measure : (text) => measure(text.replaceAll('\n', `\n${prefix}`));
  for (const run of cutRuns(runs, { maxLength: Math.max(1, maxLength - opening), measure: measureOwn })) {
    const words = visibleLeaf(run.leaf);
    const own = measureOwn(words);
    yield { path, run, length: own + (isFirst ? before : 0), openingLength: own + opening, beginsLine };
    beginsLine = words.endsWith('\n');
    isFirst = false;
  }
  if (isFirst) yield wordless(place, '', { maxLength, measure });
}

function* cutRuns(runs: readonly Run[], limit: Limit): Generator<Run> {
  for (const run of runs) yield* cutRun(run, limit);
}

/** Words, whole links and names. A link with a label that no part holds gives the two apart. */
function* cutRun({ leaf, marks }: Run, { maxLength, measure }: Limit): Generator<Run> {
  const words = visibleLeaf(leaf);
  if (!('value' in leaf) && measure(words) <= maxLength) yield { leaf, marks };
  else if (leaf.type === 'link' && !isOwnAddress(leaf) && isSafeUrl(leaf.url) && measure(leaf.url) <= maxLength) {
    yield* wordsOf(words.slice(0, -1 - leaf.url.length), 'text');
    yield { leaf: linkTo(leaf.url), marks };
    yield { leaf: { type: 'text', value: ')' }, marks };
  } else yield* wordsOf(words, leaf.type === 'inlineCode' ? leaf.type : 'text');

  function* wordsOf(text: string, type: 'text' | 'inlineCode'): Generator<Run> {
    for (const value of cutText(text, maxLength, measure)) yield { leaf: { type, value }, marks };
  }
}
