import { z } from 'zod';
import type { FileAddress } from '../../../src/chat/file-addresses.ts';
import type { AttachedFile, FileRef } from '../../../src/chat/file.ts';
import type { Block } from '../../../src/chat/rich-text.ts';
import { isSafeUrl, linkTo } from '../../../src/chat/rich-text/links.ts';
import { soundText } from '../../../src/chat/rich-text/sound-text.ts';
import type { TeamsActivity } from '../activity.ts';
import { tenantOf } from '../place.ts';
import { TEAMS } from '../teams-config.ts';
import { onlyInTeams } from './only-in-teams.ts';

type Attachment = NonNullable<TeamsActivity['attachments']>[number];

/** learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4: only in personal chats. */
const DOWNLOAD_INFO = 'application/vnd.microsoft.teams.file.download.info';

/** A file that stands in SharePoint, as messages of Microsoft Graph have it. */
const REFERENCE = 'reference';

/** What another app has put into a message, or makes of a link in it. */
const CARD = 'application/vnd.microsoft.card.';

const downloadInfo = z.object({
  downloadUrl: z.string().min(1).max(8_000),
  uniqueId: z.string().regex(/^[\w-]{1,100}$/),
  fileType: z
    .string()
    .regex(/^\w{1,20}$/)
    .optional()
    .catch(undefined),
});

/** An image that somebody pasted or sent, which the service itself keeps. */
const IMAGE_PATH = /^.+\/v3\/attachments\/([\w.~-]{1,140}\/views\/[\w.~-]{1,30})$/;

interface Found {
  readonly file: AttachedFile;
  readonly address: FileAddress;
  /** It stands in the words, too. */
  readonly isImage: boolean;
}

interface Attached {
  readonly files: readonly AttachedFile[];
  /** How many of the files stand in the words, too. */
  readonly images: number;
  readonly notes: readonly Block[];
}

/** What is attached to a message: files that a bot may read, and words for those that it may not. */
export function readFiles(activity: TeamsActivity): Attached {
  const sorted = sortAll(activity);
  const found = sorted.filter(isFound);
  return {
    files: found.map(({ file }) => file),
    images: found.filter(({ isImage }) => isImage).length,
    notes: sorted.flatMap((one) => (isFound(one) ? [] : [one])),
  };
}

/** Where its files are read: Teams tells it with the message, and never again. */
export const addressesIn = (activity: TeamsActivity): readonly (readonly [FileRef, FileAddress])[] =>
  sortAll(activity).flatMap((one) => {
    if (!isFound(one)) return [];
    const { nativeId } = one.file;
    return [[{ platform: TEAMS, workspaceId: tenantOf(activity), nativeId }, one.address] as const];
  });

const isFound = (one: Found | Block): one is Found => 'file' in one;

function sortAll({ attachments = [] }: TeamsActivity): (Found | Block)[] {
  const sorted = attachments.flatMap((attachment) => sortAttachment(attachment) ?? []);
  const named = attachments.flatMap(({ contentType, content }) =>
    contentType === HTML && typeof content === 'string' ? (content.match(ATTACHED) ?? []) : [],
  );
  const told = attachments.filter(({ contentType }) => contentType !== HTML);
  return named.length > told.length ? [...sorted, noted('something attached')] : sorted;
}

const HTML = 'text/html';

/** Where something stands in a message that a bot is not given: in channels a file is seen through Graph alone. */
const ATTACHED = /<attachment\s+id=/gi;

function sortAttachment({ contentType, content, contentUrl, name: title }: Attachment): Found | Block | undefined {
  const name = nameOf(title);
  if (contentType === DOWNLOAD_INFO) {
    const info = downloadInfo.safeParse(content).data;
    if (!info) return noted(named(name));
    const { uniqueId: nativeId, downloadUrl: url, fileType } = info;
    const shown = name ?? (fileType === undefined ? 'file' : `file.${fileType}`);
    return { file: { nativeId, name: shown, type: null, bytes: null }, address: { url, name: shown }, isImage: false };
  }
  if (contentType.startsWith('image/')) return sortImage(contentType, contentUrl, name);
  if (contentType.startsWith(CARD)) return noted('a card');
  return contentType === REFERENCE ? linked(name, contentUrl) : undefined;
}

function sortImage(contentType: string, contentUrl: string | undefined, name: string | undefined): Found | Block {
  const [url = '', nativeId] = IMAGE_PATH.exec(contentUrl ?? '') ?? [];
  if (nativeId === undefined) return noted(name === undefined ? 'an image' : named(name));
  // Teams says `image/*` of what somebody has pasted.
  const type = contentType === 'image/*' ? null : contentType;
  const shown = name ?? 'image';
  return { file: { nativeId, name: shown, type, bytes: null }, address: { url, name: shown }, isImage: true };
}

/** On one line, and turning no direction of writing: that is how `exe.pdf` is shown for a program. */
const nameOf = (title: string | undefined): string | undefined =>
  soundText(title ?? '')
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, '')
    .trim() || undefined;

const named = (name: string | undefined): string => (name === undefined ? 'a file' : `file: ${name}`);

const noted = (what: string): Block => ({ type: 'paragraph', children: [{ type: 'text', value: onlyInTeams(what) }] });

/** Whoever may see it there follows its address. */
function linked(name: string | undefined, url: string | undefined): Block {
  if (url === undefined || !isSafeUrl(url)) return noted(named(name));
  return { type: 'paragraph', children: [{ type: 'text', value: `${onlyInTeams(named(name))} ` }, linkTo(url)] };
}
