import { randomBytes } from 'node:crypto';
import { isActionElement, type Part } from '../block-elements.ts';

/**
 * The same blocks with a name for each block and element that the app left unnamed. Slack makes these up, others with
 * each version of a message (docs.slack.dev/reference/block-kit/blocks: block_id).
 */
export function nameBlocks(blocks: readonly Part[]): Part[] {
  return blocks.map((block) => {
    const { elements, accessory } = block;
    return {
      ...block,
      block_id: block['block_id'] ?? makeUpName(),
      ...(Array.isArray(elements) ? { elements: (elements as readonly Part[]).map(nameElement) } : {}),
      ...(accessory === undefined ? {} : { accessory: nameElement(accessory as Part) }),
    };
  });
}

const nameElement = (part: Part): Part =>
  isActionElement(part) ? { ...part, action_id: part['action_id'] ?? makeUpName() } : part;

const makeUpName = (): string => randomBytes(4).toString('base64url');
