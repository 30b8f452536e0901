import { describe, expect, test } from '@jest/globals';
import { createForms } from '../../../../adapters/teams/forms/forms.ts';
import { createSeal } from '../../../../adapters/teams/forms/seal.ts';
import { keepNews } from '../../../../adapters/teams/receiving/references.ts';
import { takeActivity } from '../../../../adapters/teams/receiving/take-activity.ts';
import { createTenants } from '../../../../adapters/teams/receiving/tenants.ts';
import type { ConversationReference } from '../../../../src/chat/conversation-references.ts';
import type { Answer, InboundEvent } from '../../../../src/chat/inbound-event.ts';
import { createLog } from '../../../../src/log.ts';
import { spokenActivity } from '../../../support/teams-stand-in/spoken-activity.ts';

const BOT = { id: '28:bot', name: 'Switchboard' };
const APP = { id: 'app', password: 'hush', tenantId: 'home', type: 'SingleTenant' } as const;
const CHANNEL = '19:support@thread.tacv2';

const anActivity = (more: Readonly<Record<string, unknown>> = {}) =>
  spokenActivity({
    from: { id: '29:ada', name: 'Ada Obi' },
    recipient: BOT,
    conversation: { id: `${CHANNEL};messageid=1700000000123` },
    channelData: { tenant: { id: 'home' } },
    text: 'hello',
    ...more,
  });

async function take(more: Readonly<Record<string, unknown>> = {}, answer: Answer = { kind: 'nothing' }) {
  const received: InboundEvent[] = [];
  const kept: ConversationReference[] = [];
  const replies: unknown[] = [];
  const addresses: unknown[] = [];
  const consents: unknown[] = [];
  const said = await takeActivity(anActivity(more), {
    tenants: createTenants({ app: APP }, { find: () => Promise.resolve(null) }),
    receive: (event) => {
      received.push(event);
      return Promise.resolve(answer);
    },
    references: {
      keep: (reference) => Promise.resolve(void kept.push(reference)),
      findPlaces: () => Promise.resolve([]),
    },
    forms: createForms(createSeal('hush')),
    takeConsent: (activity) => Promise.resolve(void consents.push(activity)),
    fileAddresses: { keep: (...address) => Promise.resolve(void addresses.push(address)) },
    reply: (to, { answer: spoken }) => Promise.resolve(void replies.push({ to, spoken })),
    log: createLog('silent'),
  });
  return { said, received, kept, replies, addresses, consents };
}

describe('what Teams tells', () => {
  test('reaches the core, and how its place and its person are reached is kept', async () => {
    const { received, kept } = await take();
    expect(received).toMatchObject([{ kind: 'message-said' }]);
    expect(kept.map(({ placeId }) => placeId)).toEqual([CHANNEL, '29:ada']);
    expect(kept[0]).toMatchObject({ workspaceId: 'home', conversationId: CHANNEL });
  });

  test('is kept when it is news: another address, or the team of a place of which none was known', async () => {
    const kept: ConversationReference[] = [];
    const { keep } = keepNews({ keep: (reference) => Promise.resolve(void kept.push(reference)) });
    const place = { platform: 'teams', workspaceId: 'home', placeId: CHANNEL, conversationId: CHANNEL };
    const at = (serviceUrl: string, more: object = {}) => keep({ ...place, serviceUrl, ...more });
    for (const news of [true, false]) {
      const before = kept.length;
      await at('https://a.example/');
      await at('https://a.example/', { teamId: 'one' });
      await at('https://a.example/');
      await at('https://a.example/', { teamId: 'one' });
      expect(kept.length - before).toBe(news ? 2 : 0);
    }
    await at('https://b.example/');
    expect(kept).toHaveLength(3);
    // Who was heard in one place may have left it when they are heard in another.
    await at('https://b.example/', { conversationId: 'a:1' });
    expect(kept).toHaveLength(4);
  });

  test('of another tenant reaches nobody, and nothing of it is kept', async () => {
    const { received, kept } = await take({ channelData: { tenant: { id: 'other' } } });
    expect([received, kept]).toEqual([[], []]);
  });

  test('of a file keeps where it is read: it is told only once', async () => {
    const content = { downloadUrl: 'https://acme.sharepoint.com/d?tempauth=x', uniqueId: 'F-1', fileType: 'txt' };
    const file = { contentType: 'application/vnd.microsoft.teams.file.download.info', name: 'log.txt', content };
    expect((await take({ attachments: [file] })).addresses).toEqual([
      [
        { platform: 'teams', workspaceId: 'home', nativeId: 'F-1' },
        { url: content.downloadUrl, name: 'log.txt' },
      ],
    ]);
    const other = { channelData: { tenant: { id: 'other' } } };
    expect((await take({ attachments: [file], ...other })).addresses).toEqual([]);
  });

  test('of an order is answered in the thread that it begins', async () => {
    const entities = [{ type: 'mention', text: '<at>Switchboard</at>', mentioned: BOT }];
    const answer = { kind: 'say-privately', text: 'Done.' } as const;
    const { replies } = await take({ text: '<at>Switchboard</at> desk status', entities }, answer);
    expect(replies).toMatchObject([{ to: { channelId: CHANNEL, threadId: '1700000000123' }, spoken: 'Done.' }]);
  });

  test('of a click is answered in the response', async () => {
    const value = { action: { type: 'Action.Execute', verb: 'accept:1' } };
    const click = { type: 'invoke', name: 'adaptiveCard/action', replyToId: '5', value };
    const told = await take(click, { kind: 'say-privately', text: 'Bo has it.' });
    expect(told.said).toEqual({
      status: 200,
      body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'Bo has it.' },
    });
    expect(told.replies).toEqual([]);
    const card = { blocks: [{ kind: 'title', text: 'Yours' }] } as const;
    const shown = await take(click, { kind: 'show', message: { content: { kind: 'card', card, summary: 'Yours' } } });
    expect(shown.said).toMatchObject({ body: { statusCode: 200, value: { type: 'AdaptiveCard' } } });
  });

  test('of an order that wants a form is answered with a button that opens it', async () => {
    const form = { action: 'a', context: '', title: 'Open a ticket', submit: 'Open', inputs: [] };
    const entities = [{ type: 'mention', text: '<at>Switchboard</at>', mentioned: BOT }];
    const text = `<at>Switchboard</at> ticket ${'late '.repeat(1_000)}`;
    const { replies } = await take({ text, entities }, { kind: 'open-form', form });
    const opening = { order: 'ticket', text: 'late '.repeat(600) };
    expect(replies).toMatchObject([{ to: { threadId: '1700000000123' }, spoken: { title: 'Open a ticket', opening } }]);
  });

  test.each(['signin/verifyState', 'composeExtension/query', 'actionableMessage/executeAction'])(
    'of a request that is none of ours is refused as a bot refuses it: %s',
    async (name) => {
      const { said, received } = await take({ type: 'invoke', name, value: {} });
      expect([said, received]).toEqual([{ status: 501 }, []]);
    },
  );

  test('of an answer to a file goes to who offered it, and of another tenant’s to nobody', async () => {
    const consent = { type: 'invoke', name: 'fileConsent/invoke', value: { action: 'decline', context: {} } };
    const { said, received, consents } = await take(consent);
    expect([said, received, consents]).toEqual([undefined, [], [expect.objectContaining(consent)]]);
    const other = await take({ ...consent, channelData: { tenant: { id: 'other' } } });
    expect(other).toMatchObject({ said: undefined, received: [], consents: [], kept: [] });
  });

  test('of a dialog of another tenant is told so, and reaches nobody', async () => {
    const value = { data: { switchboardOpening: { action: 'note:1' } } };
    const opening = { type: 'invoke', name: 'task/fetch', replyToId: '5', value };
    const { said, received } = await take({ ...opening, channelData: { tenant: { id: 'other' } } });
    expect(said).toMatchObject({ status: 200, body: { task: { type: 'message' } } });
    expect(received).toEqual([]);
  });
});
