import type { RichText } from '../../chat/rich-text.ts';
import { findPost, type Composer } from '../../delivery/compose.ts';
import { planThread } from '../../delivery/find-conversation.ts';
import type { Outbox } from '../../delivery/outbox.ts';
import { ChannelSchema } from '../../directory/channel.schema.ts';
import { addressOfChannel, type Channel } from '../../directory/channel.ts';
import { findDesk } from '../../directory/find-channel.ts';
import { MerchantSchema } from '../../directory/merchant.schema.ts';
import type { Reader, Unit } from '../../storage/unit.ts';
import type { WordsDeps } from '../ticket-words.ts';
import { outageLine, type ChannelFate } from './outage-words.ts';
import { OutageSchema } from './outage.schema.ts';
import { SweepSchema, type Sweep } from './sweep.schema.ts';

/** Tells a desk, once for each outage, what was caught up on. Of an outage in which nothing was missed it is silent. */
export const OUTAGE_NOTE = 'outage-note';

interface NotePayload extends Record<string, unknown> {
  readonly outageId: number;
  /** The desk's channel. */
  readonly deskId: number;
}

const noteKey = ({ outageId, deskId }: NotePayload): string => `${OUTAGE_NOTE}:${outageId}:${deskId}`;

/** Each desk whose channels are concerned tells how it stands, in the channel itself: it is no ticket's matter. */
export async function tellDesks({ outbox }: { readonly outbox: Outbox }, unit: Unit, outageId: number): Promise<void> {
  for (const { desk } of await findConcerned(unit, outageId)) {
    const payload: NotePayload = { outageId, deskId: desk.id };
    const key = noteKey(payload);
    if (await findPost(unit, key)) await outbox.refresh(unit, key);
    else {
      const conversation = await planThread(unit, addressOfChannel(desk));
      await outbox.post(unit, { key, conversation, composer: OUTAGE_NOTE, payload, opensThread: true });
    }
  }
}

export function createOutageNoteComposer({ storage }: WordsDeps): Composer {
  return async (payload) => {
    const { outageId, deskId } = payload as NotePayload;
    const text = await storage.read((reader) => readNote(reader, outageId, deskId));
    return text && { content: { kind: 'text', text } };
  };
}

async function readNote(reader: Reader, outageId: number, deskId: number): Promise<RichText | null> {
  const outage = await reader.findOne(OutageSchema, { where: { id: outageId } });
  const concerned = await findConcerned(reader, outageId);
  const own = concerned.find(({ desk }) => desk.id === deskId);
  return outage && own ? outageLine(outage, own.fates) : null;
}

interface Concerned {
  readonly desk: Channel;
  readonly fates: ChannelFate[];
}

/** Those desks that have something to say, each of its own merchants' channels alone. */
async function findConcerned(reader: Reader, outageId: number): Promise<Concerned[]> {
  const byDesk = new Map<number, Concerned>();
  for (const sweep of (await reader.find(SweepSchema, { where: { outageId }, order: { id: 'ASC' } })).filter(isTold)) {
    const channel = await reader.findOne(ChannelSchema, { where: { id: sweep.channelId } });
    const desk = channel && (await deskOf(reader, channel));
    if (!desk) continue;
    const concerned = byDesk.get(desk.id) ?? { desk, fates: [] };
    concerned.fates.push({ sweep, merchant: await nameIn(reader, channel) });
    byDesk.set(desk.id, concerned);
  }
  return [...byDesk.values()];
}

const isTold = ({ taken, untaken, isCut, failure }: Sweep): boolean =>
  taken > 0 || untaken > 0 || isCut || failure !== null;

async function deskOf(reader: Reader, channel: Channel): Promise<Channel | null> {
  if (channel.role === 'desk') return channel;
  return channel.merchantId === null ? null : findDesk(reader, channel.merchantId);
}

/** Null for the desk itself. */
async function nameIn(reader: Reader, { role, merchantId }: Channel): Promise<string | null> {
  if (role === 'desk' || merchantId === null) return null;
  const merchant = await reader.findOne(MerchantSchema, { where: { id: merchantId } });
  return merchant?.name ?? 'A merchant';
}
