import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { onEachDatabase } from '../../support/databases.ts';
import { TwoDesks } from './two-desks.ts';

onEachDatabase((database) => {
  describe('a card that may stand twice, as its answer was lost', () => {
    let desks: TwoDesks;
    let asked: string;

    beforeEach(async () => {
      desks = await TwoDesks.open(await database.createUrl());
      asked = await desks.say('una', 'C-acme', 'The payout is wrong');
      await desks.untilQuiet();
    });
    afterEach(() => desks.close());

    const said = (threadAt: Date, who: 'ada' | 'bo' = 'ada') => {
      const channelId = who === 'ada' ? 'C-east' : 'C-west';
      return desks.hear({ ...desks.saying(who, channelId, 'Under the other one', 'lost').said, threadAt });
    };
    const notes = () => desks.posts.filter(({ key }) => key.startsWith('twin-note'));
    const lose = () => desks.storage.unit((unit) => unit.execute('UPDATE delivery SET lostAnswers = 1'));

    test('whoever speaks under the one that we do not know is told once that nobody hears them', async () => {
      await lose();
      await said(new Date());
      await said(new Date());
      await desks.untilQuiet();
      const [note, ...more] = notes();
      expect([note?.ref.threadId, more]).toEqual(['lost', []]);
      expect(note?.text).toMatch(
        /^The card of SB-1001 may stand here twice, [^]* reaches nobody: please say it there\.$/,
      );
      expect(note?.actions).toMatchObject([{ label: 'Open SB-1001', to: desks.roots('C-east')[0]!.ref }]);
      expect(desks.thread(asked).join()).not.toContain('other one');
    });

    test('threads that people began are left alone', async () => {
      await said(new Date());
      await lose();
      await said(new Date(Date.now() - 60_000));
      await said(new Date(Date.now() + 60_000));
      await said(new Date(), 'bo');
      await desks.hear(desks.saying('ada', 'C-east', 'No time', 'unknown').said);
      await desks.untilQuiet();
      expect(notes()).toEqual([]);
    });
  });
});
