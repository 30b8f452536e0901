import { expect, test } from '@jest/globals';
import { waitFor } from '../../support/wait-for.ts';

test('resolves to the first answer that is one; 0 and the empty text are answers', async () => {
  const answers = [undefined, null, false, 0];

  expect(await waitFor(() => answers.shift())).toBe(0);
  expect(await waitFor(() => Promise.resolve(''))).toBe('');
});

test('a check that throws is asked again; its last error is told', async () => {
  const check = (): never => {
    throw new Error('expected 2, got 1');
  };
  const waiting = waitFor(check, {
    timeoutMs: 30,
    everyMs: 5,
    what: 'the second post',
    explain: () => 'There is one.',
  });

  await expect(waiting).rejects.toThrow('Waited 30 ms in vain for the second post.\nexpected 2, got 1\nThere is one.');
});
