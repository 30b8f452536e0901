import { ChannelSchema } from '../../directory/channel.schema.ts';
import { CHANNEL_MODES, type ChannelMode } from '../../directory/channel.ts';
import type { Unit } from '../../storage/unit.ts';
import { writeAudit } from '../../tickets/audit.ts';
import type { DeskDeps } from '../desk-deps.ts';
import { refuse } from '../../errors.ts';
import { channelOf, onceFor, type Order, type Subcommand } from './order.ts';
import { plainWord } from './read-words.ts';

const MEANS: Readonly<Record<ChannelMode, string>> = {
  auto: 'Each message that asks for something opens a ticket here.',
  mention: 'Messages that mention me open a ticket here.',
  reaction: 'The reaction 🎫 on a message opens a ticket here.',
};

export const mode: Subcommand = {
  allowed: 'admins',
  usages: ['desk mode auto | mention | reaction'],
  does: 'says what opens a ticket in this merchant’s channel',
  run: (deps, order) => {
    const wanted = CHANNEL_MODES.find((known) => known === plainWord(order.words[0]));
    if (!wanted)
      throw refuse(
        `Write one of these: ${CHANNEL_MODES.map((known) => `\`${order.sign}desk mode ${known}\``).join(', ')}`,
      );
    return onceFor(deps, order, (unit) => setMode(deps, unit, order, wanted));
  },
};

async function setMode({ clock }: DeskDeps, unit: Unit, order: Order, wanted: ChannelMode): Promise<string> {
  const channel = await channelOf(unit, order);
  if (channel?.role !== 'merchant') {
    throw refuse(`This is no merchant’s channel. Connect it first, with \`${order.sign}desk merchant\` and the name.`);
  }
  if (channel.mode !== wanted) {
    await unit.update(ChannelSchema, { id: channel.id }, { mode: wanted });
    const details = { channelId: channel.channelId, mode: { from: channel.mode, to: wanted } };
    await writeAudit(clock, unit, null, order.by, 'mode-changed', details);
  }
  return MEANS[wanted];
}
