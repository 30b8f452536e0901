import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findRules } from '../../../src/assignment/choice/find-rules.ts';
import { onEachDatabase } from '../../support/databases.ts';
import { expectNoneForgotten, expectPromises } from '../../support/offer-promises.ts';
import { assignmentWorld, type AssignmentWorld } from './assignment-world.ts';
import { People } from './people.ts';
import { history, type Step } from './steps.ts';
import { watchChoices } from './watch-choices.ts';

const RUNS = { sqlite: 60, mariadb: 20 };
const RUNS_AT_ONCE = { sqlite: 10, mariadb: 15 };

/** Whatever is left to do. */
const REST: Step = { kind: 'work', jobs: Infinity };

onEachDatabase((database) => {
  const world = assignmentWorld(database);

  const capacityByRules = async () => (await world.storage.read(findRules)).capacity;

  /** One after another, with as many jobs left undone as the history wants. */
  async function live(steps: readonly Step[]): Promise<void> {
    let capacity: number | null = null;
    const { wrong, onlooker } = watchChoices(() => capacity);
    const room = world.room(onlooker);
    const people = await People.hire(world, room);
    for (const step of [...steps, REST]) {
      await people.take(step);
      capacity = await capacityByRules();
      await ((await world.isAtRest()) ? expectNoneForgotten(world.ask, capacity) : expectPromises(world.ask));
      expect(wrong).toEqual([]);
    }
  }

  /** Two people at once, through two replicas, while the workers of both run the jobs. */
  async function liveAtOnce(one: readonly Step[], other: readonly Step[]): Promise<void> {
    const [here, there] = await world.busyRooms();
    const people = await People.hire(world, here);
    const act = async (who: People, steps: readonly Step[]) => {
      for (const step of steps) {
        await who.take(step);
        await expectPromises(world.ask);
      }
    };
    await Promise.all([act(people, one), act(people.through(there), other)]);
    await world.rest();
    await expectNoneForgotten(world.ask, await capacityByRules());
    await expectNoFailure(world);
  }

  test('whatever people do, and however late the jobs run, offers keep their promises and no ticket is forgotten', async () => {
    const property = fc.asyncProperty(history(20, 60), (steps) => live(steps).finally(() => world.clear()));
    await fc.assert(property, { numRuns: RUNS[database.name], endOnFailure: true });
  });

  test('two people at once, on two replicas, change nothing about that', async () => {
    const property = fc.asyncProperty(history(10, 25), history(10, 25), (one, other) =>
      liveAtOnce(one, other).finally(() => world.clear()),
    );
    // No shrinking: what fails by its timing need not fail again in a shorter history.
    await fc.assert(property, { numRuns: RUNS_AT_ONCE[database.name], endOnFailure: true });
  });
});

/** Nothing that the workers did failed, also not once. */
const expectNoFailure = async ({ ask }: AssignmentWorld): Promise<void> =>
  expect(await ask('SELECT kind, lane, attempts, lastError FROM job WHERE attempts > 0')).toEqual([]);
