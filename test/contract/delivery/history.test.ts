import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Address } from '../../../src/chat/address.ts';
import type { History } from '../../../src/chat/history.ts';
import { plain } from '../../../src/chat/rich-text.ts';
import { keepSaid } from '../../../src/delivery/history/keep-entry.ts';
import { onEachDatabase } from '../../support/databases.ts';
import { aPost, at, aWord, openHistory, somethingSaid, type HistoryWorld } from './history-world.ts';

const MOST = 1_000;

onEachDatabase((database) => {
  let world: HistoryWorld;
  let history: History;

  beforeAll(async () => {
    world = await openHistory(database);
    [history] = world.histories;
  });
  afterAll(() => world.close());

  const say = (channelId: string, messageId: string, words?: string) =>
    world.storage.unit((unit) => keepSaid(unit, somethingSaid(channelId, messageId, words)));
  const read = (channelId: string) => history.readSince(channelId, 0, MOST);
  const versionOf = async (channelId: string) => (await history.readVersions([channelId])).get(channelId);
  const refOf = (to: Address, messageId: string) => ({ ...to, messageId });

  test('what a person said stands there as it was said', async () => {
    const channel = aWord();
    await say(channel, 'm1', 'Is anybody there? 👋 <b>');
    const expected = {
      channelId: channel,
      messageId: 'm1',
      threadId: null,
      number: 1,
      version: 1,
      author: { kind: 'person', userId: 'maria' },
      content: { kind: 'text', text: plain('Is anybody there? 👋 <b>') },
      announce: false,
      visibleTo: null,
      saidAt: null,
      postedAt: new Date('2026-03-02T09:00:00.000Z'),
      isEdited: false,
      isRemoved: false,
      reactions: [],
    };
    expect(await read(channel)).toEqual([expected]);
    expect(await history.find(channel, 'm1')).toEqual(expected);
    expect(await history.find(channel, 'm2')).toBeNull();
    expect(await history.find(aWord(), 'm1')).toBeNull();
  });

  test('what a person said twice stands there once, as it was said first', async () => {
    const channel = aWord();
    await say(channel, 'm1', 'first');
    await say(channel, 'm1', 'second');
    expect(await read(channel)).toMatchObject([{ content: { text: plain('first') }, number: 1 }]);
  });

  test('a post stands there with all that belongs to it, also a private one', async () => {
    const [channel, key] = [aWord(), aWord()];
    const saidAt = new Date('2026-03-01T08:00:00.000Z');
    const card = { blocks: [{ kind: 'title', text: 'A title' }] } as const;
    const content = { kind: 'card', card, summary: 'In short' } as const;
    const face = { authorName: 'Bo', authorAvatarUrl: 'https://pictures.example/bo.png' };
    const to = { ...at(channel, 'm1'), visibleTo: 'ada' };
    const ref = await history.post(aPost(to, key, { ...face, content, announce: true, saidAt }));
    expect(ref).toEqual({ ...to, messageId: ref.messageId });
    expect(await read(channel)).toMatchObject([
      {
        messageId: ref.messageId,
        threadId: 'm1',
        author: { kind: 'product', name: 'Bo', avatarUrl: 'https://pictures.example/bo.png' },
        content,
        announce: true,
        visibleTo: 'ada',
        saidAt,
      },
    ]);
  });

  test('the same key makes one entry, and tells where it stands each time', async () => {
    const [channel, key] = [aWord(), aWord()];
    const first = await history.post(aPost(at(channel), key));
    expect(await history.post(aPost(at(channel), key, { content: { kind: 'text', text: plain('else') } }))).toEqual(
      first,
    );
    expect(await read(channel)).toMatchObject([{ messageId: first.messageId, content: { text: plain(key) } }]);
    expect(await versionOf(channel)).toBe(1);
  });

  test('a post is found by its key where it stands, and nowhere else', async () => {
    const [channel, key, inThread] = [aWord(), aWord(), aWord()];
    const ref = await history.post(aPost(at(channel), key));
    const reply = await history.post(aPost(at(channel, ref.messageId), inThread));
    expect(await history.findDelivered(at(channel), key)).toEqual(ref);
    expect(await history.findDelivered(at(channel, ref.messageId), inThread)).toEqual(reply);
    expect(await history.findDelivered(at(channel), inThread)).toBeNull();
    expect(await history.findDelivered(at(channel, ref.messageId), key)).toBeNull();
    expect(await history.findDelivered(at(aWord()), key)).toBeNull();
    expect(await history.findDelivered(at(channel), aWord())).toBeNull();
  });

  test('an edit changes the content in its place, and is news', async () => {
    const channel = aWord();
    const ref = await history.post(aPost(at(channel), aWord()));
    await say(channel, 'm2');
    expect(await history.edit(ref, { kind: 'text', text: plain('better') })).toBe(true);
    const entries = await read(channel);
    expect(entries.map(({ messageId, number, version }) => [messageId, number, version])).toEqual([
      ['m2', 2, 2],
      [ref.messageId, 1, 3],
    ]);
    expect(entries[1]).toMatchObject({ content: { text: plain('better') }, isEdited: true });
    expect(await versionOf(channel)).toBe(3);
  });

  test('an edit of what is not there changes nothing', async () => {
    const [channel, nowhere] = [aWord(), aWord()];
    await say(channel, 'm1');
    const content = { kind: 'text', text: plain('x') } as const;
    expect(await history.edit(refOf(at(channel), 'm2'), content)).toBe(false);
    expect(await history.edit(refOf(at(nowhere), 'm1'), content)).toBe(false);
    expect(await read(channel)).toMatchObject([{ content: { text: plain('m1') }, isEdited: false }]);
    expect(await history.readVersions([channel, nowhere])).toEqual(new Map([[channel, 1]]));
  });

  test('changes are read from any version on, oldest first, so many at once', async () => {
    const channel = aWord();
    for (const messageId of ['m1', 'm2', 'm3', 'm4']) await say(channel, messageId);
    const ids = async (version: number, limit: number) =>
      (await history.readSince(channel, version, limit)).map(({ messageId }) => messageId);
    expect(await ids(0, 2)).toEqual(['m1', 'm2']);
    expect(await ids(2, 9)).toEqual(['m3', 'm4']);
    expect(await ids(4, 9)).toEqual([]);
  });

  test('versions are told for the channels that were asked for', async () => {
    const [one, two] = [aWord(), aWord()];
    await say(one, 'm1');
    await say(two, 'm1');
    await say(two, 'm2');
    expect(await history.readVersions([one, two, aWord()])).toEqual(
      new Map([
        [one, 1],
        [two, 2],
      ]),
    );
    expect(await history.readVersions([])).toEqual(new Map());
  });

  test('a unit that fails leaves neither an entry nor a version', async () => {
    const channel = aWord();
    const failing = world.storage.unit(async (unit) => {
      await keepSaid(unit, somethingSaid(channel, 'm1'));
      throw new Error('On purpose.');
    });
    await expect(failing).rejects.toThrow('On purpose.');
    expect(await read(channel)).toEqual([]);
    expect(await versionOf(channel)).toBeUndefined();
  });
});
