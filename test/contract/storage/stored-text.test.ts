import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { migrations } from '../../../migrations/index.ts';
import { systemClock } from '../../../src/clock.ts';
import { visibleText, type RichText } from '../../../src/chat/rich-text.ts';
import type { OutgoingContent } from '../../../src/chat/message.ts';
import { EntrySchema } from '../../../src/delivery/history/entry.schema.ts';
import { createMessageComposer } from '../../../src/relay/compose-message.ts';
import { schemas } from '../../../src/schemas.ts';
import { openStorage } from '../../../src/storage/open-storage.ts';
import type { Storage } from '../../../src/storage/storage.ts';
import { createFileLinks } from '../../../src/tickets/files/file-links.ts';
import { MessageSchema } from '../../../src/tickets/message.schema.ts';
import { line, link } from '../../support/a-text.ts';
import { onEachDatabase } from '../../support/databases.ts';

/** As texts were kept before they had formatting. */
const SPANS = [
  { kind: 'text', text: 'Hello ' },
  { kind: 'mention', userId: 'U1', name: 'Ada' },
  { kind: 'text', text: ', look:\n' },
  { kind: 'link', url: 'https://acme.test/a', text: 'the page' },
  { kind: 'link', url: 'https://acme.test/b' },
];

const TREE: RichText = [
  line(
    'Hello ',
    { type: 'mention', userId: 'U1', name: 'Ada' },
    ', look:\n',
    link('https://acme.test/a', 'the page'),
    link('https://acme.test/b'),
  ),
];

const AT = new Date('2026-11-01T10:00:00.000Z');

onEachDatabase((database) => {
  let storage: Storage;

  beforeEach(async () => {
    storage = await openStorage({ url: await database.createEmptyUrl(), schemas, migrations });
    await storage.migrate();
  });
  afterEach(() => storage.close());

  const addMessage = (text: unknown) =>
    storage.unit((unit) =>
      unit.insert(MessageSchema, {
        ticketId: 1,
        number: 2,
        side: 'merchant',
        visibility: 'public',
        text: text as RichText,
        saidAt: AT,
        position: AT.getTime() * 1_000,
        createdAt: AT,
      }),
    );

  const addEntry = (messageId: string, version: number, content: unknown) =>
    storage.unit((unit) =>
      unit.insert(EntrySchema, {
        channelId: 'C1',
        messageId,
        number: version,
        version,
        content: content as OutgoingContent,
        announce: false,
        postedAt: AT,
        isEdited: false,
      }),
    );

  const findEntry = async (messageId: string) =>
    (await storage.read((reader) => reader.findOne(EntrySchema, { where: { channelId: 'C1', messageId } })))!.content;

  test.each([
    ['an old message', SPANS],
    ['a new one', TREE],
  ])('%s is read as the tree that it is', async (_name, kept) => {
    const id = await addMessage(kept);
    const message = await storage.read((reader) => reader.findOne(MessageSchema, { where: { id } }));
    expect(message!.text).toEqual(TREE);
  });

  test('so is what stands in a channel, in words and in cards', async () => {
    await addEntry('words', 1, { kind: 'text', text: SPANS });
    const blocks = [
      { kind: 'title', text: 'Title' },
      { kind: 'text', text: SPANS },
      { kind: 'text', text: [] },
    ];
    await addEntry('card', 2, { kind: 'card', card: { blocks }, summary: 'In short' });
    expect(await findEntry('words')).toEqual({ kind: 'text', text: TREE });
    expect(await findEntry('card')).toEqual({
      kind: 'card',
      card: {
        blocks: [
          { kind: 'title', text: 'Title' },
          { kind: 'text', text: TREE },
          { kind: 'text', text: [] },
        ],
      },
      summary: 'In short',
    });
  });

  test('and what was on its way to a platform when the new version came', async () => {
    const messageId = await addMessage(SPANS);
    const people = { find: () => Promise.resolve(null) };
    const clock = systemClock;
    const findSecrets = () => Promise.resolve(['a secret']);
    const files = {
      platforms: new Map(),
      fileLinks: createFileLinks({ clock, publicUrl: 'https://desk.test', findSecrets }),
    };
    const compose = createMessageComposer({ ...files, storage, people, nameOfAgent: () => Promise.resolve(null) });
    const composed = await compose({ messageId, text: SPANS });
    expect(composed).toMatchObject({ content: { kind: 'text', text: TREE } });
  });

  test('what was seen before is what is seen now', async () => {
    const id = await addMessage(SPANS);
    const message = await storage.read((reader) => reader.findOne(MessageSchema, { where: { id } }));
    expect(visibleText(message!.text)).toBe('Hello @Ada, look:\nthe page (https://acme.test/a)https://acme.test/b');
  });
});
