import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isLinkId, renderActions } from '../../../../adapters/slack/rendering/render-actions.ts';
import { permalinksOf } from '../../../../adapters/slack/rendering/render-message.ts';
import type { MessageRef } from '../../../../src/chat/address.ts';
import type { CardAction } from '../../../../src/chat/card.ts';
import { CHANNEL, TEAM, TS } from '../support/an-event.ts';

const ROOT: MessageRef = { platform: 'slack', workspaceId: TEAM, channelId: CHANNEL, messageId: TS };
const URL_OF_ROOT = `https://acme.slack.com/archives/${CHANNEL}/p1764000000000247`;
const permalink = permalinksOf('https://acme.slack.com/');
const render = (...actions: CardAction[]) => renderActions(actions, permalink);

const accept: CardAction = { kind: 'button', label: 'Accept', action: 'accept:7', primary: true };
const pass: CardAction = { kind: 'button', label: 'Pass', action: 'pass:7', primary: false };
const assign = (...options: { label: string; value: string }[]): CardAction => ({
  kind: 'select',
  label: 'Assign to …',
  action: 'assign:7',
  options,
});
const open = (to: MessageRef, label = 'Open thread'): CardAction => ({ kind: 'link', label, to });
const plainText = (text: string) => ({ type: 'plain_text', text, emoji: false });

test('what is needed less often is behind one sign, and comes back as a button would', () => {
  const menu: CardAction = { kind: 'menu', options: [{ label: 'Close', action: 'close:7' }] };
  expect(render(menu)).toEqual([
    {
      type: 'actions',
      elements: [
        { type: 'overflow', action_id: 'open-menu:0', options: [{ text: plainText('Close'), value: 'close:7' }] },
      ],
    },
  ]);
  expect(render({ kind: 'menu', options: [] })).toEqual([]);
  expect(render({ kind: 'menu', options: [{ label: 'Too long', action: 'x'.repeat(151) }] })).toEqual([]);
});

test('what the reader can do stands side by side, and nothing in it is markup', () => {
  expect(render(accept, pass, assign({ label: '*Ada* <@U1> :tada:', value: 'agent:1' }), open(ROOT))).toEqual([
    {
      type: 'actions',
      elements: [
        { type: 'button', text: plainText('Accept'), action_id: 'accept:7', style: 'primary' },
        { type: 'button', text: plainText('Pass'), action_id: 'pass:7' },
        {
          type: 'static_select',
          placeholder: plainText('Assign to …'),
          action_id: 'assign:7',
          options: [{ text: plainText('*Ada* <@U1> :tada:'), value: 'agent:1' }],
        },
        { type: 'button', text: plainText('Open thread'), url: URL_OF_ROOT, action_id: 'open-link:3' },
      ],
    },
  ]);
});

describe('links to messages', () => {
  test('a reply names its thread', () => {
    const url = `${URL_OF_ROOT}?thread_ts=1763999999.000100&cid=${CHANNEL}`;
    expect(render(open({ ...ROOT, threadId: '1763999999.000100' }))).toMatchObject([{ elements: [{ url }] }]);
  });

  test('are left out where none can be made, and the rest stays', () => {
    expect(renderActions([open(ROOT)], permalinksOf(undefined))).toEqual([]);
    expect(render(accept, open({ ...ROOT, platform: 'teams' }))).toMatchObject([
      { elements: [{ text: { text: 'Accept' } }] },
    ]);
  });

  test('have ids of their own, which are told from those of buttons', () => {
    const ids = idsOf(render(open(ROOT), accept, open(ROOT, 'Open ticket')));
    expect(new Set(ids).size).toBe(3);
    expect(ids.map(isLinkId)).toEqual([true, false, true]);
    expect(['open-link', 'open-link:', 'open-link:1:x', 'reopen-link:1'].map(isLinkId)).not.toContain(true);
  });
});

describe('what Slack would refuse', () => {
  test('nothing to do is no block, and a list without options is no list', () => {
    expect(render()).toEqual([]);
    expect(render(assign())).toEqual([]);
    expect(render(assign({ label: 'Ada', value: '' }))).toEqual([]);
  });

  test('what comes back with a click is never cut', () => {
    expect(render({ ...accept, action: 'x'.repeat(256) }, { ...pass, action: '' })).toEqual([]);
    const rows = render(assign({ label: 'Ada', value: 'x'.repeat(151) }, { label: 'Bo', value: 'x'.repeat(150) }));
    expect(rows).toMatchObject([{ elements: [{ options: [{ text: { text: 'Bo' } }] }] }]);
  });

  test('the same action twice stands in two blocks', () => {
    expect(render(accept, pass, accept).map(({ elements }) => elements.length)).toEqual([2, 1]);
  });

  test('more than a block or a list holds goes into the next block, or is left out', () => {
    const buttons = Array.from({ length: 26 }, (_, index): CardAction => ({ ...pass, action: `pass:${index}` }));
    expect(render(...buttons).map(({ elements }) => elements.length)).toEqual([25, 1]);
    const people = Array.from({ length: 101 }, (_, index) => ({ label: 'Ada', value: `agent:${index}` }));
    expect(render(assign(...people))).toMatchObject([{ elements: [{ options: { length: 100 } }] }]);
  });

  test('any number of actions with any labels keeps the limits', () => {
    const label = fc.oneof(
      fc.string(),
      fc.nat(300).map((length) => '😀'.repeat(length)),
    );
    const option = fc.record({ label, value: fc.string({ minLength: 1, maxLength: 100 }) });
    const action = fc.oneof(
      fc.record({ kind: fc.constant('button' as const), label, action: fc.string({ minLength: 1, maxLength: 150 }) }),
      fc.record({
        kind: fc.constant('select' as const),
        label,
        action: fc.string({ minLength: 1, maxLength: 150 }),
        options: fc.array(option, { minLength: 1, maxLength: 120 }),
      }),
      fc.record({ kind: fc.constant('link' as const), label, to: fc.constant(ROOT) }),
      fc.record({
        kind: fc.constant('menu' as const),
        options: fc.array(fc.record({ label, action: fc.string({ minLength: 1, maxLength: 150 }) }), {
          minLength: 1,
          maxLength: 9,
        }),
      }),
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
        const rows = render(...actions);
        expect(idsOf(rows)).toHaveLength(actions.length);
        for (const row of rows) expect(isWithinLimits(row)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

type Rows = ReturnType<typeof renderActions>;

const idsOf = (rows: Rows): string[] => rows.flatMap(({ elements }) => elements.map(({ action_id }) => action_id!));

function isWithinLimits(row: Rows[number]): boolean {
  const ids = idsOf([row]);
  return ids.length >= 1 && ids.length <= 25 && new Set(ids).size === ids.length && row.elements.every(isAllowed);
}

function isAllowed(element: Rows[number]['elements'][number]): boolean {
  if (element.type === 'button') return isLabel(element.text.text, 75);
  if (element.type !== 'static_select' && element.type !== 'overflow') return false;
  const options = element.options!;
  if (element.type === 'overflow') return options.length <= 5 && options.every(({ text }) => isLabel(text.text, 75));
  const isListed = options.length <= 100 && options.every(({ text }) => isLabel(text.text, 75));
  return isListed && isLabel(element.placeholder!.text, 150);
}

const isLabel = (text: string, length: number): boolean => text.length >= 1 && text.length <= length;
