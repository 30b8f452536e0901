import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Address, MessageRef } from '../../src/chat/address.ts';
import type { OutgoingMessage } from '../../src/chat/message.ts';
import type { OfferedFile, OfferedFiles } from '../../src/chat/offered-files.ts';
import { PlatformError } from '../../src/chat/platform-error.ts';
import { plain } from '../../src/chat/rich-text.ts';
import { isolate } from '../../src/chat/rich-text/isolate.ts';
import { messageOf } from '../../src/errors.ts';
import type { Log } from '../../src/log.ts';
import type { TeamsActivity } from './activity.ts';
import { fileUrl } from './file-hosts.ts';
import { isPersonal, isPersonalId, placeOf } from './place.ts';
import { readConsent, type UploadInfo } from './read-consent.ts';
import { authorName } from './render-author.ts';
import { renderMessage } from './render-message.ts';
import type { Seal } from './seal.ts';
import { editActivity, postActivity, postMessage, type SpeakDeps } from './speak.ts';
import { MOST_UPLOAD_BYTES, uploadFile } from './upload-file.ts';

/**
 * Files in the chat between our bot and one person, which Teams lets a bot bring once that person has agreed
 * (learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4). The link of ours in the same post is what
 * holds: it is there before, instead and afterwards.
 */
export interface FileOffers {
  /** Posts once; a file's words with the question whether its reader wants it. */
  readonly post: (to: Address, message: OutgoingMessage, deliveryKey: string) => Promise<MessageRef>;
  /** Goes on behind the response: bytes take longer than Teams waits. */
  readonly take: (activity: TeamsActivity) => void;
  /** Breaks off what is under way, and resolves when it is over: the question stands there still. */
  readonly stop: () => Promise<void>;
}

export interface FileOffersDeps extends SpeakDeps {
  readonly seal: Seal;
  readonly offeredFiles: OfferedFiles;
  readonly log: Log;
}

const CONSENT_CARD = 'application/vnd.microsoft.teams.card.file.consent';
const INFO_CARD = 'application/vnd.microsoft.teams.card.file.info';

/** What Teams keeps of an offer for us: its own id, which post it is, and that without the question. */
const kept = z.object({ id: z.string(), key: z.string(), words: z.looseObject({}) });

type Kept = z.output<typeof kept>;

/** Answers of which we know that they were taken: Teams sends an invoke twice, and again. */
const MOST_TAKEN = 1_000;

export function createFileOffers(deps: FileOffersDeps): FileOffers {
  const underWay = new Map<string, Promise<void>>();
  const taken = new Set<string>();
  const stopping = new AbortController();

  const begin = (id: string, work: () => Promise<void>): void => {
    if (underWay.has(id) || taken.has(id) || stopping.signal.aborted) return;
    const done = work()
      .then(() => remember(taken, id))
      .catch((error: unknown) => deps.log.warn({ reason: messageOf(error) }, 'a file was not handed over in Teams'))
      .finally(() => underWay.delete(id));
    underWay.set(id, done);
  };

  return {
    post: (to, message, deliveryKey) => post(to, message, deliveryKey, deps),
    take(activity) {
      const consent = readConsent(activity);
      const offer = consent && open(consent.context.offer, deps.seal);
      if (!offer || !isPersonal(activity)) return;
      const at = placeOf(activity);
      const wanted = consent.action === 'accept' ? consent.uploadInfo : undefined;
      begin(offer.id, () => settle(offer, at, wanted, stopping.signal, deps));
    },
    stop: async () => {
      stopping.abort();
      await Promise.all(underWay.values());
    },
  };
}

function remember(taken: Set<string>, id: string): void {
  taken.add(id);
  for (const oldest of taken) {
    if (taken.size <= MOST_TAKEN) return;
    taken.delete(oldest);
  }
}

function open(sealed: string, seal: Seal): Kept | undefined {
  const text = seal.open(sealed);
  return text === undefined ? undefined : kept.safeParse(JSON.parse(text)).data;
}

async function post(
  to: Address,
  message: OutgoingMessage,
  deliveryKey: string,
  deps: FileOffersDeps,
): Promise<MessageRef> {
  const card = to.visibleTo === undefined ? consentCard(to, message, deliveryKey, deps.seal) : undefined;
  if (!card) return postMessage(to, message, deps);
  try {
    return await postActivity(to, { ...renderMessage(message), attachments: [card] }, deps);
  } catch (error) {
    // Nothing stands there then. A tenant may allow no files of bots: the words must get there all the same.
    if (error instanceof PlatformError && error.kind === 'rejected') return postMessage(to, message, deps);
    throw error;
  }
}

function consentCard(to: Address, message: OutgoingMessage, key: string, seal: Seal): object | undefined {
  const { content, author } = message;
  if (content.kind !== 'text' || !content.offer || !isPersonalId(to.channelId)) return undefined;
  const { name, bytes } = content.offer;
  if (bytes === null || bytes === 0 || bytes > MOST_UPLOAD_BYTES) return undefined;
  const context = { offer: seal.close(JSON.stringify({ id: randomUUID(), key, words: renderMessage(message) })) };
  const from = authorName(author);
  const description = `${from === undefined ? 'A file' : `From ${from}`}. Allow puts a copy into your OneDrive.`;
  const question = { description, sizeInBytes: bytes, acceptContext: context, declineContext: context };
  return { contentType: CONSENT_CARD, name, content: question };
}

/** Does what was said to the offer, and takes the question away. */
async function settle(
  { key, words }: Kept,
  at: Address,
  wanted: UploadInfo | undefined,
  signal: AbortSignal,
  deps: FileOffersDeps,
): Promise<void> {
  const offered = await deps.offeredFiles.find(key, at);
  if (!offered) return wanted && say(at, TAKEN_BACK, deps);
  if (wanted) await handOver(offered, at, wanted, signal, deps);
  await editActivity(offered.post, words, deps);
}

async function handOver(
  offered: OfferedFile,
  at: Address,
  wanted: UploadInfo,
  signal: AbortSignal,
  deps: FileOffersDeps,
): Promise<void> {
  try {
    await bring(offered, wanted, signal, deps);
  } catch (error) {
    if (!signal.aborted) await say(at, notBrought(wanted.name), deps);
    throw error;
  }
  const { name, contentUrl, uniqueId, fileType } = wanted;
  const card = { contentType: INFO_CARD, name, contentUrl, content: { uniqueId, fileType } };
  await postActivity(at, { type: 'message', attachments: [card] }, deps);
}

async function bring(
  offered: OfferedFile,
  { contentUrl, uploadUrl }: UploadInfo,
  signal: AbortSignal,
  { config }: FileOffersDeps,
): Promise<void> {
  // Before anything is read: neither is anything but Microsoft's.
  fileUrl(contentUrl, config);
  fileUrl(uploadUrl, config);
  const file = await offered.open();
  try {
    await uploadFile(uploadUrl, file, signal, config);
  } finally {
    file.stream.destroy();
  }
}

const TAKEN_BACK = 'This file was taken back, so there is nothing to put into your OneDrive.';

const notBrought = (name: string): string =>
  `${isolate(name)} could not be put into your OneDrive. The link that stands with it still works.`;

async function say(at: Address, words: string, deps: FileOffersDeps): Promise<void> {
  await postMessage(at, { content: { kind: 'text', text: plain(words) } }, deps);
}
