import { expect } from '@jest/globals';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const FIXTURES = join(import.meta.dirname, '../fixtures');

/**
 * Compares what is sent with what somebody has read and found good: `test/fixtures/<name>.json`. With
 * UPDATE_FIXTURES=1 it is written down instead, for somebody to read.
 */
export async function expectFixture(name: string, made: unknown): Promise<void> {
  const file = join(FIXTURES, `${name}.json`);
  if (process.env['UPDATE_FIXTURES'] === '1') {
    const { format, resolveConfig } = await import('prettier');
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, await format(JSON.stringify(made), { ...(await resolveConfig(file)), parser: 'json' }));
    return;
  }
  expect(made).toEqual(JSON.parse(await readFile(file, 'utf8')));
}
