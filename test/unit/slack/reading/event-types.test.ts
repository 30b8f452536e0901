import { expect, test } from '@jest/globals';
import { LEFT_ALONE } from '../../../../adapters/slack/reading/left-alone.ts';
import { MESSAGE_SUBTYPES } from '../../../../adapters/slack/reading/message-subtypes.ts';
import { SLACK_EVENTS } from '../../../../adapters/slack/slack-surface.ts';
import { slackEvents, slackNotices, SPOKEN_SUBTYPES } from '../../../fixtures/slack-events.ts';
import { CHANNEL, PERSON, TEAM, TS } from '../support/an-event.ts';

const scene = { team: TEAM, channel: CHANNEL, user: PERSON, ts: TS, event_ts: '1764000009.000100' };
const typesOf = (events: readonly Readonly<Record<string, unknown>>[], name: string) =>
  events.map((event) => event[name] as string);

test('every type of event is either read or left alone for a reason, and none is both', () => {
  const types = typesOf(slackEvents(scene), 'type');
  expect(types.filter((type) => !(type in SLACK_EVENTS) && !LEFT_ALONE.has(type))).toEqual([]);
  expect(Object.keys(SLACK_EVENTS).filter((type) => LEFT_ALONE.has(type))).toEqual([]);
});

test('every subtype of a message means something', () => {
  const subtypes = [...typesOf(slackNotices(scene), 'subtype'), ...Object.keys(SPOKEN_SUBTYPES)];
  expect(subtypes.filter((subtype) => !MESSAGE_SUBTYPES.has(subtype))).toEqual([]);
});

test('these are all the shapes that Slack describes', () => {
  const kinds = [...slackEvents(scene), ...slackNotices(scene), ...Object.keys(SPOKEN_SUBTYPES), 'a plain message'];
  expect(kinds).toHaveLength(96);
});
