import { z } from 'zod';
import type { TeamsActivity } from '../activity.ts';

const uploadInfo = z.object({
  name: z.string().min(1).max(400),
  contentUrl: z.string().min(1).max(8_000),
  uploadUrl: z.string().min(1).max(8_000),
  uniqueId: z.string().min(1).max(200),
  fileType: z
    .string()
    .regex(/^\w{1,20}$/)
    .optional()
    .catch(undefined),
});

export type UploadInfo = z.output<typeof uploadInfo>;

const context = z.object({ offer: z.string().min(1).max(1_000) });

const consent = z.discriminatedUnion('action', [
  z.object({ action: z.literal('accept'), context, uploadInfo }),
  z.object({ action: z.literal('decline'), context }),
]);

/** What somebody said to a file that they were offered. */
export type Consent = z.output<typeof consent>;

/** learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4 */
export const isConsent = ({ type, name }: TeamsActivity): boolean => type === 'invoke' && name === 'fileConsent/invoke';

/** @returns undefined for what is none */
export const readConsent = ({ value }: TeamsActivity): Consent | undefined => consent.safeParse(value).data;
