import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { errorsFor, submit, untilForm, valuesIn } from '../support/scene/forms.ts';
import { order, toldBy } from '../support/scene/orders.ts';
import { Scene, type Agent, type Merchant } from '../support/scene/scene.ts';
import { fieldOf } from '../support/scene/stories.ts';
import type { Channel, User } from '../support/slack-stand-in/world-types.ts';

const NAME = 'open-ticket';
const LONGEST = 'wörd <&> '.repeat(333).trim();

onEachDatabase((database) => {
  let scene: Scene;
  let acme: Merchant;
  let twin: Merchant;
  let desk: Channel;
  let ada: Agent;

  beforeAll(async () => {
    scene = await Scene.open(database, { replicas: database.name === 'mariadb' ? 2 : 1 });
    // Twins: nothing but their ids tells them apart.
    acme = await scene.merchant('Acme');
    twin = await scene.merchant('Acme');
    desk = await scene.desk();
    ada = await scene.agent('Ada', [], false);
  });
  beforeEach(() => scene.slack.clearFaults());
  afterAll(() => scene.close());

  const ticket = (who: User, where: Channel, text = '', how = {}) =>
    order(scene, who, where, text, { command: '/ticket', ...how });
  const aPerson = (name = 'Una') => scene.slack.addUser({ name });
  const latest = async () => (await scene.tickets('?limit=1'))[0]!;
  const count = async () => (await scene.tickets('?limit=100')).length;

  describe('/ticket', () => {
    test('opens a form that begins with what was written, and then a ticket in a thread of its own', async () => {
      const una = await aPerson();
      expect(await ticket(una, acme.channel, 'The payout is wrong\nIt is 40 € &lt;short&gt;')).toBe('');
      const form = await untilForm(scene, una);
      expect(form.title).toBe('Open a ticket');
      expect(valuesIn(form)).toEqual({
        Subject: 'The payout is wrong',
        Description: 'The payout is wrong\nIt is 40 € <short>',
        Category: 'Other',
        Priority: 'Normal',
      });
      const before = await count();
      expect((await submit(scene, una, { Category: 'Accounting', Priority: 'Urgent' })).body).toBe('');
      expect(await scene.slack.view(una.id)).toBeNull();
      await scene.settle();

      expect(await count()).toBe(before + 1);
      expect(await latest()).toMatchObject({
        subject: 'The payout is wrong',
        merchantId: acme.id,
        category: 'accounting',
        priority: 'urgent',
        source: 'slack',
      });
      const [line] = await scene.slack.posts({ channel: acme.channel.id, containing: (await latest()).ticketNumber });
      expect(line!.shown).toContain('The payout is wrong');
      const [card] = await scene.slack.posts({ channel: desk.id, containing: (await latest()).ticketNumber });
      expect([fieldOf(card!, 'From'), fieldOf(card!, 'Merchant')]).toEqual(['Una', 'Acme']);

      await scene.slack.say({ channel: acme.channel.id, threadTs: line!.ts, user: una.id, text: 'Any news?' });
      await scene.slack.untilPosted({ channel: desk.id, threadTs: card!.ts, containing: 'Any news?' });
    });

    test('the longest words that people can write go through, and stand whole at the desk', async () => {
      const una = await aPerson();
      await ticket(una, acme.channel, 'x'.repeat(8_000));
      const form = await untilForm(scene, una);
      expect(valuesIn(form)['Description']).toHaveLength(3_000);
      const subject = '&'.repeat(150);
      await submit(scene, una, { Subject: subject, Description: LONGEST });
      await scene.settle();
      const { id, ticketNumber } = await latest();
      expect((await scene.ticket(id)).messages[0]).toMatchObject({ text: LONGEST });
      const [card] = await scene.slack.posts({ channel: desk.id, containing: ticketNumber });
      const copies = await scene.slack.posts({ channel: desk.id, threadTs: card!.ts });
      expect(copies.map(({ shown }) => shown).join('')).toContain(LONGEST);
    });

    test('what is missing, too long or unknown is told at its input, and nothing is lost or opened', async () => {
      const una = await aPerson();
      await ticket(una, acme.channel);
      await untilForm(scene, una);
      const before = await count();
      const wrong = { Subject: '  ', Description: 'y'.repeat(3_001), Category: 'plumbing', Priority: '' };
      await submit(scene, una, wrong, { unchecked: true });
      expect(await errorsFor(scene, una)).toEqual({
        Subject: 'Please write something here.',
        Description: 'Please use at most 3000 characters; this has 3001.',
        Category: 'Please choose one from the list.',
        Priority: 'Please choose one from the list.',
      });
      expect(await count()).toBe(before);
      await submit(scene, una, { Subject: 'Now it is right', Description: 'All of it' });
      expect(await latest()).toMatchObject({ subject: 'Now it is right' });
      await scene.settle();
    });

    test('a form that is sent many times opens one ticket', async () => {
      const una = await aPerson();
      await ticket(una, acme.channel, 'Once only');
      await untilForm(scene, una);
      const before = await count();
      const sent = await scene.slack.submit({ user: una.id, filled: {}, copies: 4 });
      expect(sent.map(({ status, body }) => [status, body])).toEqual(Array(4).fill([200, '']));
      expect((await scene.slack.resubmit(sent[0]!)).status).toBe(200);
      expect(await count()).toBe(before + 1);
      await scene.settle();
    });

    test('the same command twice shows one form', async () => {
      const una = await aPerson();
      for (let n = 0; n < 2; n += 1) expect(await ticket(una, acme.channel, 'Twice', { triggerId: 'twice' })).toBe('');
      await submit(scene, una);
      expect(await scene.slack.view(una.id)).toBeNull();
    });

    test.each([
      ['is slow', { action: 'delay', ms: 2_400 }],
      ['fails', { action: 'error', error: 'internal_error' }],
      ['says that it took too long', { action: 'error', error: 'expired_trigger_id' }],
      ['loses the answer', { action: 'cut-before-accepting' }],
    ] as const)('when Slack %s the person is asked to try again, in time', async (_, fault) => {
      const una = await aPerson();
      await scene.slack.fault({ ...fault, method: 'views.open' });
      expect(await ticket(una, acme.channel, 'Hello')).toContain('please try again');
    });

    test('list and SB-… tell of the merchant’s own tickets alone', async () => {
      const [una, tim] = [await aPerson(), await aPerson('Tim')];
      await ticket(tim, twin.channel, 'The twin’s secret');
      await submit(scene, tim);
      const { ticketNumber } = await latest();
      expect(await ticket(tim, twin.channel, ' LIST ')).toBe(`${ticketNumber} · The twin’s secret · open`);
      expect(await ticket(tim, twin.channel, ticketNumber.toLowerCase())).toBe(
        `${ticketNumber} · The twin’s secret\n${ticketNumber} is open. We will be with you shortly.`,
      );
      expect(await ticket(una, acme.channel, 'list')).not.toContain('secret');
      const never = await ticket(una, acme.channel, 'SB-99999');
      expect(await ticket(una, acme.channel, ticketNumber)).toBe(never);
      expect(await ticket(ada, desk, 'list')).toContain(`${ticketNumber} · The twin’s secret · New`);
      expect(await ticket(ada, desk, ticketNumber)).toContain('New · Normal · Other · nobody has it');
      await scene.settle();
    });

    test('at the desk agents say whose ticket it is; others, and other places, are refused', async () => {
      const una = await aPerson();
      const elsewhere = await scene.slack.addChannel();
      for (const text of ['', 'list', 'SB-1001']) {
        expect(await ticket(una, desk, text)).toContain('Only agents can do this at the desk');
        expect(await ticket(una, elsewhere, text)).toContain('Do it in your support channel');
      }
      expect(await scene.slack.view(una.id)).toBeNull();

      await ticket(ada, desk, 'Called by phone');
      const form = await untilForm(scene, ada);
      expect(form.inputs[0]).toMatchObject({
        label: 'Merchant',
        value: '',
        options: [`Acme (#${acme.id})`, `Acme (#${twin.id})`],
      });
      await submit(scene, ada, { Merchant: '#999' }, { unchecked: true });
      expect(await errorsFor(scene, ada)).toEqual({ Merchant: 'No merchant is named #999.' });
      await submit(scene, ada, { Merchant: `Acme (#${twin.id})` });
      await scene.settle();
      expect(await latest()).toMatchObject({ subject: 'Called by phone', merchantId: twin.id });
      const shown = await scene.slack.posts({ channel: twin.channel.id, containing: 'Called by phone' });
      expect(shown).toHaveLength(1);
    });

    test('a form is looked at again when it comes: neither a stranger nor a place that is none opens anything', async () => {
      const [cy, una] = [await scene.agent('Cy', [], false), await aPerson()];
      const place = await scene.slack.addChannel();
      await ticket(cy, desk, 'For agents alone');
      await untilForm(scene, cy);
      const { payload, ...sent } = await submit(scene, cy, { Merchant: `Acme (#${acme.id})` });
      const before = await count();
      const another = payload.replace(/V[0-9A-F]{10}/g, 'VANOTHER');
      const byUna = await scene.slack.resubmit({ ...sent, payload: another.replaceAll(cy.id, una.id) });
      expect(byUna.body).toContain('Only agents can do this at the desk');
      const elsewhere = await scene.slack.resubmit({ ...sent, payload: another.replaceAll(desk.id, place.id) });
      expect(elsewhere.body).toContain('No tickets are asked for here');
      const inAcme = another.replaceAll(desk.id, acme.channel.id).replace(`#${acme.id}`, `#${twin.id}`);
      expect((await scene.slack.resubmit({ ...sent, payload: inAcme })).body).toBe('');
      expect(await count()).toBe(before + 1);
      expect(await latest()).toMatchObject({ merchantId: acme.id });
      await scene.settle();
    });
  });

  describe('the shortcut on a message', () => {
    const use = (who: User, channel: Channel, ts: string) =>
      scene.slack.shortcut({ channel: channel.id, ts, user: who.id, name: NAME });
    /** Nothing opens a ticket by itself. */
    const quietly = async (merchant: Merchant) => {
      const bo = await scene.slack.addUser({ name: 'Bo', isAdmin: true });
      await order(scene, bo, merchant.channel, 'mode reaction');
    };

    test('begins with the message, and its thread becomes the ticket’s', async () => {
      await quietly(acme);
      const una = await aPerson();
      const said = await scene.slack.say({
        channel: acme.channel.id,
        user: una.id,
        text: 'The terminal in Berlin beeps\nSince this morning',
      });
      await scene.settle();
      expect(await use(una, acme.channel, said.ts)).toMatchObject({ status: 200, body: '' });
      expect(valuesIn(await untilForm(scene, una))).toMatchObject({
        Subject: 'The terminal in Berlin beeps',
        Description: 'The terminal in Berlin beeps\nSince this morning',
      });
      await submit(scene, una, { Category: 'Technical issue' });
      await scene.settle();
      const { ticketNumber } = await latest();
      const [line] = await scene.slack.posts({ channel: acme.channel.id, containing: ticketNumber });
      expect(line!.threadTs).toBe(said.ts);
      await scene.slack.say({ channel: acme.channel.id, threadTs: said.ts, user: una.id, text: 'It still beeps' });
      await scene.slack.untilPosted({ channel: desk.id, containing: 'It still beeps' });
      await scene.settle();
    });

    test('a message that is a ticket already is told so, and opens no second one', async () => {
      const una = await aPerson();
      const said = await scene.slack.say({ channel: twin.channel.id, user: una.id, text: 'The card reader is dead' });
      await scene.settle();
      const { ticketNumber } = await latest();
      await use(una, twin.channel, said.ts);
      await scene.slack.until('to be told', async () => {
        const told = await scene.slack.ephemerals({ user: una.id });
        return told.some(({ text }) => text === `This message is part of ${ticketNumber} already.`);
      });
      expect(await scene.slack.view(una.id)).toBeNull();
    });

    test('a message that becomes one while the form is open is told when it is sent', async () => {
      const una = await aPerson();
      const said = await scene.slack.say({ channel: acme.channel.id, user: una.id, text: 'Racing along' });
      await scene.settle();
      await use(una, acme.channel, said.ts);
      await untilForm(scene, una);
      await scene.slack.react({ channel: acme.channel.id, ts: said.ts, user: una.id, reaction: 'ticket' });
      await scene.slack.untilPosted({ channel: desk.id, containing: 'Racing along' });
      const before = await count();
      await submit(scene, una);
      expect((await untilForm(scene, una)).words[0]).toContain('already');
      expect(await count()).toBe(before);
      await scene.settle();
    });
  });

  describe('crashes', () => {
    test('a form whose process dies stays open, and opens one ticket when it is sent again', async () => {
      const una = await aPerson();
      await ticket(una, acme.channel, 'Crashing form');
      await untilForm(scene, una);
      const before = await count();
      await scene.dieAt({ at: 'before-commit', containing: 'Crashing form' });
      expect((await submit(scene, una)).status).toBeNull();
      await scene.dieAt({ at: 'after-commit-before-answer', containing: 'Crashing form' });
      expect(await count()).toBe(before);
      expect((await submit(scene, una)).status).toBeNull();
      await scene.restart();
      expect(toldBy(await submit(scene, una))).toBe('');
      await scene.settle();
      expect(await count()).toBe(before + 1);
      expect(await scene.slack.posts({ channel: desk.id, containing: 'Crashing form' })).toHaveLength(1);
    });
  });
});
