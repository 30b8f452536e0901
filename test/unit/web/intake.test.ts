import { expect, test } from '@jest/globals';
import { createIntake } from '../../../adapters/web/intake.ts';
import { NOTHING, type Answer } from '../../../src/chat/inbound-event.ts';
import { plain } from '../../../src/chat/rich-text.ts';
import { saidEvent } from '../../../adapters/web/said-event.ts';

const event = saidEvent({
  channelId: 'northwind',
  messageId: 'maria.1',
  threadId: null,
  userId: 'maria',
  text: plain('Hello'),
  at: new Date('2026-03-02T09:00:00.000Z'),
});
const rejected = 'Nothing is taken now.';

test('nothing is taken before the start and after the stop', async () => {
  const intake = createIntake();
  await expect(intake.receive(event)).rejects.toThrow(rejected);
  intake.open(() => Promise.resolve(NOTHING));
  expect(await intake.receive(event)).toBe(NOTHING);
  await intake.close();
  await expect(intake.receive(event)).rejects.toThrow(rejected);
});

test.each(['answered', 'refused'] as const)('the stop waits until what is under way is %s', async (outcome) => {
  const intake = createIntake();
  let end: (() => void) | undefined;
  intake.open(
    () =>
      new Promise<Answer>((resolve, reject) => {
        end = () => (outcome === 'answered' ? resolve(NOTHING) : reject(new Error('The database is away.')));
      }),
  );
  const order: string[] = [];
  const taking = intake.receive(event).then(
    () => order.push('answered'),
    () => order.push('refused'),
  );
  const closing = intake.close().then(() => order.push('closed'));
  await new Promise((resolve) => setImmediate(resolve));
  expect(order).toEqual([]);
  end!();
  await Promise.all([taking, closing]);
  expect(order).toEqual([outcome, 'closed']);
});
