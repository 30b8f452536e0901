import type { Part } from '../block-elements.ts';
import { shownText } from '../shown-text.ts';
import type { Metadata } from '../world-types.ts';
import { ApiError, explained } from './api-error.ts';
import type { Arguments } from './arguments.ts';
import { checkElements } from './check-elements.ts';
import { checkText } from './check-text.ts';
import { nameBlocks } from './name-blocks.ts';

const TEXT_LIMIT = 40_000;
const BLOCK_LIMIT = 50;
/** Not in Slack's documentation; users found it. */
const ALL_BLOCKS_LIMIT = 13_200;
const METADATA_LIMIT = 16_000;

/** The texts of a block by kind, and how long each may be (docs: Block Kit reference). */
const TEXT_LIMITS: Readonly<Record<string, number>> = { header: 150, section: 3_000, markdown: 12_000 };
const FIELD_LIMIT = 2_000;
const COUNT_LIMITS: Readonly<Record<string, number>> = { fields: 10, elements: 25 };
const CONTEXT_ELEMENTS_LIMIT = 10;

export interface Content {
  readonly text: string;
  readonly blocks?: readonly unknown[];
  readonly metadata?: Metadata;
}

/** What a call wants to say. @throws ApiError as Slack refuses it. */
export function readContent(args: Arguments): Content {
  const text = (args.text('text') ?? '').slice(0, TEXT_LIMIT);
  const blocks = readBlocks(args);
  const metadata = readMetadata(args);
  return { text, ...(blocks === undefined ? {} : { blocks }), ...(metadata === undefined ? {} : { metadata }) };
}

/** Whether a reader would see nothing of it. */
export const isEmpty = ({ text, blocks }: Content): boolean => text === '' && (blocks ?? []).length === 0;

export function readBlocks(args: Arguments): readonly unknown[] | undefined {
  const blocks = args.structure('blocks', 'invalid_blocks_format');
  if (blocks === undefined || blocks === null) return undefined;
  return checkBlocks(blocks, BLOCK_LIMIT);
}

/** The blocks with a name for each. @throws ApiError as Slack refuses them */
export function checkBlocks(blocks: unknown, most: number): readonly Part[] {
  if (!isList(blocks)) throw new ApiError('invalid_blocks_format');
  if (blocks.length > most) throw explained('invalid_blocks', `no more than ${most} items allowed`);
  blocks.forEach((block, index) => checkBlock(block, `/blocks/${index}`));
  if (shownText({ text: '', blocks }).length > ALL_BLOCKS_LIMIT) throw new ApiError('msg_blocks_too_long');
  return nameBlocks(blocks as readonly Part[]);
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

function checkBlock(value: unknown, path: string): void {
  if (typeof value !== 'object' || value === null) throw explained('invalid_blocks', `must be an object [${path}]`);
  const block = value as Part;
  const type = block['type'];
  if (typeof type !== 'string') throw explained('invalid_blocks', `missing required field: type [${path}]`);
  checkText(block['text'], TEXT_LIMITS[type] ?? 3_000, `${path}/text`);
  if (type !== 'rich_text') checkParts(block, path);
  checkElements(block, path);
}

function checkParts(block: Part, path: string): void {
  for (const [name, limit] of Object.entries(COUNT_LIMITS)) {
    const parts = block[name];
    if (!Array.isArray(parts)) continue;
    const most = block['type'] === 'context' ? CONTEXT_ELEMENTS_LIMIT : limit;
    if (parts.length === 0 || parts.length > most)
      throw explained('invalid_blocks', `must have 1 to ${most} items [${path}/${name}]`);
    parts.forEach((part: unknown, index) => checkText(part, FIELD_LIMIT, `${path}/${name}/${index}`));
  }
}

function readMetadata(args: Arguments): Metadata | undefined {
  const value = args.structure('metadata', 'invalid_metadata_format');
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'object') throw new ApiError('invalid_metadata_format');
  if (JSON.stringify(value).length > METADATA_LIMIT) throw new ApiError('metadata_too_large');
  return checkMetadata(value as Record<string, unknown>);
}

function checkMetadata(value: Record<string, unknown>): Metadata {
  const { event_type: type, event_payload: payload } = value;
  const isNamed = typeof type === 'string' && /^\w{1,255}$/.test(type);
  if (!isNamed || typeof payload !== 'object' || payload === null) throw new ApiError('invalid_metadata_format');
  return { event_type: type, event_payload: payload as Record<string, unknown> };
}
