import { expect, test } from '@jest/globals';
import { toWire } from '../../../adapters/web/sandbox/to-wire.ts';
import type { Entry } from '../../../src/chat/history.ts';
import { plain } from '../../../src/chat/rich-text.ts';
import { WEB_WORKSPACE } from '../../../src/chat/web-workspace.ts';

const entry: Entry = {
  channelId: 'northwind',
  messageId: 'post-2',
  threadId: 'maria.1',
  number: 2,
  version: 5,
  author: { kind: 'product', name: null, avatarUrl: null },
  content: { kind: 'text', text: plain('Hello') },
  announce: true,
  visibleTo: 'maria',
  saidAt: new Date('2026-03-02T08:00:00.000Z'),
  postedAt: new Date('2026-03-02T09:00:00.000Z'),
  isEdited: true,
  isRemoved: false,
  reactions: [],
};
const linkToFile = (fileId: number) => Promise.resolve(`https://desk.test/files/${fileId}`);
const nobody = { findPerson: () => Promise.resolve(null), linkToFile };

test('an entry goes out whole, with its times as text', async () => {
  expect(await toWire(entry, nobody)).toEqual({
    ...entry,
    author: { kind: 'product', userId: null, name: null },
    saidAt: '2026-03-02T08:00:00.000Z',
    postedAt: '2026-03-02T09:00:00.000Z',
  });
});

test('the product speaks under the name that it was given', async () => {
  const author = { kind: 'product', name: 'Bo Lindqvist', avatarUrl: 'https://pictures.example/bo.png' } as const;
  expect((await toWire({ ...entry, author }, nobody)).author).toEqual({
    kind: 'product',
    userId: null,
    name: 'Bo Lindqvist',
  });
});

test('a person goes by their name, and is someone when nobody knows it', async () => {
  const author = { kind: 'person', userId: 'maria' } as const;
  const maria = { ...WEB_WORKSPACE, userId: 'maria', name: 'Maria Silva' };
  const findPerson = (userId: string) => Promise.resolve(userId === 'maria' ? maria : null);
  const known = await toWire({ ...entry, author }, { findPerson, linkToFile });
  expect(known.author).toEqual({ kind: 'person', userId: 'maria', name: 'Maria Silva' });
  expect((await toWire({ ...entry, author, saidAt: null }, nobody)).author.name).toBe('Someone');
});

test('a file gets its address when it is shown', async () => {
  const file = { id: 7, name: 'invoice.pdf', type: 'application/pdf', bytes: 1_000 };
  const { content } = await toWire({ ...entry, content: { kind: 'file', file } }, nobody);
  const url = 'https://desk.test/files/7';
  expect(content).toEqual({ kind: 'file', file: { name: 'invoice.pdf', bytes: 1_000, url } });
});
