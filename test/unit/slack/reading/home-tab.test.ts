import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createSlackPlatform } from '../../../../adapters/slack/create-slack-platform.ts';
import { readAction } from '../../../../adapters/slack/reading/read-action.ts';
import { readHomeEvent } from '../../../../adapters/slack/reading/read-home-event.ts';
import { renderCard, renderHome } from '../../../../adapters/slack/rendering/render-card.ts';
import { permalinksOf } from '../../../../adapters/slack/rendering/render-message.ts';
import type { Card, CardBlock, CardItem } from '../../../../src/chat/card.ts';
import type { ChatPlatform } from '../../../../src/chat/chat-platform.ts';
import { createLog } from '../../../../src/log.ts';
import { aClick, BOT_USER, CHANNEL, PERSON, RECEIVER, TEAM, TS } from '../support/an-event.ts';
import { fixedClock, SIGNING_SECRET } from '../support/slack-http.ts';
import { startWebApi, type WebApiServer } from '../support/web-api-server.ts';

const person = { platform: 'slack', workspaceId: TEAM, userId: PERSON };
const opened = (fields = {}) => ({
  type: 'app_home_opened',
  user: PERSON,
  channel: 'D0DIRECT01',
  tab: 'home',
  event_ts: '1764000009.000100',
  ...fields,
});
const item = (fields: Partial<CardItem> = {}): CardItem => ({
  kind: 'item',
  title: 'SB-1042 · *Payout* <!channel>',
  to: { platform: 'slack', workspaceId: TEAM, channelId: CHANNEL, messageId: TS },
  about: [
    { type: 'text', value: '*Acme* <@U1> · since ' },
    { type: 'date', at: 1_764_000_000, fallback: '2025-11-24 16:00 UTC' },
  ],
  ...fields,
});
const TO = `https://acme.slack.com/archives/${CHANNEL}/p1764000000000247`;

describe('somebody opens the home tab', () => {
  test('with the same key however often it is told', () => {
    expect(readHomeEvent(opened(), RECEIVER)).toEqual({
      kind: 'home-opened',
      key: `slack:${TEAM}:home:${PERSON}:1764000009.000100`,
      platform: 'slack',
      workspaceId: TEAM,
      userId: PERSON,
      at: new Date('2025-11-24T16:00:09.000Z'),
    });
  });

  test('what they were written to directly is another tab; half an event is left alone', () => {
    expect(readHomeEvent(opened({ tab: 'messages' }), RECEIVER)).toMatchObject({ kind: 'skipped', surprising: false });
    for (const broken of [null, {}, opened({ user: '' }), opened({ event_ts: 7 })])
      expect(readHomeEvent(broken, RECEIVER)).toMatchObject({ kind: 'skipped', surprising: true });
  });
});

describe('a click in a home', () => {
  const home = { container: { type: 'view', view_id: 'V1' }, view: { id: 'V1', type: 'home' }, channel: undefined };

  test('is what a click on a post is, but on no post', () => {
    const { channelId, messageId, ...onPost } = readAction(aClick()) as never as Record<string, unknown>;
    expect([channelId, messageId]).toEqual([CHANNEL, TS]);
    expect(readAction(aClick(home))).toEqual({
      ...onPost,
      key: `slack:${TEAM}:home:action:${PERSON}:accept:7:1764000009.000100`,
    });
  });

  test('one in a modal is none of ours', () => {
    expect(readAction(aClick({ ...home, view: { id: 'V1', type: 'modal' } }))).toMatchObject({ kind: 'skipped' });
  });
});

describe('an item of a list', () => {
  const render = (card: CardBlock, url?: string) => renderHome({ blocks: [card] }, permalinksOf(url));
  const date = {
    type: 'date',
    timestamp: 1_764_000_000,
    format: '{date_short_pretty} {time}',
    fallback: '2025-11-24 16:00 UTC',
  };
  const section = (...elements: object[]) => [
    { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] },
  ];

  test('leads to its thread, and nothing in it is markup', () => {
    expect(render(item(), 'https://acme.slack.com/')).toEqual(
      section(
        { type: 'link', url: TO, text: 'SB-1042 · *Payout* <!channel>', style: { bold: true } },
        { type: 'text', text: '\n' },
        { type: 'text', text: '*Acme* <@U1> · since ' },
        date,
      ),
    );
  });

  test('without an address it is words, and without a title a dash', () => {
    const bold = { bold: true };
    expect(render(item({ about: [] }))).toEqual(
      section({ type: 'text', text: 'SB-1042 · *Payout* <!channel>', style: bold }),
    );
    expect(render(item({ title: ' ', about: [] }))).toEqual(section({ type: 'text', text: '–', style: bold }));
  });

  test('a home takes 100 blocks, a post fewer', () => {
    const card: Card = { blocks: Array.from({ length: 200 }, () => item({ title: 'x', about: [] })) };
    const noLinks = permalinksOf(undefined);
    expect([renderHome(card, noLinks).length, renderCard(card, noLinks).length]).toEqual([100, 48]);
  });
});

describe('showing a home', () => {
  let slack: WebApiServer;
  let platform: ChatPlatform;

  beforeEach(async () => {
    slack = await startWebApi();
    slack.replies['auth.test'] = { ok: true, url: 'https://acme.slack.com/', team_id: TEAM, user_id: BOT_USER };
    const config = { botToken: 'xoxb-secret', signingSecret: SIGNING_SECRET, apiUrl: slack.url };
    platform = createSlackPlatform(config, { log: createLog('silent'), clock: fixedClock });
  });
  afterEach(() => slack.close());

  test('replaces the person’s view, whatever stood there', async () => {
    slack.replies['views.publish'] = { ok: true, view: { id: 'V1' } };
    await platform.showHome!(person, { blocks: [item()] });
    const { view, ...args } = slack.calls.find(({ method }) => method === 'views.publish')!.args;
    expect(args).toEqual({ user_id: PERSON });
    expect(JSON.parse(view!)).toEqual({ type: 'home', blocks: [expect.objectContaining({ type: 'rich_text' })] });
    expect(view).toContain(TO);
  });

  test.each([
    ['hash_conflict', 'transient'],
    ['internal_error', 'transient'],
    ['not_enabled', 'rejected'],
    ['view_too_large', 'rejected'],
    ['token_revoked', 'unauthorized'],
  ])('that Slack answers %s is %s', async (error, kind) => {
    slack.replies['views.publish'] = { ok: false, error };
    await expect(platform.showHome!(person, { blocks: [] })).rejects.toMatchObject({ kind });
  });
});
