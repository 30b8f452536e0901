import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { ask } from '../support/scene/ask.ts';
import { acceptOffer, cardOf } from '../support/scene/offers.ts';
import { Scene, type Agent, type Merchant } from '../support/scene/scene.ts';
import type { ShownMessage } from '../support/slack-stand-in/protocol.ts';
import type { Channel, User } from '../support/slack-stand-in/world-types.ts';

/** What people type, and what must stand on the other side. */
const HOSTILE = [
  '<!channel> <!here|here> <!everyone> wake up',
  '@channel and @here and @everyone',
  '&lt;!channel&gt; &amp;lt;!here&amp;gt; &',
  '*bold* _slanted_ ~struck~ `code` ```block``` \n> quoted\n• item',
  '<https://evil.example|https://bank.example>',
  '[https://bank.example](https://evil.example/?a=1&b=2) and https://fine.example/?a=1&b=2',
  '<javascript:alert(1)|click> <mailto:a@example.com> <tel:1>',
  '<!date^1392734382^{date}|never> <!subteam^S0ADMINS> <#C0OTHER|general>',
  '\\n \\u003c!channel\\u003e %3C!channel%3E {{text}} ${text}',
  '"quotes" \'and\' </script><b>html</b> \u202Ereversed\u202C',
];

onEachDatabase((database) => {
  let scene: Scene;
  let desk: Channel;
  let acme: Merchant;
  let ada: User;
  let bo: Agent;

  beforeAll(async () => {
    scene = await Scene.open(database);
    acme = await scene.merchant('*Acme* <!channel>');
    desk = await scene.desk();
    ada = await scene.slack.addUser({ name: '<!here> _Ada_ @channel' });
    bo = await scene.agent('*Bo* <!everyone>');
  });
  afterAll(() => scene.close());

  /** One after another has arrived: what arrives late would be shown with its time. */
  const sayAll = async (user: User, channel: Channel, threadTs: string) => {
    for (const text of HOSTILE) {
      const said = await scene.slack.say({ channel: channel.id, user: user.id, threadTs, text });
      await scene.slack.delivered(said);
    }
    await scene.settle();
  };

  const isPost = ({ shown }: ShownMessage, words: string) => shown === words;

  /** The posts of one conversation in a thread, by the order of what was said. */
  const copiesIn = (channel: Channel, threadTs: string) => scene.slack.posts({ channel: channel.id, threadTs });

  test("a merchant's words reach the desk as they were typed, and do nothing there", async () => {
    const { said, root } = await ask(scene, acme, ada, 'Payout is wrong');
    await sayAll(ada, acme.channel, said.ts);

    const copies = await copiesIn(desk, root.ts);
    expect(copies.map(({ shown }) => shown)).toEqual(HOSTILE);
    for (const copy of copies) expectHarmless(copy);
  });

  test("an agent's words reach the merchant as they were typed, and do nothing there", async () => {
    const { said, root } = await ask(scene, acme, await scene.slack.addUser({ name: 'Una' }), 'The shop is offline');
    await sayAll(bo, desk, root.ts);

    const copies = (await copiesIn(acme.channel, said.ts)).filter(({ shown }) => !shown.startsWith('SB-'));
    expect(copies.map(({ shown }) => shown)).toEqual(HOSTILE);
    for (const copy of copies) expectHarmless(copy);
  });

  test('who is mentioned is named and not called', async () => {
    const ivo = await scene.slack.addUser({ name: 'Ivo' });
    const { root } = await ask(scene, acme, ivo, `<@${bo.id}> and <@${ada.id}> and <@U0NOBODY>, please help`);
    expect(root.shown).toContain('@*Bo* <!everyone> and @<!here> _Ada_ @channel and @someone, please help');
    expectHarmless(root);
  });

  test('a link shows where it leads', async () => {
    const { said, root } = await ask(scene, acme, await scene.slack.addUser({ name: 'Zoe' }), 'Look at this');
    const links = [
      { type: 'link', url: 'https://evil.example/', text: 'https://bank.example' },
      { type: 'text', text: ' ' },
      { type: 'link', url: 'https://evil.example/', text: 'click here' },
      { type: 'text', text: ' ' },
      { type: 'link', url: 'javascript:alert(1)', text: 'here' },
    ];
    const blocks = [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: links }] }];
    const place = { channel: acme.channel.id, user: ada.id, threadTs: said.ts };
    await scene.slack.say({ ...place, text: 'three links', extra: { blocks } });
    await scene.settle();

    const [copy] = await copiesIn(desk, root.ts);
    expect(copy!.shown).toBe('https://bank.example (https://evil.example/) click here here (javascript:alert(1))');
    expect(elementsOf(copy!).filter(({ type }) => type === 'link')).toEqual([
      { type: 'link', url: 'https://evil.example/' },
      { type: 'link', url: 'https://evil.example/', text: 'click here' },
    ]);
    expectHarmless(copy!);
  });

  test('names, subjects and titles are words like all others', async () => {
    const text = '<!channel> *Payout* <https://evil.example|is> wrong &amp; late';
    const { said, ticket, root } = await ask(scene, acme, ada, text, { at: Date.now() - 60 * 60 * 1000 });
    const offer = await cardOf(scene, bo, ticket.id);
    await acceptOffer(scene, ticket.id, [bo]);
    await scene.settle();
    const card = await cardOf(scene, bo, ticket.id);
    const line = (await scene.slack.posts({ channel: acme.channel.id, threadTs: said.ts })).find((post) =>
      isPost(post, `${ticket.ticketNumber} is open. *Bo* <!everyone> is looking at it.`),
    );
    await scene.slack.say({ channel: acme.channel.id, user: ada.id, threadTs: said.ts, text: 'Hello?' });
    await scene.settle();
    const [copy] = await copiesIn(desk, root.ts);

    expect(ticket.subject).toBe(text);
    expect(root.shown).toContain(`${ticket.ticketNumber} · ${text}`);
    expect(root.shown).toContain('Replies here go to *Acme* <!channel>.');
    expect(offer.shown).toContain(`*Acme* <!channel> needs you: ${text}`);
    expect(card.shown).toContain('You have it.');
    expect(copy!.username).toBe('<!here> _Ada_ @channel · *Acme* <!channel>');
    for (const post of [root, offer, card, line!, copy!]) expectHarmless(post);
  });

  test('what comes through the API is words as well', async () => {
    const hostile = '<!channel> *now* <https://evil.example|https://bank.example>';
    const body = { subject: hostile, description: `${hostile} & more`, merchantId: acme.id };
    expect((await scene.api('POST', '/support-tickets', body)).status).toBe(201);
    await scene.settle();
    const posts = await scene.slack.posts({ containing: hostile });
    // The merchant's thread, the desk's and the agent's direct conversation.
    expect(posts).toHaveLength(3);
    for (const post of posts) expectHarmless(post);
  });

  test('every post of this story told Slack to parse nothing', async () => {
    const calls = await scene.slack.accepted();
    const parsed = calls.filter(({ args }) => args['parse'] !== 'none' || String(args['link_names']) !== 'false');
    expect(parsed).toEqual([]);
  });
});

type Part = Readonly<Record<string, unknown>>;

/** Every object in the blocks of a post. */
function elementsOf({ blocks }: ShownMessage): Part[] {
  const walk = (part: unknown): Part[] => {
    if (typeof part !== 'object' || part === null) return [];
    const inside = Object.values(part).flatMap(walk);
    return Array.isArray(part) ? inside : [part as Part, ...inside];
  };
  return walk(blocks);
}

/** Nothing in it that Slack would turn into a ping, a channel, a group or a link of someone's making. */
function expectHarmless(post: ShownMessage): void {
  const parts = elementsOf(post);
  const calling = parts.filter(({ type }) => ['user', 'usergroup', 'channel', 'broadcast'].includes(String(type)));
  expect(calling).toEqual([]);
  for (const { type, text } of parts) {
    // Dates are ours; all else that begins with < would be somebody's.
    if (type === 'mrkdwn') expect(String(text).replace(/<!date\^[^<>]*>/g, '')).not.toMatch(/[<>]/);
  }
  expect(post.text).not.toMatch(/[<>]/);
  expect(post.text).not.toMatch(/&(?!amp;|lt;|gt;)/);
}
