import { describe, expect, test } from '@jest/globals';
import { activitySchema } from '../../../../adapters/teams/activity.ts';
import { createForms } from '../../../../adapters/teams/forms/forms.ts';
import { createSeal } from '../../../../adapters/teams/forms/seal.ts';
import { oneThread } from '../../../../adapters/teams/place.ts';
import { readActivity } from '../../../../adapters/teams/reading/read-activity.ts';
import { visibleText } from '../../../../src/chat/rich-text.ts';

const BOT = { id: '28:0a1b2c3d-0000-4000-8000-000000000000', name: 'Switchboard' };
const ADA = { id: '29:ada', name: 'Ada Obi', aadObjectId: '3c2b1a00-0000-4000-8000-000000000001' };
const TENANT = '9f8e7d6c-0000-4000-8000-000000000002';
const SAID_AT = 1_700_000_000_123;
const CHANNEL = '19:support@thread.tacv2';

const anActivity = (more: Readonly<Record<string, unknown>>) => ({
  type: 'message',
  id: String(SAID_AT),
  timestamp: new Date(SAID_AT + 40).toISOString(),
  channelId: 'msteams',
  serviceUrl: 'https://smba.trafficmanager.net/emea/',
  from: ADA,
  recipient: BOT,
  conversation: { isGroup: true, conversationType: 'channel', id: `${CHANNEL};messageid=${SAID_AT}` },
  channelData: { tenant: { id: TENANT }, team: { id: CHANNEL }, channel: { id: CHANNEL } },
  ...more,
});
const forms = createForms(createSeal('hush'));
const read = (more: Readonly<Record<string, unknown>>) => readActivity(activitySchema.parse(anActivity(more)), forms);
const html = (content: string) => ({ attachments: [{ contentType: 'text/html', content }] });
const mentionOf = (mentioned: object, text: string) => ({ type: 'mention', mentioned, text });
const wordsOf = (more: Readonly<Record<string, unknown>>) => {
  const [said] = read(more);
  return said?.kind === 'message-said' ? said.text : [];
};

describe('an activity of Teams', () => {
  test('says what somebody said, where and when; a thread’s first message is in no thread', () => {
    const [said] = read({ text: 'hello' });
    expect(said).toEqual({
      kind: 'message-said',
      key: `teams:${CHANNEL}:${SAID_AT}:said`,
      platform: 'teams',
      workspaceId: TENANT,
      channelId: CHANNEL,
      messageId: String(SAID_AT),
      at: new Date(SAID_AT),
      userId: ADA.id,
      text: [{ type: 'paragraph', children: [{ type: 'text', value: 'hello' }] }],
      mentionsBot: false,
      position: SAID_AT * 1_000,
    });
  });

  test('says in which thread, and when that began', () => {
    const conversation = { id: `${CHANNEL};messageid=1699999999000` };
    expect(read({ text: 'a reply', conversation })).toMatchObject([
      { channelId: CHANNEL, threadId: '1699999999000', threadAt: new Date(1_699_999_999_000) },
    ]);
  });

  test.each(['team-id', 'channel-announcements-id'])(
    'has threads in the playground’s channels, too: %s',
    (channelId) => {
      const conversation = { id: `${channelId};messageid=1699999999000`, conversationType: 'channel' };
      expect(read({ text: 'a reply', conversation })).toMatchObject([{ channelId, threadId: '1699999999000' }]);
      expect(oneThread(channelId)).toBeUndefined();
    },
  );

  test('has each mention as a name in its place, and knows our own', () => {
    const entities = [mentionOf(BOT, '<at>Switchboard</at>'), mentionOf({ id: '29:bo', name: 'Bo Li' }, '<at>Bo</at>')];
    const span = (index: number, name: string) =>
      `<span itemscope="" itemtype="http://schema.skype.com/Mention" itemid="${index}">${name}</span>`;
    const content = `<div><div>${span(0, 'Switchboard')}&nbsp;ask ${span(1, 'Bo')} &amp; &lt;b&gt;</div></div>`;
    const shown = '@Switchboard ask @Bo Li & <b>';
    expect(visibleText(wordsOf({ ...html(content), entities })).replace(/[\u2068\u2069]/g, '')).toBe(shown);
    const text = '<at>Switchboard</at> ask <at>Bo</at> & <b>';
    expect(visibleText(wordsOf({ text, entities })).replace(/[\u2068\u2069]/g, '')).toBe(shown);
    expect(read({ text, entities })).toMatchObject([{ mentionsBot: true }]);
    expect(read({ text: '<at>Switchboard</at> hello' })).toMatchObject([{ mentionsBot: false }]);
  });

  test('has the formatting of what was said', () => {
    const content =
      '<p>a <strong>b <em>c</em></strong> <s>d</s> <code>e</code></p><p>&nbsp;</p><ul><li>f</li><li>g<ol start="3"><li>h</li></ol></li></ul>' +
      '<blockquote>i</blockquote><pre>j\n  k</pre><h2>l</h2><p><a href="https://acme.example/">m</a><img alt="🙂" src="x"></p><hr>';
    expect(wordsOf(html(content))).toMatchObject([
      {
        type: 'paragraph',
        children: [
          { value: 'a ' },
          { type: 'strong', children: [{ value: 'b ' }, { type: 'emphasis', children: [{ value: 'c' }] }] },
          { value: ' ' },
          { type: 'delete', children: [{ value: 'd' }] },
          { value: ' ' },
          { type: 'inlineCode', value: 'e' },
          { value: '\n' },
        ],
      },
      {
        type: 'list',
        ordered: false,
        children: [
          { children: [{ type: 'paragraph' }] },
          { children: [{ type: 'paragraph' }, { type: 'list', ordered: true, start: 3 }] },
        ],
      },
      { type: 'blockquote' },
      { type: 'code', value: 'j\n  k' },
      { type: 'heading', depth: 2 },
      { type: 'paragraph', children: [{ type: 'link', url: 'https://acme.example/' }, { value: '🙂' }] },
      { type: 'thematicBreak' },
    ]);
  });

  test('has the language of code, and no space of the markup’s beside a line break', () => {
    const content =
      '<codeblock class="Sql"><code>SELECT *<br>&nbsp;&nbsp;FROM x</code></codeblock><p>one <br>\n two</p>';
    expect(wordsOf(html(content))).toEqual([
      { type: 'code', lang: 'sql', value: 'SELECT *\n  FROM x' },
      { type: 'paragraph', children: [{ type: 'text', value: 'one\ntwo' }] },
    ]);
    expect(wordsOf(html('<codeblock class="a b"><code>x</code></codeblock>'))).toEqual([{ type: 'code', value: 'x' }]);
  });

  test('is nothing but words where markup would do something', () => {
    const content = `<p><script>x</script><style>y</style><attachment id="1"></attachment>z<iframe src="q">w</iframe></p>`;
    expect(visibleText(wordsOf(html(content)))).toBe('zw\n[something attached, which only Teams can show]');
    expect(visibleText(wordsOf(html(`${'<div>'.repeat(5_000)}deep`)))).toBe('deep');
  });

  test.each([
    [{ type: 'messageUpdate', channelData: { tenant: { id: TENANT }, eventType: 'editMessage' } }, 'edited'],
    [{ type: 'messageUpdate', channelData: { tenant: { id: TENANT }, eventType: 'undeleteMessage' } }, 'edited'],
  ])('tells of an edit, or of what was brought back: %j', (more) => {
    const timestamp = new Date(SAID_AT + 5_000).toISOString();
    const [edited] = read({ ...more, text: 'newer', timestamp });
    expect(edited).toMatchObject({
      kind: 'message-edited',
      key: `teams:${CHANNEL}:${SAID_AT}:edited:${timestamp}`,
      said: { key: `teams:${CHANNEL}:${SAID_AT}:said`, at: new Date(SAID_AT) },
      revision: (SAID_AT + 5_000) * 1_000,
    });
    expect(read({ ...more, text: 'newer', timestamp })).toEqual([edited]);
  });

  test('tells what was taken away', () => {
    expect(read({ type: 'messageDelete' })).toMatchObject([
      { kind: 'message-deleted', saidKey: `teams:${CHANNEL}:${SAID_AT}:said`, messageId: String(SAID_AT) },
    ]);
  });

  test('tells that somebody writes in a chat, which is one thread', () => {
    const conversation = { id: 'a:1', conversationType: 'personal' };
    expect(read({ type: 'typing', conversation, timestamp: new Date(SAID_AT).toISOString() })).toEqual([
      {
        kind: 'typing-changed',
        platform: 'teams',
        workspaceId: TENANT,
        channelId: 'a:1',
        threadId: 'chat',
        userId: ADA.id,
        isTyping: true,
        at: new Date(SAID_AT),
      },
    ]);
  });

  test('tells of each reaction to a post of ours', () => {
    const reactionsAdded = [{ type: 'like' }, { type: '1f440_eyes' }];
    const reactionsRemoved = [{ type: 'heart' }];
    const told = read({ type: 'messageReaction', replyToId: '1', reactionsAdded, reactionsRemoved });
    expect(told).toMatchObject([
      { kind: 'reaction-removed', emoji: '❤️', messageId: '1', userId: ADA.id },
      { kind: 'reaction-added', emoji: '👍' },
      { kind: 'reaction-added', emoji: '👀' },
    ]);
    expect(new Set(told.map((event) => ('key' in event ? event.key : '')))).toHaveProperty('size', 3);
  });

  test.each([
    [{ membersAdded: [{ id: BOT.id }] }, { kind: 'channel-found', channelId: CHANNEL, wasInvited: true }],
    [{ membersRemoved: [{ id: BOT.id }] }, { kind: 'channel-lost', channelId: CHANNEL }],
    [{ eventType: 'channelDeleted' }, { kind: 'channel-lost', channelId: '19:other@thread.tacv2' }],
    [
      { eventType: 'channelRestored' },
      { kind: 'channel-found', channelId: '19:other@thread.tacv2', wasInvited: false },
    ],
    [{ membersAdded: [{ id: '29:bo' }] }, { kind: 'skipped' }],
    [{ eventType: 'channelRenamed' }, { kind: 'skipped' }],
    [{ eventType: 'teamRenamed' }, { kind: 'skipped' }],
  ])(
    'tells whether we can post into a channel: %j',
    ({ eventType, ...more }: Readonly<Record<string, unknown>>, told) => {
      const channel = eventType ? { channel: { id: '19:other@thread.tacv2' } } : {};
      const channelData = { tenant: { id: TENANT }, team: { id: CHANNEL }, ...channel, eventType };
      expect(read({ type: 'conversationUpdate', channelData, ...more })).toMatchObject([told]);
    },
  );

  test.each([
    ['remove', [{ kind: 'channel-lost', channelId: 'a:1' }]],
    ['add', [{ kind: 'channel-found', channelId: 'a:1', wasInvited: false }]],
    ['add-upgrade', [{ kind: 'skipped' }]],
  ])('tells whether we can post into somebody’s own chat with our bot: %s', (action, told) => {
    const conversation = { id: 'a:1', conversationType: 'personal' };
    expect(
      read({ type: 'installationUpdate', action, conversation, channelData: { tenant: { id: TENANT } } }),
    ).toMatchObject(told);
  });

  test.each([
    [{ text: 'an echo', from: BOT }],
    [{ text: 'another bot', from: { id: '28:other' } }],
    [{ type: 'messageDelete', from: { id: '28:other' } }],
    [{ value: { a: 1 } }],
    [{ type: 'conversationUpdate', conversation: { id: 'a:1', conversationType: 'personal' }, membersAdded: [BOT] }],
    [{ type: 'installationUpdate', action: 'add' }],
    [{ type: 'invoke', name: 'signin/verifyState' }],
    [{ type: 'invoke', name: 'composeExtension/query', value: { commandId: 'find', parameters: [] } }],
    [{ type: 'invoke', name: 'fileConsent/invoke', value: { type: 'fileUpload', action: 'accept', context: {} } }],
    [{ type: 'invoke', value: { commandId: 'find', title: 'find' } }],
    [{ type: 'typing' }],
  ])('is left alone where it is nobody’s words: %j', (more) => {
    expect(read(more)).toMatchObject([{ kind: 'skipped' }]);
  });

  test('tells of a click once, however often and under whatever id it comes; of one on the card as it is now, anew', () => {
    const click = (id: string, card: string, choice: object = {}, from = ADA) => {
      const data = { switchboardCard: card, ...choice };
      const value = { action: { type: 'Action.Execute', verb: 'priority:7', data } };
      return read({ type: 'invoke', name: 'adaptiveCard/action', id, from, replyToId: '5', value })[0];
    };
    const first = click('f:1', 'card-1', { 'priority:7': 'high' });
    expect(first).toMatchObject({
      kind: 'action-taken',
      action: 'priority:7',
      choice: 'high',
      messageId: '5',
      userId: ADA.id,
    });
    const others = [
      click('f:2', 'card-1', { 'priority:7': 'high' }),
      click('f:3', 'card-1', { 'priority:7': 'low' }),
      click('f:4', 'card-2', { 'priority:7': 'high' }),
      click('f:5', 'card-1', { 'priority:7': 'high' }, { ...ADA, id: '29:bo' }),
    ];
    const keys = [first, ...others].map((event) => (event && 'key' in event ? event.key : ''));
    expect(keys[1]).toBe(keys[0]);
    expect(new Set(keys).size).toBe(4);
  });

  test.each([
    ['<at>Switchboard</at> desk merchant Acme', {}, { name: 'desk', text: 'merchant Acme' }],
    ['<at>Switchboard</at>  /ticket the payout is late', {}, { name: 'ticket', text: 'the payout is late' }],
    ['<at>Switchboard</at> help', {}, { name: 'desk', text: 'help' }],
    ['<at>Switchboard</at> Desk', {}, { name: 'desk', text: '' }],
    ['desk status', { id: 'a:1', conversationType: 'personal' }, { name: 'desk', text: 'status', isDirect: true }],
    [`<at>Switchboard</at> join ${'c'.repeat(43)}`, {}, { name: 'join', text: 'c'.repeat(43) }],
    ['join', { id: 'a:1', conversationType: 'personal' }, { name: 'join', text: '', isDirect: true }],
  ])('is an order where it begins as one: %s', (text, conversation, { text: words, ...order }) => {
    const entities = [mentionOf(BOT, '<at>Switchboard</at>')];
    const place = 'id' in conversation ? { conversation } : {};
    const [given] = read({ text, entities, ...place });
    expect(given).toMatchObject({ kind: 'command-given', userId: ADA.id, ...order });
    expect(given?.kind === 'command-given' && visibleText(given.text)).toBe(words);
  });

  test.each([
    'desk status',
    `join ${'c'.repeat(43)}`,
    '<at>Switchboard</at> join us for lunch',
    '<at>Switchboard</at> my desk is broken',
    '<at>Switchboard</at> desks',
    'hello <at>Switchboard</at> desk here',
    '<at>Bo</at> desk here',
  ])('is no order anywhere else: %s', (text) => {
    const entities = [mentionOf(BOT, '<at>Switchboard</at>'), mentionOf({ id: '29:bo', name: 'Bo Li' }, '<at>Bo</at>')];
    expect(read({ text, entities })).toMatchObject([{ kind: 'message-said' }]);
  });

  test('of a kind that we do not know is told as such', () => {
    expect(read({ type: 'newest' })).toEqual([{ kind: 'unknown', platform: 'teams', type: 'newest' }]);
  });
});
