import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { PlatformError } from '../../../src/chat/platform-error.ts';
import { findPost } from '../../../src/delivery/compose.ts';
import { RETURN_SIDE_JOB } from '../../../src/relay/return-agent-side.ts';
import { SideSchema } from '../../../src/relay/side.schema.ts';
import { onEachDatabase } from '../../support/databases.ts';
import { waitFor } from '../../support/wait-for.ts';
import { TwoDesks } from './two-desks.ts';

onEachDatabase((database) => {
  describe('a ticket that moves to a desk that refuses its card', () => {
    let desks: TwoDesks;
    let asked: string;
    let east: string;
    const REFUSED = 'SB-1001 could not be opened at the desk in west, so it goes on here.';
    let refuse: () => void = () => undefined;

    const rootOf = (channelId: string) => desks.roots(channelId)[0]!;
    const west = () => rootOf('C-west').ref.messageId;
    const reply = (text: string) => desks.say('una', 'C-acme', text, asked);
    const times = (text: string) => desks.thread(east).filter((shown) => shown.includes(text)).length;

    beforeEach(async () => {
      desks = await TwoDesks.open(await database.createUrl());
      asked = await desks.say('una', 'C-acme', 'The payout is wrong');
      await desks.untilQuiet();
      east = rootOf('C-east').ref.messageId;
      const isRefused = new Promise<void>((_, reject) => {
        refuse = () => reject(new PlatformError('rejected', 'played'));
      });
      desks.gates.west = (key) => (key.startsWith('desk-card') ? isRefused : undefined);
      await desks.take('ada', 1);
      await desks.untilQuiet();
      await reply('Known');
      await desks.take('bo', 1);
      await reply('Said meanwhile');
      refuse();
      await waitFor(() => times(REFUSED) === 1);
      await desks.untilQuiet();
    });
    afterEach(() => desks.close());

    test('it comes back, with word of that and with what was said meanwhile', async () => {
      expect(desks.thread(east).slice(-3)).toEqual([
        'Una · Acme: Known',
        `${REFUSED} Bo has it, and may not read this: take it, or ask an admin to look at that desk.`,
        expect.stringMatching(/^What was said meanwhile\nUna · Acme · .*\n> Said meanwhile$/),
      ]);
      expect(rootOf('C-east').actions.map(({ kind }) => kind)).toContain('button');
      const offer = desks.posts.filter(({ ref }) => ref.channelId === 'D-U-bo').at(-1)!;
      expect(offer.actions).toContainEqual(expect.objectContaining({ label: 'Open thread', to: rootOf('C-east').ref }));
      await desks.say('ada', 'C-east', 'Here', east);
      await reply('Fine');
      await waitFor(() => desks.thread(east).at(-1) === 'Una · Acme: Fine');
      expect(desks.thread(asked)).toContain('Ada: Here');
    });

    test('it comes back once, however often that is asked for', async () => {
      const before = desks.thread(east);
      await desks.enqueue({ kind: RETURN_SIDE_JOB, lane: 'again', payload: { ticketId: 1 } });
      await desks.untilQuiet();
      const sides = await desks.storage.read((reader) => reader.find(SideSchema, { where: { role: 'agent' } }));
      expect(sides.map(({ epoch }) => epoch).sort()).toEqual([1, 2, 3]);
      expect(desks.thread(east)).toEqual(before);
    });

    test('the next time it opens a new thread there, with all that was said', async () => {
      desks.gates.west = () => undefined;
      await desks.take('ada', 1);
      await desks.take('bo', 1);
      await waitFor(() => desks.roots('C-west').length === 1);
      await waitFor(() => desks.thread(west()).length === 2);
      expect(desks.thread(west())[1]).toMatch(/^What was said before\n[^]*> Known\n[^]*> Said meanwhile$/);
      await waitFor(() => times('moved to the desk in west.') === 2);
    });

    test('a card that somebody retries there leads to where it goes on', async () => {
      desks.gates.west = () => undefined;
      // Nobody waits for that answer any more.
      await desks.storage.unit((unit) => unit.execute('UPDATE delivery SET intentAt = intentAt - 60000'));
      await desks.retryDead();
      await waitFor(() => desks.roots('C-west').length === 1);
      await desks.untilQuiet();
      expect(rootOf('C-west').text).toContain('SB-1001 moved to the desk in east.');
      expect(rootOf('C-west').actions).toMatchObject([{ label: 'Open thread', to: rootOf('C-east').ref }]);
      expect(times('moved')).toBe(0);
    });

    test('one that was merged into another meanwhile goes on there, and comes back nowhere', async () => {
      await desks.say('una', 'C-acme', 'The refund, too');
      await desks.untilQuiet();
      const isRefused = new Promise<void>((_, reject) => {
        refuse = () => reject(new PlatformError('rejected', 'played'));
      });
      desks.gates.west = (key) => (key.startsWith('desk-card') ? isRefused : undefined);
      await desks.take('bo', 2);
      await desks.merge('ada', 2, 'SB-1001');
      refuse();
      const card = () => desks.storage.read((reader) => findPost(reader, 'desk-card:2:2'));
      await waitFor(async () => (await card())?.state === 'dead');
      await desks.untilQuiet();
      const [, merged] = desks.roots('C-east');
      expect(desks.thread(merged!.ref.messageId).join()).not.toContain('goes on here');
      expect(merged!.actions).toMatchObject([{ label: 'Open SB-1001', to: rootOf('C-east').ref }]);
    });

    test('one that could be opened nowhere goes on in the channel that is the desk by then', async () => {
      const refused = Promise.reject(new PlatformError('rejected', 'played'));
      refused.catch(() => undefined);
      desks.gates.east = (key) => (key.startsWith('desk-card') ? refused : undefined);
      for (const text of ['The refund, too', 'And the invoice']) await desks.say('una', 'C-acme', text);
      const card = (key: string) => desks.storage.read((reader) => findPost(reader, key));
      for (const id of [2, 3]) await waitFor(async () => (await card(`desk-card:${id}`))?.state === 'dead');
      delete desks.gates.east;
      await desks.take('ada', 2);
      await desks.storage.unit((unit) =>
        unit.execute(`UPDATE channel SET channelId = 'C-new' WHERE channelId = 'C-east'`),
      );
      await desks.take('ada', 3);
      await waitFor(() => desks.roots('C-new').length === 1);
      await desks.say('ada', 'C-new', 'Here', rootOf('C-new').ref.messageId);
      await waitFor(() => desks.posts.some(({ text, ref }) => text === 'Ada: Here' && ref.channelId === 'C-acme'));
      expect(await card('desk-card:2:2')).toBeNull();
    });
  });
});
