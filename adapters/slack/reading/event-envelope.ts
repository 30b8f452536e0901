import { z } from 'zod';

const id = z.string().min(1);

const authorization = z.looseObject({
  team_id: id.nullish(),
  user_id: id.nullish(),
  is_bot: z.boolean().nullish(),
});

/** What comes around each event (docs.slack.dev/apis/events-api#event-type-structure). */
const envelopeSchema = z.looseObject({
  api_app_id: id.nullish(),
  team_id: id.nullish(),
  event_id: id.nullish(),
  authorizations: z.array(authorization).nullish(),
  event: z.looseObject({ type: z.string() }),
});

/**
 * What Bolt reaches into before any code of ours runs. It throws on a `null` where it expects an object, and a throw
 * means "send it again", for an event that no repetition makes readable.
 */
const readableByBolt = envelopeSchema.extend({
  event: z
    .looseObject({
      type: z.string(),
      channel: z.union([z.string(), z.looseObject({})]).optional(),
      item: z.looseObject({}).optional(),
      subteam: z.looseObject({}).optional(),
      user: z.union([z.string(), z.looseObject({})]).optional(),
    })
    // A function's execution is the one event whose own id Bolt wants.
    .refine((event) => event.type !== 'function_executed' || Boolean(event['function_execution_id'])),
});

export type Envelope = z.infer<typeof envelopeSchema>;

/** Whether a body is an event that nobody can read. Commands and interactions are never that. */
export const isMalformedEvent = (body: Readonly<Record<string, unknown>>): boolean =>
  'event' in body && !readableByBolt.safeParse(body).success;

export const readEnvelope = (body: unknown): Envelope => envelopeSchema.parse(body);

/** Where and as whom we received an event. */
export interface Receiver {
  /**
   * Our own installation's workspace. In a channel shared by several, the outer `team_id` may be any of theirs; the
   * first authorization is always ours (FACTS).
   */
  readonly workspaceId: string;
  readonly appId: string | undefined;
  readonly botUserId: string | undefined;
}

export function receiverOf(envelope: Envelope): Receiver | undefined {
  const ours = envelope.authorizations?.[0];
  const workspaceId = ours?.team_id ?? envelope.team_id;
  if (!workspaceId) return undefined;
  const botUserId = ours?.is_bot ? (ours.user_id ?? undefined) : undefined;
  return { workspaceId, appId: envelope.api_app_id ?? undefined, botUserId };
}
