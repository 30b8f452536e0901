import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { migrations } from '../../../migrations/index.ts';
import type { History } from '../../../src/chat/history.ts';
import { plain } from '../../../src/chat/rich-text.ts';
import { systemClock } from '../../../src/clock.ts';
import { createHistory } from '../../../src/delivery/history/create-history.ts';
import { reactToEntry } from '../../../src/delivery/history/keep-entry.ts';
import { schemas } from '../../../src/schemas.ts';
import { openStorage } from '../../../src/storage/open-storage.ts';
import type { Storage } from '../../../src/storage/storage.ts';
import { onEachDatabase } from '../../support/databases.ts';

onEachDatabase((database) => {
  let storage: Storage;
  let history: History;
  let count = 0;

  beforeAll(async () => {
    storage = await openStorage({ url: await database.createUrl(), schemas, migrations });
    await storage.migrate();
    history = createHistory(storage, systemClock);
  });
  afterAll(() => storage.close());

  const words = (text: string) => ({ kind: 'text', text: plain(text) }) as const;
  const newChannel = () => ({ platform: 'web', workspaceId: 'web', channelId: `channel-${(count += 1)}` });
  const post = (to: ReturnType<typeof newChannel>, deliveryKey: string, text: string) => {
    const plainPost = { authorName: null, authorAvatarUrl: null, announce: false, saidAt: null };
    return history.post({ to, deliveryKey, content: words(text), ...plainPost });
  };

  test('what is removed stands there no more; whoever shows it is told, without its words', async () => {
    const channel = newChannel();
    const ref = await post(channel, 'removed', 'a secret');
    const [{ version } = { version: 0 }] = await history.readSince(channel.channelId, 0, 10);
    expect(await history.remove(ref)).toBe(true);
    expect(await history.find(ref.channelId, ref.messageId)).toBeNull();
    expect(await history.findDelivered(channel, 'removed')).toBeNull();
    const news = await history.readSince(channel.channelId, version, 10);
    expect(news).toMatchObject([{ messageId: ref.messageId, isRemoved: true, content: words('') }]);
    expect(JSON.stringify(news)).not.toContain('secret');

    expect(await history.remove(ref)).toBe(false);
    expect(await history.edit(ref, words('back'))).toBe(false);
    expect(await history.react(ref, '👍', true)).toBe(false);
  });

  test('a post with the key of one that was removed is another one', async () => {
    const channel = newChannel();
    const first = await post(channel, 'once more', 'first');
    await history.remove(first);
    const second = await post(channel, 'once more', 'second');
    expect(second.messageId).not.toBe(first.messageId);
    expect(await post(channel, 'once more', 'second')).toEqual(second);
    expect(await history.findDelivered(channel, 'once more')).toEqual(second);
  });

  test('reactions are counted by who put them there, each once, whatever happens at the same time', async () => {
    const channel = newChannel();
    const ref = await post(channel, 'reactions', 'react');
    const people = ['ann', 'ben', 'cat', 'dan'];
    const react = (who: string, isOn: boolean) => storage.unit((unit) => reactToEntry(unit, ref, '👍', who, isOn));
    await Promise.all([...people, ...people].map((who) => react(who, true)));
    await history.react(ref, '👍', true);
    await history.react(ref, '👍', true);
    const read = async () => (await history.find(ref.channelId, ref.messageId))!.reactions;
    const [{ userIds } = { userIds: [] }, ...others] = await read();
    expect([...userIds].sort()).toEqual([...people, null].sort());
    expect(others).toEqual([]);
    await Promise.all(people.map((who) => react(who, false)));
    expect(await read()).toEqual([{ emoji: '👍', userIds: [null] }]);
    await history.react(ref, '👍', false);
    await history.react(ref, '👍', false);
    expect(await read()).toEqual([]);
  });
});
