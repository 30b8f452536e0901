import { expect, test } from '@jest/globals';
import { createFileLinks, type FileReader } from '../../../../src/tickets/files/file-links.ts';

const NOW = Date.parse('2026-03-02T09:00:00.000Z');
const SECRET = 'a secret of at least thirty-two characters';
const HOUR_MS = 60 * 60 * 1000;

function linksAt(ms: number, ...secrets: string[]) {
  const clock = { now: () => new Date(ms) };
  return createFileLinks({
    clock,
    publicUrl: 'https://desk.test',
    findSecrets: () => Promise.resolve(secrets.length > 0 ? secrets : [SECRET]),
  });
}

async function signedFor(fileId: number, reader: FileReader = 'merchant'): Promise<string> {
  const url = (await linksAt(NOW).linker())(fileId, reader, HOUR_MS);
  expect(url).toMatch(/^https:\/\/desk\.test\/files\/[\w.-]+$/);
  return url.split('/').at(-1)!;
}

test('a link tells which file, and for whom', async () => {
  await expect(linksAt(NOW).read(await signedFor(7))).resolves.toEqual({ fileId: 7, reader: 'merchant' });
  await expect(linksAt(NOW).read(await signedFor(8, 'desk'))).resolves.toEqual({ fileId: 8, reader: 'desk' });
});

test('it ends', async () => {
  const signed = await signedFor(7);
  await expect(linksAt(NOW + HOUR_MS - 1).read(signed)).resolves.toMatchObject({ fileId: 7 });
  await expect(linksAt(NOW + HOUR_MS).read(signed)).rejects.toMatchObject({ status: 410 });
});

test('it may end as if it had been made before', async () => {
  const url = (await linksAt(NOW).linker())(7, 'merchant', HOUR_MS, NOW - HOUR_MS + 1_000);
  const signed = url.split('/').at(-1)!;
  await expect(linksAt(NOW + 999).read(signed)).resolves.toMatchObject({ fileId: 7 });
  await expect(linksAt(NOW + 1_000).read(signed)).rejects.toMatchObject({ status: 410 });
});

test('nobody makes a link for one file into one for another, for longer, or for another reader', async () => {
  const signed = await signedFor(7);
  const [what = '', until = '', signature = ''] = signed.split('.');
  const forged = [
    `m8.${until}.${signature}`,
    `d7.${until}.${signature}`,
    `${what}.${Number(until) + 1}.${signature}`,
    `${what}.${until}.${'A'.repeat(43)}`,
    `${what}.${until}.`,
    `${what}.${until}`,
    `m07.${until}.${signature}`,
    ` ${signed}`,
    `${signed}A`,
    '',
    '../../etc/passwd',
  ];
  for (const one of forged) await expect(linksAt(NOW).read(one)).rejects.toMatchObject({ status: 404 });
  await expect(linksAt(NOW, 'another secret').read(signed)).rejects.toMatchObject({ status: 404 });
});

test('a secret that was changed still opens what was made with the one before', async () => {
  const signed = await signedFor(7);
  await expect(linksAt(NOW, 'a newer secret', SECRET).read(signed)).resolves.toMatchObject({ fileId: 7 });
});

test('a secret that cannot be read now is asked for again', async () => {
  let asked = 0;
  const findSecrets = () => {
    asked += 1;
    return asked === 1 ? Promise.reject(new Error('the database is away')) : Promise.resolve([SECRET]);
  };
  const links = createFileLinks({ clock: { now: () => new Date(NOW) }, publicUrl: 'https://desk.test', findSecrets });
  await expect(links.linker()).rejects.toThrow('away');
  await links.linker();
  await links.linker();
  expect(asked).toBe(2);
});
