import { expect, test } from '@jest/globals';
import { commandOf, readCommand } from '../../../../adapters/slack/reading/read-command.ts';
import { CHANNEL, PERSON, TEAM } from '../support/an-event.ts';

const AT = new Date('2026-11-24T12:00:00.000Z');
const aCommand = (fields = {}) => ({
  command: '/desk',
  text: 'agent <@U0ADA|ada> technical_issue &amp; <#C1|general>',
  team_id: TEAM,
  channel_id: CHANNEL,
  channel_name: 'support',
  user_id: PERSON,
  trigger_id: '1.2.abc',
  ...fields,
});
const read = (fields = {}) => readCommand('desk', aCommand(fields), AT);

test('a slash command is an order, with the people in it by their ids', () => {
  expect(read()).toEqual({
    kind: 'command-given',
    key: `slack:${CHANNEL}:command:${PERSON}:1.2.abc`,
    platform: 'slack',
    workspaceId: TEAM,
    channelId: CHANNEL,
    userId: PERSON,
    name: 'desk',
    text: [
      {
        type: 'paragraph',
        children: [
          { type: 'text', value: 'agent ' },
          { type: 'mention', userId: 'U0ADA', name: 'ada' },
          { type: 'text', value: ' technical_issue & ' },
          { type: 'channel', name: 'general' },
        ],
      },
    ],
    isDirect: false,
    at: AT,
  });
});

test('the same command has the same key, another one another, however long', () => {
  const keyOf = (trigger_id: string) => (read({ trigger_id }) as { key: string }).key;
  const long = 'x'.repeat(300);
  expect(keyOf(long)).toBe(keyOf(long));
  expect(new Set([keyOf(`${long}1`), keyOf(`${long}2`), keyOf('1'), keyOf('2')]).size).toBe(4);
  expect(keyOf(long).length).toBeLessThanOrEqual(190);
});

test.each([
  [{ channel_name: 'directmessage' }, true],
  [{ channel_name: 'mpdm-ada--bo-1' }, true],
  [{ channel_id: 'D0DIRECT01' }, true],
  [{ channel_name: 'privategroup' }, false],
  [{ channel_name: undefined }, false],
])('%j is direct: %j', (fields, isDirect) => {
  expect(read(fields)).toMatchObject({ isDirect });
});

test.each([[{ user_id: '' }], [{ trigger_id: undefined }], [{ channel_id: null }], [{ team_id: undefined }]])(
  'one with %j is left alone',
  (fields) => {
    expect(read(fields)).toMatchObject({ kind: 'skipped', surprising: true });
  },
);

test('only our own commands are ours', () => {
  expect(commandOf({ command: '/DESK' })).toBe('desk');
  for (const command of ['/other', '/constructor', '', undefined, 7]) expect(commandOf({ command })).toBeUndefined();
});
