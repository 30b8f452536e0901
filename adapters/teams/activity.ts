import { z } from 'zod';

/** As long as what is kept of them. */
const id = z.string().min(1).max(190);

/** With a thread's first message behind it. */
const conversationId = z.string().regex(/^.{1,190}?(;messageid=\d{1,20})?$/);
const word = z.string().min(1).optional().catch(undefined);

const account = z.object({ id, name: word, aadObjectId: word });

/** How often an activity may name people, files or reactions: more is no person's doing. */
const MOST = 200;

const list = <T extends z.ZodType>(item: T) => z.array(item).max(MOST).optional().catch(undefined);

const mention = z.object({ type: z.literal('mention'), text: z.string(), mentioned: z.object({ id, name: word }) });

/**
 * What of an activity we read (learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference).
 * `serviceUrl` and `channelId` are required: what has none has proved nothing.
 */
export const activitySchema = z.object({
  type: z.string().min(1).max(80),
  channelId: z.string().min(1).max(80),
  serviceUrl: z.string().min(1).max(500),
  id: id.optional(),
  timestamp: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
  from: account,
  recipient: account,
  conversation: z.object({ id: conversationId, conversationType: word, tenantId: word }),
  channelData: z
    .object({
      tenant: z
        .object({ id: z.string().min(1).max(100) })
        .optional()
        .catch(undefined),
      team: z.object({ id }).optional().catch(undefined),
      channel: z.object({ id }).optional().catch(undefined),
      eventType: word,
    })
    .optional()
    .catch(undefined),
  replyToId: word,
  name: word,
  action: word,
  text: z.string().optional().catch(undefined),
  textFormat: word,
  attachments: list(
    z.object({ contentType: z.string(), content: z.unknown().optional(), contentUrl: word, name: word }),
  ),
  entities: list(z.union([mention, z.object({ type: z.string() }).transform(() => null)])),
  membersAdded: list(account),
  membersRemoved: list(account),
  reactionsAdded: list(z.object({ type: z.string().min(1).max(80) })),
  reactionsRemoved: list(z.object({ type: z.string().min(1).max(80) })),
  value: z.unknown().optional(),
});

export type TeamsActivity = z.output<typeof activitySchema>;

/** Who a text names, by the order in which it does. */
export const mentionsIn = ({ entities = [] }: TeamsActivity) => entities.filter((entity) => entity !== null);
