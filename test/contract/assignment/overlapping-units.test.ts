import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ConversationSchema } from '../../../src/delivery/conversation.schema.ts';
import { OfferSchema } from '../../../src/assignment/offers/offer.schema.ts';
import { TicketSchema } from '../../../src/tickets/ticket.schema.ts';
import { onEachDatabase, onMariaDb } from '../../support/databases.ts';
import { expectNoneForgotten, expectPromises } from '../../support/offer-promises.ts';
import { assignmentWorld, type AssignmentWorld, type Room } from './assignment-world.ts';
import { interrupted, overlap } from './interrupted.ts';
import { People } from './people.ts';
import type { Step } from './steps.ts';
import { watchChoices } from './watch-choices.ts';

const [ANN, BEN] = [0, 1];
/** Of those that there are, counted from the newest. */
const [NEWEST, THE_ONE_BEFORE] = [0, 1];
const OPEN: Step = { kind: 'open', category: 'other', priority: 'normal' };

/** Ben takes one ticket at once, and is alone; Ann and the others are away. */
async function benAlone(world: AssignmentWorld, room: Room): Promise<People> {
  const people = await People.hire(world, room);
  await people.take({ kind: 'go', agent: ANN });
  await world.runJobs(room);
  return people;
}

const tickets = ({ storage }: AssignmentWorld) =>
  storage.read((reader) => reader.find(TicketSchema, { order: { id: 'ASC' } }));

onMariaDb((database) => {
  const world = assignmentWorld(database);
  let room: Room;
  let people: People;
  const { wrong, onlooker } = watchChoices(() => null);

  beforeEach(async () => {
    room = world.room(onlooker);
    people = await benAlone(world, room);
  });
  afterEach(() => void wrong.splice(0));

  test('an offer that is accepted while loads are counted is counted once, not never', async () => {
    await people.take(OPEN);
    await world.runJobs(room);
    await people.take(OPEN);

    const accepted = () => people.take({ kind: 'answer', which: NEWEST, isLate: false, says: 'accept' });
    await world.runJobs(world.room(onlooker, interrupted(room.storage, { words: 'FROM offer' }, accepted)));

    expect((await tickets(world)).map(({ assignedTo }) => assignedTo)).toEqual([people.agents[BEN], null]);
    const offers = await world.storage.read((reader) => reader.find(OfferSchema, {}));
    expect(offers.map(({ state }) => state)).toEqual(['accepted']);
    expect(wrong).toEqual([]);
  });

  test('who comes back while their only ticket is being resolved takes up what waits', async () => {
    await people.take({ kind: 'go', agent: BEN });
    await people.take(OPEN);
    await people.take({ kind: 'give', which: NEWEST, to: BEN });
    await people.take(OPEN);
    await world.runJobs(room);

    await overlap(
      people,
      (who) => who.take({ kind: 'end', which: THE_ONE_BEFORE, status: 'resolved' }),
      async (who) => {
        await who.take({ kind: 'come', agent: BEN });
        await world.runJobs(who.room);
      },
    );
    await world.runJobs(room);

    await expectNoneForgotten(world.ask);
  });

  test('who gets a limit while their only ticket is being resolved takes up what waits', async () => {
    await people.take({ kind: 'capacity', agent: BEN, capacity: null });
    await people.take(OPEN);
    await people.take({ kind: 'give', which: NEWEST, to: BEN });
    await world.runJobs(room);

    await overlap(
      people,
      (who) => who.take({ kind: 'end', which: NEWEST, status: 'resolved' }),
      async (who) => {
        await who.take({ kind: 'capacity', agent: BEN, capacity: 1 });
        await who.take(OPEN);
        await world.runJobs(who.room);
      },
    );
    await world.runJobs(room);

    await expectNoneForgotten(world.ask);
  });

  test('two tickets can be given to one agent at once, whom nobody has written to before', async () => {
    await room.storage.unit((unit) => unit.remove(ConversationSchema, { personId: 'U0' }));
    await people.take({ kind: 'go', agent: BEN });
    await people.take(OPEN);
    await people.take(OPEN);

    await overlap(
      people,
      (who) => who.take({ kind: 'give', which: NEWEST, to: ANN }),
      (who) => who.take({ kind: 'give', which: THE_ONE_BEFORE, to: ANN }),
    );

    const ann = people.agents[ANN];
    expect((await tickets(world)).map(({ assignedTo }) => assignedTo)).toEqual([ann, ann]);
  });
});

onEachDatabase((database) => {
  const world = assignmentWorld(database);

  test('what is resolved again before anybody looked stays with whoever had it, though they are away', async () => {
    const room = world.room();
    const people = await benAlone(world, room);
    await people.take(OPEN);
    await people.take({ kind: 'give', which: NEWEST, to: BEN });
    await people.take({ kind: 'end', which: NEWEST, status: 'resolved' });
    await people.take({ kind: 'go', agent: BEN });
    await people.take({ kind: 'reopen', which: NEWEST });
    await people.take({ kind: 'end', which: NEWEST, status: 'resolved' });
    await world.runJobs(room);
    expect(await tickets(world)).toMatchObject([{ status: 'resolved', assignedTo: people.agents[BEN] }]);
    await expectPromises(world.ask);
  });

  test('who was away while somebody else was asked is asked again before the ticket queues', async () => {
    const room = world.room();
    const people = await People.hire(world, room);
    await people.take(OPEN);
    await world.runJobs(room);
    const offers = () => world.storage.read((reader) => reader.find(OfferSchema, { order: { id: 'ASC' } }));
    const [first] = await offers();
    const asked = people.agents.indexOf(first!.agentId);
    await people.take({ kind: 'go', agent: asked });
    await world.runJobs(room);
    await people.take({ kind: 'come', agent: asked });
    await people.take({ kind: 'answer', which: NEWEST, isLate: false, says: 'pass' });
    await world.runJobs(room);
    const told = (await offers()).map(({ agentId, state }) => [people.agents.indexOf(agentId), state]);
    expect(told).toEqual([
      [asked, 'withdrawn'],
      [asked === ANN ? BEN : ANN, 'passed'],
      [asked, 'offered'],
    ]);
  });
});
