import { describe, expect, test } from '@jest/globals';
import { renderHome } from '../../../adapters/slack/rendering/render-card.ts';
import { permalinksOf } from '../../../adapters/slack/rendering/render-message.ts';
import type { MessageRef } from '../../../src/chat/address.ts';
import { SHOWN_OFFERS, SHOWN_TICKETS, type AgentPart, type AgentTicket } from '../../../src/desk/home/agent-part.ts';
import { SHOWN_ASKED, type AskedPart } from '../../../src/desk/home/asked-part.ts';
import { homeCard, type HomeParts } from '../../../src/desk/home/compose-home.ts';
import { SHOWN_LOST, type SetupPart } from '../../../src/desk/home/setup-part.ts';
import type { Ticket } from '../../../src/tickets/ticket.ts';
import { expectFixture } from '../../support/fixture.ts';
import { shownText } from '../../support/slack-stand-in/shown-text.ts';
import { checkBlocks } from '../../support/slack-stand-in/web-api/check-content.ts';

const AS_OF = new Date('2026-11-22T10:00:00.000Z');
const at = (time: string) => new Date(`2026-11-22T${time}:00.000Z`);
const thread = (id: number): MessageRef => ({
  platform: 'slack',
  workspaceId: 'T1',
  channelId: 'C0DESK',
  messageId: `1764000000.${String(id).padStart(6, '0')}`,
});
const aTicket = (id: number, subject: string, fields: Partial<Ticket> = {}) =>
  ({
    id,
    subject,
    priority: 'normal',
    status: 'in_progress',
    mergedIntoId: null,
    createdAt: at('08:00'),
    ...fields,
  }) as Ticket;

const LONG_NAME = `*Acme* <!channel> <@U1> _and_ ~sons~ ${'`x`'.repeat(60)}`;
const LONG_SUBJECT = `*wrong* <!channel> <https://evil.example|pay> & ${'long words '.repeat(300)}`;

const theirs = (ticket: Ticket, waitingSince: Date | null, merchant = 'Acme'): AgentTicket => ({
  ticket,
  merchant,
  waitingSince,
  thread: thread(ticket.id),
});

const agentPart: AgentPart = {
  isAvailable: true,
  offers: [
    {
      offer: { id: 31, expiresAt: at('10:05') },
      ...theirs(aTicket(44, 'The terminal is dark', { priority: 'high', status: 'new' }), null, 'Beta'),
    },
  ],
  moreOffers: 0,
  tickets: [
    theirs(aTicket(42, 'Payout for October is wrong', { priority: 'urgent' }), at('08:10')),
    theirs(aTicket(40, 'An invoice is missing'), at('09:30'), 'Beta'),
    theirs(aTicket(39, 'A refund that takes long', { status: 'pending_merchant' }), null),
  ],
  moreTickets: 12,
};
const askedPart: AskedPart = {
  knowsHow: true,
  tickets: [
    {
      ticket: aTicket(39, 'A refund that takes long', { status: 'pending_merchant' }),
      assignee: 'Ada',
      thread: thread(39),
    },
    { ticket: aTicket(42, 'Payout for October is wrong'), assignee: 'Ada', thread: thread(42) },
    { ticket: aTicket(45, 'A question', { status: 'new' }), assignee: null, thread: null },
  ],
  more: 0,
  canOpen: true,
};
const nothingAsked: AskedPart = { knowsHow: false, tickets: [], more: 0, canOpen: false };
const setupPart: SetupPart = {
  gaps: [
    { missing: 'a desk', remedy: 'Write `/desk here` in the agents’ channel.' },
    { missing: 'agents', remedy: '`/desk agent`, then pick somebody with @.' },
  ],
  lost: ['Acme’s channel'],
  moreLost: 0,
};
const allWell: SetupPart = { gaps: [], lost: [], moreLost: 0 };
const many = <T>(count: number, make: (index: number) => T) => Array.from({ length: count }, (_, index) => make(index));
const longest = (id: number) => theirs(aTicket(id, LONG_SUBJECT, { priority: 'urgent' }), at('08:10'), LONG_NAME);

const HOMES: Readonly<Record<string, HomeParts>> = {
  agent: { agent: agentPart, asked: { ...nothingAsked, canOpen: true }, setup: null },
  'agent-with-nothing': {
    agent: { ...agentPart, isAvailable: false, offers: [], tickets: [], moreTickets: 0 },
    asked: nothingAsked,
    setup: null,
  },
  merchant: { agent: null, asked: askedPart, setup: null },
  'merchant-with-nothing': { agent: null, asked: { ...askedPart, tickets: [] }, setup: null },
  nobody: { agent: null, asked: nothingAsked, setup: null },
  admin: { agent: null, asked: nothingAsked, setup: setupPart },
  'admin-all-well': { agent: null, asked: nothingAsked, setup: allWell },
  'all-at-once': { agent: agentPart, asked: askedPart, setup: setupPart },
  longest: {
    agent: {
      isAvailable: false,
      offers: many(SHOWN_OFFERS, (index) => ({ offer: { id: index + 1, expiresAt: AS_OF }, ...longest(index + 1) })),
      moreOffers: 95,
      tickets: many(SHOWN_TICKETS, (index) => longest(100_000 + index)),
      moreTickets: 85,
    },
    asked: {
      knowsHow: true,
      tickets: many(SHOWN_ASKED, (index) => ({
        ticket: aTicket(200_000 + index, LONG_SUBJECT),
        assignee: LONG_NAME,
        thread: thread(index),
      })),
      more: 90,
      canOpen: true,
    },
    setup: {
      gaps: [...setupPart.gaps, { missing: 'a merchant', remedy: 'Write `/desk merchant` and the name there.' }],
      lost: many(SHOWN_LOST, () => `The desk for ${LONG_NAME.slice(0, 40)}`),
      moreLost: 95,
    },
  },
};
const rendered = (parts: HomeParts) =>
  JSON.parse(
    JSON.stringify(renderHome(homeCard(parts, AS_OF, '/'), permalinksOf('https://acme.slack.com/'))),
  ) as Record<string, unknown>[];
const shown = (parts: HomeParts) => shownText({ text: '', blocks: rendered(parts) });

describe.each(Object.entries(HOMES))('the home %s', (name, parts) => {
  test('looks as it was read and found good', () => expectFixture(`homes/${name}`, rendered(parts)));

  test('is taken by Slack: its blocks, and all their words together with the addresses behind them', () => {
    const blocks = rendered(parts);
    expect(() => checkBlocks(blocks, 100)).not.toThrow();
    const addresses = JSON.stringify(blocks).match(/"url":"[^"]*"/g) ?? [];
    expect(shownText({ text: '', blocks }).length + addresses.join('').length).toBeLessThan(13_200);
    expect(shown(parts)).toContain('As of 2026-11-22 10:00 UTC');
  });

  test('has nothing in it that is markup', () => {
    expect(JSON.stringify(rendered(parts))).not.toMatch(/"mrkdwn"|"broadcast"|"user_id"/);
  });
});

test('the longest home leaves out nothing that it should show, and cuts what people wrote', () => {
  const words = shown(HOMES['longest']!);
  expect(words.match(/SB-\d+ · /g)).toHaveLength(SHOWN_OFFERS + SHOWN_TICKETS + SHOWN_ASKED);
  expect(words.match(/cannot be reached\n/g)).toHaveLength(SHOWN_LOST);
  for (const more of ['And 95 more. They follow', 'And 85 more.', 'And 90 more.', '[I am back] [Open a ticket]'])
    expect(words).toContain(more);
  expect(words).toContain('*wrong* <!channel> <https://evil.example|pay> & long words');
});

test('what needs doing comes first', () => {
  const titles = homeCard(HOMES['all-at-once']!, AS_OF, '/').blocks.flatMap((block) =>
    block.kind === 'title' ? [block.text] : [],
  );
  expect(titles).toEqual(['Waiting for your answer', 'Still to set up', 'Your tickets', 'What you asked']);
});
