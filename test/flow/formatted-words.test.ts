import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { LivePage } from '../support/live-page.ts';
import { ask } from '../support/scene/ask.ts';
import { addMember, signIn, urlOf } from '../support/scene/members.ts';
import { Scene, type Agent, type Merchant } from '../support/scene/scene.ts';
import type { Channel, User } from '../support/slack-stand-in/world-types.ts';
import {
  ELEMENTS,
  FORMATTED,
  HTML,
  MARKDOWN,
  TREE,
  TYPED,
  elementsOf,
  section,
  words,
} from '../support/text/formatted.ts';

onEachDatabase((database) => {
  let scene: Scene;
  let desk: Channel;
  let acme: Merchant;
  let ada: User;
  let bo: Agent;

  beforeAll(async () => {
    scene = await Scene.open(database);
    acme = await scene.merchant('Acme');
    desk = await scene.desk();
    ada = await scene.slack.addUser({ name: 'Ada' });
    bo = await scene.agent('Bo');
  });
  afterAll(() => scene.close());

  test('formatting crosses from Slack to the desk and back as it was', async () => {
    const { said, root, ticket } = await ask(scene, acme, ada, 'A question about money');
    const place = { text: 'not read where there are blocks', extra: FORMATTED };
    await scene.slack.say({ ...place, channel: acme.channel.id, user: ada.id, threadTs: said.ts });
    await scene.settle();
    const [copy] = await scene.slack.posts({ channel: desk.id, threadTs: root.ts, containing: 'payout' });
    expect(elementsOf(copy!)).toEqual([ELEMENTS]);
    expect(copy!.text).toContain('The payout for October is wrong, see the list (https://acme.example/payouts)');
    expect(copy!.text).toContain('1. open it\n2. look at &lt;b&gt;\n    • the last line\n3. close it');

    await scene.slack.say({ ...place, channel: desk.id, user: bo.id, threadTs: root.ts });
    await scene.settle();
    const [answer] = await scene.slack.posts({ channel: acme.channel.id, threadTs: said.ts, containing: 'payout' });
    expect(elementsOf(answer!)).toEqual([ELEMENTS]);

    const { body } = await scene.api<{ ticket: { messages: object[] } }>('GET', `/support-tickets/${ticket.id}`);
    const asked = {
      side: 'merchant',
      text: expect.stringContaining('• the last line'),
      markdown: MARKDOWN,
      html: HTML,
    };
    expect(body.ticket.messages.slice(1)).toMatchObject([asked, { ...asked, side: 'agent' }]);
  });

  test('the card shows a formatted first message as it was', async () => {
    const una = await scene.slack.addUser({ name: 'Una' });
    await scene.slack.say({
      channel: acme.channel.id,
      user: una.id,
      text: 'The payout for October is wrong',
      extra: FORMATTED,
    });
    await scene.settle();
    const [root] = await scene.slack.posts({ channel: desk.id, threadTs: null, containing: 'Una' });
    expect(elementsOf(root!)).toContainEqual(ELEMENTS);
  });

  test('what is marked up in the browser is formatted in Slack, and the other way round', async () => {
    const member = await addMember(scene, { name: 'Maria', role: 'merchant', merchantId: acme.id });
    const maria = await signIn(scene, member);
    const { ticket, root } = await ask(scene, acme, await scene.slack.addUser({ name: 'Tom' }), 'One more question');
    const page = await LivePage.open(urlOf(scene, 0), { token: await maria.pass(0), ticketId: ticket.id });
    await page.until('recent_messages');

    page.say(TYPED);
    await page.until('chat_message', ({ message }) => message.senderName === 'Maria');
    await scene.settle();
    const [copy] = await scene.slack.posts({ channel: desk.id, threadTs: root.ts, containing: 'payout' });
    expect(elementsOf(copy!)).toEqual([ELEMENTS]);
    expect(page.of('chat_message').at(-1)!.message.rich).toEqual(TREE);

    await scene.slack.say({ channel: desk.id, user: bo.id, threadTs: root.ts, text: '-', extra: FORMATTED });
    const { message } = await page.until('chat_message', (news) => news.message.senderType === 'agent');
    expect(message.rich).toEqual(TREE);
    expect(message.content).toContain('> as agreed\n> last week\n> • in writing');

    await scene.slack.say({ channel: desk.id, user: bo.id, threadTs: root.ts, text: 'Only words' });
    const plainly = await page.until('chat_message', (news) => news.message.content === 'Only words');
    expect(plainly.message.rich).toBeUndefined();
    await page.close();
  });

  test('a note stays at the desk however it is set', async () => {
    const { said, root } = await ask(scene, acme, await scene.slack.addUser({ name: 'Ivo' }), 'And another');
    const elements = [section(words('// between us', { bold: true }))];
    const blocks = [{ type: 'rich_text', elements }];
    await scene.slack.say({ channel: desk.id, user: bo.id, threadTs: root.ts, text: 'x', extra: { blocks } });
    await scene.settle();
    expect(await scene.slack.posts({ channel: acme.channel.id, threadTs: said.ts, containing: 'between us' })).toEqual(
      [],
    );
  });

  test('long code goes on as code', async () => {
    const { said, root } = await ask(scene, acme, await scene.slack.addUser({ name: 'Zoe' }), 'Here is the log');
    const log = Array.from({ length: 2_000 }, (_, index) => `${index}: nothing`);
    const elements = [
      section(words('The log:')),
      { type: 'rich_text_preformatted', elements: [words(log.join('\n'))] },
    ];
    const blocks = [{ type: 'rich_text', elements }];
    await scene.slack.say({ channel: acme.channel.id, user: ada.id, threadTs: said.ts, text: 'x', extra: { blocks } });
    await scene.settle();
    const posts = (await scene.slack.posts({ channel: desk.id, threadTs: root.ts })).filter(
      ({ username }) => username === 'Ada · Acme',
    );
    const parts = posts.flatMap((post) => elementsOf(post).flat() as { type: string; elements: { text: string }[] }[]);
    const cut = parts.filter(({ type }) => type === 'rich_text_preformatted');
    expect(cut.length).toBeGreaterThan(2);
    expect(cut.map(({ elements: [only] }) => only!.text).join('\n')).toBe(log.join('\n'));
  });
});
