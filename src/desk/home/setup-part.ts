import { In } from 'typeorm';
import type { CardBlock } from '../../chat/card.ts';
import { typed } from '../../chat/rich-text/own-words.ts';
import type { Channel } from '../../directory/channel.ts';
import { MerchantSchema } from '../../directory/merchant.schema.ts';
import type { Reader } from '../../storage/unit.ts';
import { findGaps, findLost, type Gap } from '../find-gaps.ts';
import { moreThan } from './agent-part.ts';
import { line, shortName } from './home-item.ts';

export const SHOWN_LOST = 5;

/** What an admin has still to do. */
export interface SetupPart {
  readonly gaps: readonly Gap[];
  /** Channels that we cannot reach, in words. */
  readonly lost: readonly string[];
  readonly moreLost: number;
}

export async function readSetupPart(reader: Reader, sign: string): Promise<SetupPart> {
  const lost = await findLost(reader);
  const shown = lost.slice(0, SHOWN_LOST);
  return {
    gaps: await findGaps(reader, sign),
    lost: await nameChannels(reader, shown),
    moreLost: lost.length - shown.length,
  };
}

async function nameChannels(reader: Reader, channels: readonly Channel[]): Promise<string[]> {
  const ids = channels.flatMap(({ merchantId }) => merchantId ?? []);
  const merchants = await reader.find(MerchantSchema, { where: { id: In(ids) } });
  return channels.map(({ role, merchantId }) => {
    const name = shortName(merchants.find(({ id }) => id === merchantId)?.name ?? 'A merchant');
    if (role === 'merchant') return `${name}’s channel`;
    if (role === 'digest') return 'The digest channel';
    return merchantId === null ? 'The desk' : `The desk for ${name}`;
  });
}

export const needsWork = ({ gaps, lost }: SetupPart): boolean => gaps.length + lost.length > 0;

export function setupBlocks(part: SetupPart, sign: string): CardBlock[] {
  if (!needsWork(part)) return [line(`Everything is set up. How things stand: \`${sign}desk status\``)];
  const { gaps, lost, moreLost } = part;
  return [
    { kind: 'title', text: 'Still to set up' },
    ...gaps.map(({ missing, remedy }): CardBlock => item(`Missing: ${missing}`, remedy)),
    ...lost.map((name) => item(`${name} cannot be reached`, 'Bring Switchboard in there again.')),
    ...moreThan(moreLost, 'They cannot be reached either.'),
  ];
}

const item = (title: string, remedy: string): CardBlock => ({ kind: 'item', title, about: typed(remedy) });
