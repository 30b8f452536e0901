import { expect } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { expectNoneForgotten, type Ask } from '../offer-promises.ts';
import type { ShownMessage } from '../slack-stand-in/protocol.ts';
import { waitFor } from '../wait-for.ts';
import { askedFor, cardOf } from './offers.ts';
import type { Agent, Scene } from './scene.ts';
import type { Staff } from './staff.ts';

/** How much later, in ms, the second of two things that happen at once begins; below zero, the first. */
export const APART_MS = [-40, -20, -8, -3, 0, 0, 3, 8, 20, 40];

/** A ticket that is offered to somebody. */
export interface Offered {
  readonly id: number;
  readonly ticketNumber: string;
  readonly asked: Agent;
  /** Somebody who is there, too. */
  readonly other: Agent;
  /** The card in the direct conversation of whoever is asked. */
  readonly card: ShownMessage;
}

/** Opens a ticket and waits for its card. */
export async function offered(scene: Scene, staff: Staff, agents: readonly Agent[]): Promise<Offered> {
  const id = await staff.open('Help');
  const agentId = await waitFor(() => askedFor(scene, id), { what: `ticket ${id} to be offered` });
  const asked = agents.find((agent) => agent.agentId === agentId)!;
  const other = agents.find((agent) => agent !== asked)!;
  const { ticketNumber } = await scene.ticket(id);
  return { id, ticketNumber, asked, other, card: await cardOf(scene, asked, id) };
}

/** A click on a message as it was seen, at one replica; it is answered with 200. */
export async function clickSeen(
  scene: Scene,
  seen: ShownMessage,
  user: Agent,
  label: string,
  replica: number,
): Promise<void> {
  const { channel, ts } = seen;
  const to = replica % scene.apps.length;
  const clicked = await scene.slack.click({ channel, ts, user: user.id, label, seen, to });
  expect(clicked).toMatchObject([{ status: 200 }]);
}

/** Repeats a story in which two things happen at once, each time a little more or less apart. */
export async function repeatRace(story: (together: Together) => Promise<void>): Promise<void> {
  for (const ms of APART_MS) {
    await story((one, other) => Promise.all([wait(-ms).then(one), wait(ms).then(other)])).catch((error: unknown) => {
      throw new Error(`When the second began ${ms} ms after the first: ${String(error)}`, { cause: error });
    });
  }
}

export type Together = (one: () => Promise<unknown>, other: () => Promise<unknown>) => Promise<unknown>;

/** A different fraction of a ms each time. */
const wait = (ms: number): Promise<void> => (ms > 0 ? sleep(ms + Math.random()) : Promise.resolve());

/**
 * Waits until every choice is made, and expects every promise about offers to hold, and that nothing failed on the way.
 */
export async function expectAllWell(staff: Staff, ask: Ask): Promise<void> {
  await staff.chosen();
  await expectNoneForgotten(ask);
  expect(await ask('SELECT kind, attempts, lastError FROM job WHERE attempts > 0')).toEqual([]);
}
