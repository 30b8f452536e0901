import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createTellMovedHandler } from '../../../src/relay/move-agent-side.ts';
import { SideSchema } from '../../../src/relay/side.schema.ts';
import { createLog } from '../../../src/log.ts';
import type { Job, Turn } from '../../../src/jobs/job.ts';
import { createOutbox } from '../../../src/delivery/outbox.ts';
import { Worker } from '../../../src/jobs/worker.ts';
import type { CardAction } from '../../../src/chat/card.ts';
import { waitFor } from '../../support/wait-for.ts';
import { findPost } from '../../../src/delivery/compose.ts';
import { onEachDatabase } from '../../support/databases.ts';
import { TwoDesks } from './two-desks.ts';

onEachDatabase((database) => {
  describe('the side of the agents', () => {
    let desks: TwoDesks;
    /** The thread in which the merchant asked, and the root at the desk in the east. */
    let asked: string;
    let east: string;

    beforeEach(async () => {
      desks = await TwoDesks.open(await database.createUrl());
      asked = await desks.say('una', 'C-acme', 'The payout is wrong');
      await desks.untilQuiet();
      east = desks.roots('C-east')[0]!.ref.messageId;
    });
    afterEach(() => desks.close());

    const reply = (text: string) => desks.say('una', 'C-acme', text, asked);
    const west = () => desks.roots('C-west')[0]!.ref.messageId;
    const rootOf = (channelId: string) => desks.roots(channelId)[0]!;
    const times = (text: string, threads: readonly string[]) =>
      threads.flatMap((root) => desks.thread(root)).filter((shown) => shown.includes(text)).length;
    const takeIt = async (who: 'ada' | 'bo') => {
      await desks.take(who, 1);
      await desks.untilQuiet();
    };

    test('opens at the default desk, and stays there while whoever has the ticket is at home there', async () => {
      expect(desks.roots('C-west')).toEqual([]);
      await takeIt('ada');
      expect(desks.roots('C-west')).toEqual([]);
      expect(rootOf('C-east').actions.map(({ kind }) => kind)).toContain('button');
    });

    test('moves to the desk where its agent is at home, with what was said before, and leaves word behind', async () => {
      await takeIt('ada');
      await desks.say('ada', 'C-east', 'Looking', east);
      await desks.say('ada', 'C-east', '// they are right', east);
      await reply('Thanks');
      await takeIt('bo');

      const [card, history, ...more] = desks.thread(west());
      expect(card).toContain('SB-1001 · The payout is wrong');
      expect(history).toMatch(
        /^What was said before\nAda · .*\n> Looking\nAda · .* · internal\n> \/\/ they are right\nUna · Acme · .*\n> Thanks$/,
      );
      expect(more).toEqual([]);
      expect(rootOf('C-east').text).toContain('SB-1001 moved to the desk in west.');
      const there = rootOf('C-west').ref;
      const url = `https://west.example/${there.messageId}`;
      expect(rootOf('C-east').actions).toEqual([{ kind: 'link', label: 'Open thread', to: there, url }]);
      // Ada's card, too; Bo's needs no foreign address.
      const linksOf = (channelId: string) =>
        desks.posts.filter(({ ref }) => ref.channelId === channelId).at(-1)!.actions;
      expect(linksOf('D-U-ada')).toContainEqual({ kind: 'link', label: 'Open thread', to: there, url });
      expect(linksOf('D-U-bo')).toContainEqual({ kind: 'link', label: 'Open thread', to: there });
      const note = desks.thread(east).at(-1);
      expect(note).toBe('SB-1001 moved to the desk in west.');

      await reply('Any news?');
      await desks.say('bo', 'C-west', 'Paid out today', west());
      await desks.untilQuiet();
      expect(desks.thread(west()).slice(2)).toEqual(['Una · Acme: Any news?']);
      expect(times('Any news?', [east])).toBe(0);
      expect(desks.thread(asked)).toContain('Bo: Paid out today');
    });

    test('what is said in the thread that it has left reaches the merchant, and those who go on elsewhere', async () => {
      await takeIt('bo');
      await desks.say('ada', 'C-east', 'One more thing', east);
      await desks.say('ada', 'C-east', '// not for them', east);
      await desks.untilQuiet();
      expect(desks.thread(asked)).toContain('Ada: One more thing');
      expect(times('not for them', [asked])).toBe(0);
      expect(desks.thread(west()).slice(-2)).toEqual(['Ada: One more thing', 'Ada: // not for them']);
      expect(times('One more thing', [east])).toBe(0);
    });

    test('changes and reactions find their way to what stands in the thread that it has left', async () => {
      const { said } = desks.saying('una', 'C-acme', 'It is 100', asked);
      await desks.hear(said);
      await takeIt('bo');
      const copy = desks.posts.find(({ text }) => text === 'Una · Acme: It is 100')!;
      await desks.edit(said, 'It is 200');
      await desks.reactTo('una', 'C-acme', said.messageId);
      await desks.untilQuiet();
      expect(copy.text).toBe('Una · Acme: It is 200');
      expect(desks.thread(west())[1]).toContain('It is 200');
      expect(times('It is', [east, west()])).toBe(2);
      expect(desks.reactions).toEqual([`W-east ${copy.ref.messageId}`]);
      // On what was said there itself, by its own workspace.
      const inEast = await desks.say('ada', 'C-east', 'I see', east);
      await desks.untilQuiet();
      const atMerchant = desks.posts.find(({ text, ref }) => text === 'Ada: I see' && ref.threadId === asked)!;
      await desks.reactTo('una', 'C-acme', atMerchant.ref.messageId);
      await desks.untilQuiet();
      expect(desks.reactions.at(-1)).toBe(`W-east ${inEast}`);
    });

    test('comes back to the thread that it has left, with what was said meanwhile', async () => {
      await takeIt('ada');
      await desks.say('ada', 'C-east', 'Before', east);
      await reply('Known there');
      await takeIt('bo');
      await desks.say('bo', 'C-west', 'Meanwhile', west());
      await desks.say('ada', 'C-east', 'From the old one', east);
      await takeIt('ada');
      expect(desks.roots('C-east')).toHaveLength(1);
      expect(desks.thread(east).slice(-2)).toEqual([
        'SB-1001 moved to the desk in west, and came back.',
        expect.stringMatching(/^What was said meanwhile\nBo · .*\n> Meanwhile$/),
      ]);
      const moved = desks.posts.filter(({ key }) => key.startsWith('moved-note')).map(({ actions }) => actions.length);
      expect(moved).toEqual([0, 1]);
      expect(rootOf('C-east').actions.map(({ kind }) => kind)).toContain('button');
      expect(rootOf('C-west').text).toContain('moved to the desk in east.');
      await reply('Here again');
      await desks.untilQuiet();
      expect(desks.thread(east).at(-1)).toBe('Una · Acme: Here again');
      expect(times('Here again', [west()])).toBe(0);
      await desks.say('bo', 'C-west', 'Still there', west());
      await desks.untilQuiet();
      expect(desks.thread(east).at(-1)).toBe('Bo: Still there');
    });

    test('what is on its way when it moves finishes where it was going', async () => {
      let open: () => void = () => undefined;
      const isOpen = new Promise<void>((resolve) => (open = resolve));
      desks.gates.east = () => isOpen;
      await reply('On its way');
      await reply('Behind it');
      await desks.take('bo', 1);
      await reply('Later');
      const note = () => desks.storage.read((reader) => findPost(reader, 'moved-note:1:2'));
      await waitFor(async () => (await note()) !== null);
      open();
      await desks.untilQuiet();
      expect(desks.thread(east).slice(-3)).toEqual([
        'Una · Acme: On its way',
        'Una · Acme: Behind it',
        'SB-1001 moved to the desk in west.',
      ]);
      expect(desks.thread(west()).slice(1).join('\n')).toMatch(/On its way\n.*\n> Behind it\nUna · Acme: Later$/);
    });

    test('what is said while it moves is told in the new thread once', async () => {
      const texts = Array.from({ length: 12 }, (_, n) => `Said ${String.fromCharCode(65 + n)}`);
      const moves = [desks.take('bo', 1), desks.take('ada', 1), desks.take('bo', 1)];
      await Promise.all([...texts.slice(0, 6).map(reply), ...moves, ...texts.slice(6).map(reply)]);
      await takeIt('bo');
      for (const text of texts) expect([text, times(text, [west()])]).toEqual([text, 1]);
      const sides = await desks.storage.read((reader) => reader.find(SideSchema, { where: { role: 'agent' } }));
      expect(new Set(sides.map(({ epoch }) => epoch)).size).toBe(sides.length);
    });

    test('word of a move is left once, however often that is done', async () => {
      await takeIt('bo');
      const before = desks.thread(east);
      const outbox = createOutbox(new Worker(desks.storage, createLog('silent')));
      const handler = createTellMovedHandler({ outbox, record: () => Promise.resolve() });
      const finish = await handler.run(
        { payload: { ticketId: 1, epoch: 2 } } as unknown as Job,
        undefined as unknown as Turn,
      );
      await desks.storage.unit((unit) => finish!(unit));
      await desks.untilQuiet();
      expect(desks.thread(east)).toEqual(before);
    });

    test('cards that lead to it follow once the new thread stands', async () => {
      await desks.storage.unit((unit) => unit.execute('UPDATE ticket SET createdAt = createdAt - 60000'));
      let open: () => void = () => undefined;
      const isOpen = new Promise<void>((resolve) => (open = resolve));
      desks.gates.west = (key) => (key.startsWith('desk-card') ? isOpen : undefined);
      await desks.take('bo', 1);
      const offer = () => desks.posts.find(({ key }) => key.startsWith('offer-card'));
      await waitFor(() => offer() !== undefined);
      const isLink = ({ kind }: CardAction) => kind === 'link';
      expect(offer()?.actions.filter(isLink)).toEqual([]);
      await waitFor(() => rootOf('C-east').text.includes('SB-1001 is moving to the desk in west.'));
      expect(rootOf('C-east').actions).toEqual([]);
      open();
      await desks.untilQuiet();
      expect(rootOf('C-east').text).toContain('SB-1001 moved to the desk in west.');
      expect(rootOf('C-east').actions).toMatchObject([{ label: 'Open thread', to: { messageId: west() } }]);
      expect(offer()?.actions.filter(isLink)).toMatchObject([{ to: { messageId: west() } }]);
    });

    test('one that leaves a thread again says so anew, and only there', async () => {
      for (const who of ['bo', 'ada', 'bo'] as const) await takeIt(who);
      expect(desks.thread(east).slice(-2)).toEqual([
        'SB-1001 moved to the desk in west, and came back.',
        'SB-1001 moved to the desk in west.',
      ]);
      expect(desks.thread(west()).slice(1)).toEqual(['SB-1001 moved to the desk in east, and came back.']);
    });

    test('what was said in a ticket that was merged into it comes along, once to each thread', async () => {
      await desks.say('una', 'C-acme', 'The refund, too');
      await desks.untilQuiet();
      await desks.merge('ada', 2, 'SB-1001');
      await takeIt('bo');
      const stories = (root: string) => times('Merged: SB-1002', [root]);
      expect([stories(east), stories(west())]).toEqual([1, 1]);
      await desks.say('una', 'C-acme', 'And the invoice');
      await desks.untilQuiet();
      await desks.merge('ada', 3, 'SB-1001');
      await desks.untilQuiet();
      expect(times('Merged: SB-1003', [east, west()])).toBe(1);
      await takeIt('ada');
      await takeIt('bo');
      expect([stories(east), stories(west())]).toEqual([1, 1]);
      expect(times('Merged: SB-1003', [east])).toBe(1);
      expect(times('Merged: SB-1003', [west()])).toBe(1);
    });

    test('what is said in the thread of one that was merged into it is not missing where it comes back', async () => {
      await desks.say('una', 'C-acme', 'The refund, too');
      await desks.untilQuiet();
      await desks.merge('ada', 2, 'SB-1001');
      await takeIt('bo');
      await desks.say('ada', 'C-east', 'Both at once', desks.roots('C-east')[1]!.ref.messageId);
      await takeIt('ada');
      expect(desks.thread(east).at(-1)).toMatch(/^What was said meanwhile\n[^]*> Both at once$/);
    });

    test('the card of one that was merged into it leads where it goes on', async () => {
      await desks.say('una', 'C-acme', 'The refund, too');
      await desks.untilQuiet();
      await desks.merge('ada', 2, 'SB-1001');
      await takeIt('bo');
      expect(desks.roots('C-east')[1]!.actions).toMatchObject([{ label: 'Open SB-1001', to: rootOf('C-west').ref }]);
    });

    test('what was said before is told with all of its files, in as many posts as they need', async () => {
      const pictures = ['A', 'B', 'C', 'D'].map((letter) => `Picture ${letter}`);
      const file = (name: string) => ({ nativeId: name, name, type: 'image/png', bytes: 1_000 });
      for (const text of pictures) {
        const files = ['left', 'right'].map((half) => file(`${text}, its ${half} half.png`));
        await desks.hear({ ...desks.saying('una', 'C-acme', text, asked).said, files });
      }
      await takeIt('bo');
      const told = desks.thread(west()).slice(1).join();
      for (const text of pictures) expect(told).toContain(`${text}, its right half.png`);
      expect(told).not.toContain('…');
    });

    test('what its card does not hold of the message that leads it follows there whole', async () => {
      const files = [{ nativeId: 'F1', name: 'payout.png', type: 'image/png', bytes: 1_000 }];
      const end = 'and that is all of it';
      const text = `${'The refund is wrong, too, '.repeat(80)}${end}`;
      const { said } = desks.saying('una', 'C-acme', text);
      await desks.hear({ ...said, files });
      await desks.untilQuiet();
      await desks.say('una', 'C-acme', 'So it is', said.messageId);
      await desks.take('bo', 2);
      await desks.untilQuiet();
      const follows = desks.thread(west()).slice(1);
      expect(follows.slice(0, -2).join('')).toContain(end);
      expect(follows.join('')).not.toContain('…');
      expect(follows.slice(-2)).toEqual([
        expect.stringMatching(/^Una · Acme: payout\.png/),
        expect.stringMatching(/^What was said before\nUna · Acme · .*\n> So it is$/),
      ]);
    });

    test('nothing follows a card whose message was taken back', async () => {
      const text = 'The refund is wrong, too, '.repeat(80);
      await desks.say('una', 'C-acme', text);
      await desks.untilQuiet();
      await desks.storage.unit((unit) => unit.execute('UPDATE message SET deletedAt = 1 WHERE ticketId = 2'));
      await desks.take('bo', 2);
      await desks.untilQuiet();
      expect(desks.thread(west())).toHaveLength(1);
      expect(desks.thread(west()).join()).not.toContain(text.slice(200, 300));
    });

    test('when the message that leads its card outgrows that, the whole of it follows where the ticket is now', async () => {
      const { said } = desks.saying('una', 'C-acme', 'The refund, too');
      await desks.hear(said);
      await desks.untilQuiet();
      await desks.take('bo', 2);
      await desks.untilQuiet();
      const end = 'and that is all of it';
      await desks.edit(said, `${'The refund is wrong, too, '.repeat(80)}${end}`);
      await desks.untilQuiet();
      expect(times(end, [west()])).toBe(1);
      await desks.take('ada', 2);
      await desks.untilQuiet();
      await desks.edit(said, `${'The refund is quite wrong, too, '.repeat(80)}${end}`);
      await desks.untilQuiet();
      const there = desks.roots('C-east')[1]!.ref.messageId;
      expect([times(end, [west()]), times(end, [there])]).toEqual([1, 1]);
    });

    test('a desk that is out of reach is not moved to', async () => {
      await desks.storage.unit((unit) => unit.execute(`UPDATE channel SET lostAt = 1 WHERE channelId = 'C-west'`));
      await takeIt('bo');
      expect(desks.roots('C-west')).toEqual([]);
      expect(rootOf('C-east').text).not.toContain('moved');
    });
  });
});
