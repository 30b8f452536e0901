import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { Scene } from '../support/scene/scene.ts';

onEachDatabase((database) => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await Scene.open(database);
  });
  afterAll(() => scene.close());

  test('twins with one name, one desk and one person in both channels never read each other', async () => {
    const { slack } = scene;
    const [first, second] = [await scene.merchant('Acme'), await scene.merchant('Acme')];
    const desk = await scene.desk();
    const bo = await scene.agent('Bo');
    const ada = await slack.addUser({ name: 'Ada' });

    const inFirst = await slack.say({ channel: first.channel.id, user: ada.id, text: 'The first asks' });
    const inSecond = await slack.say({ channel: second.channel.id, user: ada.id, text: 'The second asks' });
    const [rootOfFirst] = await slack.untilPosted({ channel: desk.id, containing: 'The first asks' });
    const [rootOfSecond] = await slack.untilPosted({ channel: desk.id, containing: 'The second asks' });
    await slack.say({ channel: desk.id, user: bo.id, threadTs: rootOfFirst!.ts, text: 'Secret of the first' });
    await slack.say({ channel: desk.id, user: bo.id, threadTs: rootOfSecond!.ts, text: 'Secret of the second' });
    await slack.say({ channel: second.channel.id, user: ada.id, threadTs: inSecond.ts, text: 'More of the second' });
    await scene.settle();

    const wordsIn = async (channel: string, threadTs: string) =>
      (await slack.posts({ channel, threadTs })).map(({ shown }) => shown).filter((shown) => !shown.startsWith('SB-'));
    expect(await wordsIn(first.channel.id, inFirst.ts)).toEqual(['Secret of the first']);
    expect(await wordsIn(second.channel.id, inSecond.ts)).toEqual(['Secret of the second']);
    expect(await wordsIn(desk.id, rootOfFirst!.ts)).not.toContain('More of the second');
    expect(await wordsIn(desk.id, rootOfSecond!.ts)).toContain('More of the second');

    const tickets = await scene.tickets(`?merchantId=${first.id}`);
    expect(tickets.map(({ merchantId, subject }) => [merchantId, subject])).toEqual([[first.id, 'The first asks']]);
  });

  test('a desk of their own takes a merchant’s tickets alone', async () => {
    const { slack } = scene;
    const apart = await scene.merchant('Apart');
    const ownDesk = await scene.desk(apart.id);
    const ada = await slack.addUser({ name: 'Ada' });
    await slack.say({ channel: apart.channel.id, user: ada.id, text: 'Only for our desk' });
    await slack.untilPosted({ channel: ownDesk.id, containing: 'Only for our desk' });
    await scene.settle();
    const posts = await slack.posts({ containing: 'Only for our desk' });
    const places = new Set(posts.map(({ channel }) => channel).filter((channel) => !channel.startsWith('D')));
    expect(places).toEqual(new Set([ownDesk.id]));
  });
});
