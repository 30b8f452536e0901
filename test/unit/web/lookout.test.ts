import { expect, test } from '@jest/globals';
import { createLookout } from '../../../adapters/web/lookout.ts';
import { createLog } from '../../../src/log.ts';
import { waitFor } from '../../support/wait-for.ts';

const NEVER_MS = 1_000_000;
const quiet = createLog('silent');

/** Something that is looked at, and each look ends when it is told to. */
function watched() {
  const looks: { readonly end: (error?: Error) => void }[] = [];
  const look = () =>
    new Promise<void>((resolve, reject) => {
      looks.push({ end: (error) => (error ? reject(error) : resolve()) });
    });
  return { looks, look, until: (count: number) => waitFor(() => looks.length >= count, { what: `look ${count}` }) };
}

test('looks by the clock until it ends', async () => {
  let looks = 0;
  const lookout = createLookout(quiet, 'cannot look', 5, () => Promise.resolve(void (looks += 1)));
  lookout.begin();
  lookout.begin();
  await waitFor(() => looks >= 3);
  lookout.end();
  const before = looks;
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(looks).toBe(before);
  lookout.begin();
  await waitFor(() => looks > before);
  lookout.end();
});

test('one look at a time: however often it is woken meanwhile, one more follows', async () => {
  const { looks, look, until } = watched();
  const lookout = createLookout(quiet, 'cannot look', NEVER_MS, look);
  for (let times = 0; times < 5; times += 1) lookout.wake();
  expect(looks).toHaveLength(1);
  lookout.wake();
  lookout.wake();
  expect(looks).toHaveLength(1);
  looks[0]!.end();
  await until(2);
  looks[1]!.end();
  await new Promise(setImmediate);
  expect(looks).toHaveLength(2);
});

test('is woken at every moment of its end', async () => {
  // A wake that falls between two of the steps with which a look ends must not be forgotten.
  for (let steps = 0; steps < 12; steps += 1) {
    const { looks, look, until } = watched();
    const lookout = createLookout(quiet, 'cannot look', NEVER_MS, look);
    lookout.wake();
    looks[0]!.end();
    for (let step = 0; step < steps; step += 1) await Promise.resolve();
    lookout.wake();
    await until(2);
    looks[1]!.end();
  }
});

test('a look that fails is followed by the next, and the log says so once until it is well again', async () => {
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => lines.push(line) });
  const { looks, look, until } = watched();
  const lookout = createLookout(log, 'cannot look', NEVER_MS, look);
  const outcomes = [new Error('gone'), new Error('gone'), undefined, new Error('gone again')];
  for (const [index, outcome] of outcomes.entries()) {
    lookout.wake();
    await until(index + 1);
    looks[index]!.end(outcome);
    await new Promise(setImmediate);
  }
  expect(lines.map((line) => (JSON.parse(line) as { err: string; msg: string }).err)).toEqual(['gone', 'gone again']);
  expect(lines[0]).toContain('cannot look; trying again');
});
