import type { Address } from '../../src/chat/address.ts';
import type { Receive } from '../../src/chat/chat-platform.ts';
import { NOTHING, type Answer } from '../../src/chat/inbound-event.ts';
import { messageOf } from '../../src/errors.ts';
import type { Log } from '../../src/log.ts';
import { isPersonal, placeOf, tenantOf } from './place.ts';
import type { TeamsActivity } from './activity.ts';
import { clickAnswer, NO_FORMS } from './invoke-answers.ts';
import { isClick, readActivity } from './read-activity.ts';
import type { KeepReferences } from './references.ts';
import { skipped, type Reading } from './reading.ts';
import type { TeamsConfig } from './teams-config.ts';

export interface TakeDeps {
  readonly config: TeamsConfig;
  readonly receive: Receive;
  readonly references: KeepReferences;
  /** Says it where an order was given: Teams has no other place for an answer. */
  readonly reply: (to: Address, text: string) => Promise<void>;
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
  if (isClick(activity)) return clickAnswer(answer);
  // Not waited for: Teams would send the order again.
  void tell(activity, answer, deps);
  return undefined;
}

/** An order is answered in the thread that it begins, or in which it was given. What fails is asked for once more by hand. */
async function tell(activity: TeamsActivity, answer: Answer, { reply, log }: TakeDeps): Promise<void> {
  const words = answer.kind === 'open-form' ? NO_FORMS : answer.kind === 'say-privately' ? answer.text : undefined;
  if (words === undefined) return;
  const place = placeOf(activity);
  const threadId = place.threadId ?? activity.id;
  const to = isPersonal(activity) || threadId === undefined ? place : { ...place, threadId };
  await reply(to, words).catch((error: unknown) => {
    log.warn({ reason: messageOf(error) }, 'could not tell a person in Teams what came of their order');
  });
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
