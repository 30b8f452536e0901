import type { Receive } from '../../src/chat/chat-platform.ts';
import { NOTHING, type Answer } from '../../src/chat/inbound-event.ts';
import type { Log } from '../../src/log.ts';
import { placeOf, tenantOf } from './place.ts';
import type { TeamsActivity } from './activity.ts';
import { clickAnswer } from './invoke-answers.ts';
import { isClick, readActivity } from './read-activity.ts';
import type { KeepReferences } from './references.ts';
import { skipped, type Reading } from './reading.ts';
import type { TeamsConfig } from './teams-config.ts';

export interface TakeDeps {
  readonly config: TeamsConfig;
  readonly receive: Receive;
  readonly references: KeepReferences;
  readonly log: Log;
}

/**
 * Takes a proved activity; when it resolves all that it tells of is durable.
 * @returns what the response to a click says; undefined for whatever wants no answer
 */
export async function takeActivity(activity: TeamsActivity, deps: TakeDeps): Promise<object | undefined> {
  const readings = isOurs(activity, deps.config) ? readActivity(activity) : [OTHER_TENANT];
  if (!readings.includes(OTHER_TENANT)) await keepReferences(activity, deps);
  let answer: Answer = NOTHING;
  for (const reading of readings) {
    if (reading.kind !== 'skipped') answer = await deps.receive(reading);
    else deps.log[reading.surprising ? 'info' : 'debug']({ type: activity.type, reason: reading.reason }, LEFT);
  }
  return isClick(activity) ? clickAnswer(answer) : undefined;
}

const LEFT = 'left a Teams activity alone';

const OTHER_TENANT: Reading = skipped('of a tenant that has not let us in');

const isOurs = (activity: TeamsActivity, { app }: TeamsConfig): boolean =>
  app === undefined || tenantOf(activity) === app.tenantId;

/** Where we can speak first from now on: in this place, and to this person. */
async function keepReferences(activity: TeamsActivity, { references }: TakeDeps): Promise<void> {
  const { serviceUrl, from } = activity;
  const { platform, workspaceId, channelId } = placeOf(activity);
  const heard = { platform, workspaceId, conversationId: channelId, serviceUrl };
  for (const placeId of [channelId, from.id]) await references.keep({ ...heard, placeId });
}
