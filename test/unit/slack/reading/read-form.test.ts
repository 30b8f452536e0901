import { expect, test } from '@jest/globals';
import { readShortcut } from '../../../../adapters/slack/reading/read-shortcut.ts';
import { readSubmission } from '../../../../adapters/slack/reading/read-submission.ts';
import { aMessage, CHANNEL, PERSON, TEAM, TS } from '../support/an-event.ts';

const AT = new Date('2026-11-24T12:00:00.000Z');
const aView = (fields = {}) => ({
  id: 'V0VIEW0001',
  callback_id: 'open-ticket',
  private_metadata: '{"channelId":"C1"}',
  state: {
    values: {
      subject: { subject: { type: 'plain_text_input', value: 'Pay\u0000out' } },
      description: { description: { type: 'plain_text_input', value: null } },
      priority: { priority: { type: 'static_select', selected_option: { text: {}, value: 'high' } } },
      category: { category: { type: 'static_select', selected_option: null } },
    },
  },
  ...fields,
});
const aSubmission = (fields = {}) => ({
  type: 'view_submission',
  team: { id: TEAM },
  user: { id: PERSON },
  view: aView(),
  ...fields,
});

test('a submission is what was filled in, with one key however often it comes', () => {
  const expected = {
    kind: 'form-submitted',
    key: 'slack:form:V0VIEW0001',
    platform: 'slack',
    workspaceId: TEAM,
    userId: PERSON,
    formId: 'V0VIEW0001',
    action: 'open-ticket',
    context: '{"channelId":"C1"}',
    values: { description: '', priority: 'high', category: '' },
    at: AT,
  };
  expect(readSubmission(aSubmission(), AT)).toMatchObject(expected);
  const again = aSubmission({ view: aView({ hash: 'another' }), trigger_id: 'another' });
  expect(readSubmission(again, AT)).toMatchObject({ key: expected.key });
});

test.each([[{ user: {} }], [{ view: {} }], [{ view: aView({ state: null }) }], [{ team: null }], [{ view: null }]])(
  'one with %j is left alone',
  (fields) => {
    expect(readSubmission(aSubmission(fields), AT)).toMatchObject({ kind: 'skipped', surprising: true });
  },
);

const aShortcut = (fields = {}) => ({
  type: 'message_action',
  callback_id: 'open-ticket',
  trigger_id: '1.2.abc',
  action_ts: '1764000009.000100',
  team: { id: TEAM },
  user: { id: PERSON },
  channel: { id: CHANNEL, name: 'support' },
  message: aMessage({ thread_ts: '1763999999.000100' }),
  ...fields,
});

test('a shortcut tells the message, its thread and its words', () => {
  expect(readShortcut(aShortcut())).toMatchObject({
    kind: 'shortcut-used',
    name: 'open-ticket',
    workspaceId: TEAM,
    channelId: CHANNEL,
    userId: PERSON,
    messageId: TS,
    threadId: '1763999999.000100',
    text: [{ type: 'paragraph', children: [{ type: 'text', value: 'My payout is wrong' }] }],
  });
  expect(readShortcut(aShortcut({ message: aMessage({ thread_ts: TS }) }))).not.toHaveProperty('threadId');
});

test('another app’s shortcut, or one that cannot be read, is left alone', () => {
  for (const name of ['other', 'constructor']) {
    expect(readShortcut(aShortcut({ callback_id: name }))).toMatchObject({ kind: 'skipped' });
  }
  expect(readShortcut(aShortcut({ message: null }))).toMatchObject({ kind: 'skipped', surprising: true });
});
