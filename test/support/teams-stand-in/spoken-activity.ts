import { activitySchema, type TeamsActivity } from '../../../adapters/teams/activity.ts';

/** Something that somebody said to our bot, as it is once it was read. */
export const spokenActivity = (more: object): TeamsActivity =>
  activitySchema.parse({
    type: 'message',
    id: '1700000000123',
    timestamp: '2026-01-31T12:00:00.000Z',
    channelId: 'msteams',
    serviceUrl: 'https://smba.trafficmanager.net/emea/',
    from: { id: '29:ada' },
    recipient: { id: '28:bot' },
    conversation: { id: 'a:1', conversationType: 'personal' },
    ...more,
  });
