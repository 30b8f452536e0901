import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { renderForm } from '../../../adapters/slack/rendering/render-form.ts';
import { permalinksOf, renderMessage } from '../../../adapters/slack/rendering/render-message.ts';
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
import { DESK_CARD, MERGED_STORY, QUEUE_NOTE, STATUS_LINE } from '../../../src/relay/open-sides.ts';
import type { Reader } from '../../../src/storage/unit.ts';
import { NOW, Shop } from '../../support/cards/shop.ts';
import { LONGEST, ORDINARY, type Words } from '../../support/cards/words.ts';
import { onSqlite } from '../../support/databases.ts';
import { expectFixture } from '../../support/fixture.ts';
import { checkView } from '../../support/slack-stand-in/views/check-view.ts';
import { Arguments } from '../../support/slack-stand-in/web-api/arguments.ts';
import { readContent } from '../../support/slack-stand-in/web-api/check-content.ts';

const permalink = permalinksOf('https://acme.slack.com/');

/** What a card is about: its composer, and what the delivery would carry. */
type Subject = readonly [composer: string, payload: Record<string, unknown>];

/** Every card and how it comes about, by the name of its fixture. */
const CARDS: Readonly<Record<string, (shop: Shop) => Promise<Subject>>> = {
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

/** Every form, by the name of its fixture. */
const FORMS: Readonly<Record<string, (shop: Shop, words: Words) => Promise<Form | string>>> = {
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
const WORLDS = { '': ORDINARY, '.longest': LONGEST };

onSqlite((database) => {
  describe.each(Object.entries(WORLDS))('as people see it in Slack%s', (mark, words) => {
    let shop: Shop;

    beforeAll(async () => {
      shop = await Shop.open(await database.createUrl(), words);
    });
    afterAll(() => shop.storage.close());

    test.each(Object.entries(CARDS))('the card %s', async (name, prepare) => {
      const [composer, payload] = await prepare(shop);
      const { blocks, text } = renderMessage(await shop.compose(composer, payload), permalink);
      // Slack's own limits, by the stand-in's book.
      expect(() => readContent(new Arguments({ text, blocks }))).not.toThrow();
      await expectFixture(`cards/${name}${mark}`, { text, blocks });
    });

    test.each(Object.entries(FORMS))('the form %s', async (name, prepare) => {
      const form = await prepare(shop, words);
      if (typeof form === 'string') throw new Error(form);
      const view = renderForm(form);
      expect(() => checkView(view)).not.toThrow();
      await expectFixture(`forms/${name}${mark}`, view);
    });
  });
});
