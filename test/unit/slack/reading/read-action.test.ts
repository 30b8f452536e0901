import { describe, expect, test } from '@jest/globals';
import { readAction } from '../../../../adapters/slack/reading/read-action.ts';
import { aButton, aChoice, aClick, CHANNEL, PERSON, TEAM, TS } from '../support/an-event.ts';

const keyOf = (click: unknown): string => {
  const reading = readAction(click);
  return reading.kind === 'action-taken' ? reading.key : reading.reason;
};

describe('a person acts on a post of ours', () => {
  test('by a button', () => {
    expect(readAction(aClick())).toEqual({
      kind: 'action-taken',
      key: `slack:${CHANNEL}:${TS}:action:${PERSON}:accept:7:1764000009.000100`,
      platform: 'slack',
      workspaceId: TEAM,
      channelId: CHANNEL,
      messageId: TS,
      userId: PERSON,
      action: 'accept:7',
      at: new Date('2025-11-24T16:00:09.000Z'),
    });
  });

  test('by a choice from a list', () => {
    expect(readAction(aClick({ actions: [aChoice('agent:1')] }))).toMatchObject({
      action: 'assign:7',
      choice: 'agent:1',
    });
  });

  test('also on one that only they can see', () => {
    const container = { type: 'message', message_ts: TS, channel_id: CHANNEL, is_ephemeral: true };
    expect(readAction(aClick({ container, message: undefined }))).toMatchObject({ messageId: TS });
  });

  test('of several actions the first one counts', () => {
    expect(readAction(aClick({ actions: [aButton(), aButton({ action_id: 'pass:7' })] }))).toMatchObject({
      action: 'accept:7',
    });
  });
});

describe('the workspace is that of our installation', () => {
  const guest = { id: 'U0GUEST001', team_id: 'T0GUEST001' };

  test('whoever clicks in a shared channel', () => {
    expect(readAction(aClick({ user: guest }))).toMatchObject({ workspaceId: TEAM, userId: guest.id });
  });

  test('and the clicker’s own where the whole organisation installed the app', () => {
    expect(readAction(aClick({ user: guest, team: null }))).toMatchObject({ workspaceId: 'T0GUEST001' });
    expect(readAction(aClick({ user: { id: PERSON }, team: null })).kind).toBe('skipped');
  });
});

describe('the key', () => {
  const long = (end: string) => aClick({ actions: [aButton({ action_id: `${'x'.repeat(149)}${end}` })] });

  test('is another one for another click, and fits its column', () => {
    const keys = [
      aClick(),
      aClick({ actions: [aButton({ action_ts: '1764000010.000100' })] }),
      long('a'),
      long('b'),
    ].map(keyOf);
    expect(new Set(keys).size).toBe(4);
    for (const key of keys) expect(key.length).toBeLessThanOrEqual(190);
  });

  test('is the same for the same click', () => {
    expect(keyOf(long('a'))).toBe(keyOf(long('a')));
  });
});

test('of a menu the choice is the action', () => {
  const chosen = (value: string) =>
    aClick({
      actions: [aButton({ type: 'overflow', action_id: 'open-menu:2', selected_option: { text: {}, value } })],
    });
  const [close, note] = ['close:7', 'note:7'].map((value) => readAction(chosen(value)));
  expect(close).toMatchObject({ kind: 'action-taken', action: 'close:7' });
  expect(close).not.toHaveProperty('choice');
  expect(keyOf(chosen('close:7'))).not.toBe(keyOf(chosen('note:7')));
  expect(note).toMatchObject({ action: 'note:7' });
});

describe('left alone', () => {
  test.each([
    [
      'a click that only opened a link',
      aClick({ actions: [aButton({ action_id: 'open-link:3', url: 'https://x.test' })] }),
    ],
    ['a choice that was taken back', aClick({ actions: [aChoice(null)] })],
  ])('%s', (_, click) => {
    expect(readAction(click)).toMatchObject({ kind: 'skipped', surprising: false });
  });

  test.each([
    ['no object', null],
    ['a click in a modal', aClick({ container: { type: 'view', view_id: 'V1' } })],
    ['a click on nothing', aClick({ container: undefined })],
    ['a ts of another form', aClick({ container: { type: 'message', message_ts: 1764000000, channel_id: CHANNEL } })],
    ['nobody', aClick({ user: null })],
    ['no action', aClick({ actions: [] })],
    ['actions that are no list', aClick({ actions: {} })],
    ['an element that no card of ours has', aClick({ actions: [aButton({ type: 'datepicker' })] })],
    ['an action without its time', aClick({ actions: [aButton({ action_ts: undefined })] })],
  ])('with a line in the log: %s', (_, click) => {
    expect(readAction(click)).toMatchObject({ kind: 'skipped', surprising: true });
  });
});
