import { OFFER_CARD } from '../../../src/assignment/offers/offer.ts';
import type { Form } from '../../../src/chat/form.ts';
import { CHANNEL_ALARM } from '../../../src/desk/delivery-truth/channel-alarm.ts';
import { DELIVERY_NOTE } from '../../../src/desk/delivery-truth/delivery-note.ts';
import { composeDetailsForm } from '../../../src/desk/forms/details-form.ts';
import { composeMergeForm } from '../../../src/desk/forms/merge-form.ts';
import { composeNoteForm } from '../../../src/desk/forms/note-form.ts';
import { composeTicketForm } from '../../../src/desk/forms/ticket-form.ts';
import { GREETING } from '../../../src/desk/greeting.ts';
import { findChannel } from '../../../src/directory/find-channel.ts';
import { Scope } from '../../../src/directory/scope.ts';
import { DESK_CARD } from '../../../src/relay/desk-card-key.ts';
import { MERGED_STORY, QUEUE_NOTE, STATUS_LINE } from '../../../src/relay/open-sides.ts';
import type { Reader } from '../../../src/storage/unit.ts';
import { NOW, type Shop } from './shop.ts';
import { LONGEST, ORDINARY, type Words } from './words.ts';

/** What a card is about: its composer, and what the delivery would carry. */
type Subject = readonly [composer: string, payload: Record<string, unknown>];

/** Every card and how it comes about, by its name. */
export const CARDS: Readonly<Record<string, (shop: Shop) => Promise<Subject>>> = {
  'desk-new': async (shop) => about(DESK_CARD, await shop.open()),
  'desk-assigned': async (shop) => about(DESK_CARD, await shop.open({ status: 'in_progress', assignedTo: 1 })),
  'desk-resolved': async (shop) => about(DESK_CARD, await shop.open({ status: 'resolved', assignedTo: 1 })),
  'desk-merged': async (shop) => about(DESK_CARD, await shop.merge(await shop.open(), await shop.open())),
  'merged-story': async (shop) => {
    const ticket = await shop.open();
    await shop.answerInVain(ticket);
    return about(MERGED_STORY, await shop.merge(ticket, await shop.open()));
  },
  'offer-asked': async (shop) => [OFFER_CARD, { offerId: await shop.offer(await shop.open(), 'offered') }],
  'offer-accepted': async (shop) => {
    const ticket = await shop.open({ status: 'in_progress', assignedTo: 1 });
    return [OFFER_CARD, { offerId: await shop.offer(ticket, 'accepted') }];
  },
  'offer-too-late': async (shop) => {
    const ticket = await shop.open({ status: 'in_progress', assignedTo: 2 });
    return [OFFER_CARD, { offerId: await shop.offer(ticket, 'expired') }];
  },
  queue: async (shop) => {
    const ticket = await shop.open();
    return [QUEUE_NOTE, { ticketId: ticket.id, waitId: await shop.queue(ticket, 1) }];
  },
  'status-of-form': async (shop) => about(STATUS_LINE, await shop.open({}, true)),
  'status-waiting': async (shop) => about(STATUS_LINE, await shop.open({ status: 'pending_merchant', assignedTo: 1 })),
  'not-delivered': async (shop) => [DELIVERY_NOTE, { messageId: await shop.answerInVain(await shop.open()) }],
  'channel-lost': () => Promise.resolve([CHANNEL_ALARM, { channelId: 2, lostAt: NOW.getTime() }]),
  'channel-found': () => Promise.resolve([CHANNEL_ALARM, { channelId: 2, lostAt: 0 }]),
  'greeting-guest': () => Promise.resolve([GREETING, { platform: 'slack', channelId: 'C0NEW', isGuests: true }]),
  greeting: () => Promise.resolve([GREETING, { platform: 'slack', channelId: 'C0NEW' }]),
};

const about = (composer: string, { id: ticketId }: { readonly id: number }): Subject => [composer, { ticketId }];

/** Every form, by its name. */
export const FORMS: Readonly<Record<string, (shop: Shop, words: Words) => Promise<Form | string>>> = {
  ticket: (shop, words) => shop.storage.read((reader) => askIn(reader, 'C0ACME', words)),
  'ticket-at-desk': (shop, words) => shop.storage.read((reader) => askIn(reader, 'C0DESK', words)),
  details: async (shop) => {
    const ticket = await shop.open({ status: 'in_progress', assignedTo: 1 });
    return shop.storage.read((reader) => composeDetailsForm(reader, ticket));
  },
  note: async (shop) => composeNoteForm(await shop.open()),
  merge: async (shop) => {
    const [ticket] = [await shop.open(), await shop.open()];
    return shop.storage.read((reader) => composeMergeForm(reader, ticket));
  },
};

async function askIn(reader: Reader, channelId: string, { description }: Words): Promise<Form> {
  const channel = await findChannel(reader, 'slack', channelId);
  if (!channel) throw new Error('There is no such channel.');
  return composeTicketForm(reader, { channel, scope: new Scope(channel.merchantId) }, {}, description);
}

/** What people write, and what stands in the names of the fixtures for it. */
export const WORLDS = { '': ORDINARY, '.longest': LONGEST };
