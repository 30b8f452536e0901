import { describe, expect, test } from '@jest/globals';
import { AuditSchema } from '../../../src/tickets/audit.ts';
import { TicketSchema } from '../../../src/tickets/ticket.schema.ts';
import { onMariaDb } from '../../support/databases.ts';
import { expectNoneForgotten } from '../../support/offer-promises.ts';
import { expectUnbroken } from '../../support/unbroken-trail.ts';
import { assignmentWorld } from './assignment-world.ts';
import { overlap } from './interrupted.ts';
import { People } from './people.ts';
import type { Step } from './steps.ts';

const [ANN, BEN] = [0, 1];
const NEWEST = 0;

const answer = (says: 'accept' | 'pass'): Step => ({ kind: 'answer', which: NEWEST, isLate: true, says });

/** What may become of an offer to Ann, while Ben is there, too. */
const DEEDS: Readonly<Record<string, Step | 'expires'>> = {
  'Ann accepts': answer('accept'),
  'Ann passes': answer('pass'),
  'it expires': 'expires',
  'Ann goes away': { kind: 'go', agent: ANN },
  'Ann replies': { kind: 'reply', which: NEWEST, agent: ANN, isPublic: true },
  'Ben takes it': { kind: 'give', which: NEWEST, to: BEN },
  'Ben goes away': { kind: 'go', agent: BEN },
  'somebody resolves it': { kind: 'end', which: NEWEST, status: 'resolved' },
  'it becomes urgent': { kind: 'press', which: NEWEST, priority: 'urgent' },
};

onMariaDb((database) => {
  const world = assignmentWorld(database);

  const does = (what: string) => async (who: People) => {
    const deed = DEEDS[what]!;
    if (deed !== 'expires') return who.take(deed);
    const timers = await world.timers();
    await world.ring(
      who.room,
      timers.find(({ kind }) => kind === 'expire-offer')!,
    );
  };

  const open = async () => {
    const people = await People.hire(world, world.room());
    // What follows from their coming.
    await world.runJobs(people.room);
    await people.take({ kind: 'open', category: 'other', priority: 'normal' });
    return people;
  };

  const expectAllWell = async () => {
    await world.runJobs(world.room());
    await expectNoneForgotten(world.ask);
    const [ticket] = await world.storage.read((reader) => reader.find(TicketSchema, {}));
    const audit = await world.storage.read((reader) => reader.find(AuditSchema, { order: { id: 'ASC' } }));
    expectUnbroken({ audit, assignedTo: ticket!.assignedTo });
    expect(await world.ask('SELECT kind, lastError FROM job WHERE attempts > 0')).toEqual([]);
  };

  describe.each(Object.keys(DEEDS))('%s', (one) => {
    test.each(Object.keys(DEEDS))('and, before that is committed: %s', async (other) => {
      const people = await open();
      await world.runJobs(people.room);
      await overlap(people, does(one), does(other));
      await expectAllWell();
    });
  });

  const looks = (who: People) => who.take({ kind: 'work', jobs: 1 });

  describe.each(['Ann goes away', 'Ann replies', 'Ben takes it', 'somebody resolves it', 'it becomes urgent'])(
    'while an agent is chosen: %s',
    (what) => {
      test('when it is known who is there', async () => {
        await overlap(await open(), looks, does(what), { words: 'FROM offer' });
        await expectAllWell();
      });

      test('before the choice is committed', async () => {
        await overlap(await open(), looks, does(what));
        await expectAllWell();
      });

      test('and is committed after the choice is made', async () => {
        await overlap(await open(), does(what), looks);
        await expectAllWell();
      });
    },
  );
});
