import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { bold, bullets, code, codeBlock, line, link, numbered, quote, slanted, struck } from '../support/a-text.ts';
import { onEachDatabase } from '../support/databases.ts';
import { LivePage } from '../support/live-page.ts';
import { ask } from '../support/scene/ask.ts';
import { addMember, signIn, urlOf } from '../support/scene/members.ts';
import { Scene, type Agent, type Merchant } from '../support/scene/scene.ts';
import type { ShownMessage } from '../support/slack-stand-in/protocol.ts';
import type { Channel, User } from '../support/slack-stand-in/world-types.ts';

const words = (text: string, style?: object) => ({ type: 'text', text, ...(style && { style }) });
const section = (...elements: object[]) => ({ type: 'rich_text_section', elements });

/** All that Slack's editor can make, but for what calls somebody. */
const ELEMENTS = [
  section(
    words('The '),
    words('payout', { bold: true }),
    words(' for '),
    words('October', { italic: true, strike: true }),
    words(' is wrong, see '),
    { type: 'link', url: 'https://acme.example/payouts', text: 'the list' },
    words(' and '),
    words('total()', { code: true }),
  ),
  { type: 'rich_text_list', style: 'ordered', elements: [section(words('open it')), section(words('look at <b>'))] },
  { type: 'rich_text_list', style: 'bullet', indent: 1, elements: [section(words('the last line'))] },
  { type: 'rich_text_list', style: 'ordered', offset: 2, elements: [section(words('close it'))] },
  { type: 'rich_text_preformatted', language: 'sql', elements: [words('SELECT *\n  FROM payouts')] },
  { type: 'rich_text_quote', elements: [words('as '), words('agreed', { bold: true }), words('\nlast week')] },
  { type: 'rich_text_list', style: 'bullet', border: 1, elements: [section(words('in writing'))] },
  section(words('Thanks 👍🏽')),
];

const TREE = [
  line(
    'The ',
    bold('payout'),
    ' for ',
    slanted(struck('October')),
    ' is wrong, see ',
    link('https://acme.example/payouts', 'the list'),
    ' and ',
    code('total()'),
  ),
  numbered(1, 'open it', [line('look at <b>'), bullets('the last line')], 'close it'),
  codeBlock('SELECT *\n  FROM payouts', 'sql'),
  quote(line('as ', bold('agreed'), '\nlast week'), bullets('in writing')),
  line('Thanks 👍🏽'),
];

const TYPED = `The **payout** for _~~October~~_ is wrong, see [the list](https://acme.example/payouts) and \`total()\`

1. open it
2. look at <b>
   - the last line
3. close it

\`\`\`sql
SELECT *
  FROM payouts
\`\`\`
> as **agreed**
> last week
> - in writing

Thanks 👍🏽`;

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

  const formatted = { blocks: [{ type: 'rich_text', block_id: 'typed', elements: ELEMENTS }] };

  const elementsOf = ({ blocks = [] }: ShownMessage) =>
    (blocks as { elements: unknown }[]).map(({ elements }) => elements);

  test('formatting crosses from Slack to the desk and back as it was', async () => {
    const { said, root } = await ask(scene, acme, ada, 'A question about money');
    const place = { text: 'not read where there are blocks', extra: formatted };
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
  });

  test('the card shows a formatted first message as it was', async () => {
    const una = await scene.slack.addUser({ name: 'Una' });
    await scene.slack.say({
      channel: acme.channel.id,
      user: una.id,
      text: 'The payout for October is wrong',
      extra: formatted,
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

    await scene.slack.say({ channel: desk.id, user: bo.id, threadTs: root.ts, text: '-', extra: formatted });
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
