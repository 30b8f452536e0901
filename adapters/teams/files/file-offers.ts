import { createHash } from 'node:crypto';
import type { Address, MessageRef } from '../../../src/chat/address.ts';
import type { OutgoingMessage } from '../../../src/chat/message.ts';
import { HAND_OVER_MS, type AcceptedFile, type OfferedFiles } from '../../../src/chat/offered-files.ts';
import { PlatformError, type PlatformErrorKind } from '../../../src/chat/platform-error.ts';
import { plain } from '../../../src/chat/rich-text.ts';
import { isolate } from '../../../src/chat/rich-text/isolate.ts';
import { messageOf } from '../../../src/errors.ts';
import type { Log } from '../../../src/log.ts';
import type { TeamsActivity } from '../activity.ts';
import type { Replies } from '../calls/replies.ts';
import { postActivity, postMessage, type SpeakDeps } from '../calls/speak.ts';
import type { Seal } from '../forms/seal.ts';
import { isPersonal, placeOf } from '../place.ts';
import { renderMessage } from '../rendering/render-message.ts';
import { consentCard, infoCard } from './file-cards.ts';
import { fileUrl } from './file-hosts.ts';
import { readConsent, type UploadInfo } from './read-consent.ts';
import { uploadFile } from './upload-file.ts';

/**
 * Files in the chat between our bot and one person, which Teams lets a bot bring once that person has agreed
 * (learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4). The link of ours in the same post is what
 * holds: it is there before, instead and afterwards.
 */
export interface FileOffers {
  /** Posts once; a file's words with the question whether its reader wants it. */
  readonly post: (to: Address, message: OutgoingMessage, deliveryKey: string) => Promise<MessageRef>;
  /** When it resolves the answer is durable. The bytes follow behind: they take longer than Teams waits. */
  readonly take: (activity: TeamsActivity) => Promise<void>;
  /** Breaks off what is under way, and resolves when it is over: its question stands there still. */
  readonly stop: () => Promise<void>;
}

export interface FileOffersDeps extends SpeakDeps {
  /** What Teams keeps of a question for us: the key of its post. */
  readonly seal: Seal;
  readonly offeredFiles: OfferedFiles;
  readonly say: Replies['say'];
  readonly log: Log;
}

export function createFileOffers(deps: FileOffersDeps): FileOffers {
  const { seal, offeredFiles, log } = deps;
  const underWay = new Set<Promise<void>>();
  const stopping = new AbortController();

  const begin = (work: Promise<void>): void => {
    const done = work
      .catch((error: unknown) => log.warn({ reason: messageOf(error) }, 'a file was not handed over in Teams'))
      .finally(() => underWay.delete(done));
    underWay.add(done);
  };

  return {
    post: (to, message, deliveryKey) => post(to, message, deliveryKey, deps),
    async take(activity) {
      const consent = readConsent(activity);
      const key = consent && isPersonal(activity) ? seal.open(consent.context.offer) : undefined;
      if (!consent || key === undefined) {
        log.info('left an answer about a file in Teams alone: nothing of ours asked for it there');
        return;
      }
      const at = placeOf(activity);
      if (consent.action === 'decline') return offeredFiles.decline(key, at);
      const { uploadInfo: wanted } = consent;
      const accepted = await offeredFiles.accept(key, at, answerOf(wanted));
      if (accepted === 'too late') begin(say(at, TOO_LATE, deps));
      else if (accepted) begin(handOver(accepted, at, wanted, stopping.signal, deps));
    },
    stop: async () => {
      stopping.abort();
      await Promise.all(underWay);
    },
  };
}

/** Teams makes a place for the file each time that somebody agrees, and tells of one answer several times. */
const answerOf = ({ uploadUrl }: UploadInfo): string => createHash('sha256').update(uploadUrl).digest('base64url');

async function post(
  to: Address,
  message: OutgoingMessage,
  deliveryKey: string,
  deps: FileOffersDeps,
): Promise<MessageRef> {
  const card = consentCard(to, message, () => deps.seal.close(deliveryKey));
  if (!card) return postMessage(to, message, deps);
  try {
    return await postActivity(to, { ...renderMessage(message), attachments: [card] }, deps);
  } catch (error) {
    // Nothing stands there then. A tenant may allow no files of bots: the words must get there all the same.
    if (error instanceof PlatformError && REFUSALS.has(error.kind)) return postMessage(to, message, deps);
    throw error;
  }
}

const REFUSALS: ReadonlySet<PlatformErrorKind> = new Set(['rejected', 'unauthorized']);

async function handOver(
  accepted: AcceptedFile,
  at: Address,
  wanted: UploadInfo,
  stopping: AbortSignal,
  deps: FileOffersDeps,
): Promise<void> {
  try {
    await bring(accepted, wanted, AbortSignal.any([stopping, AbortSignal.timeout(HAND_OVER_MS)]), deps);
  } catch (error) {
    const told = stopping.aborted ? [] : [say(at, notBrought(wanted), deps)];
    await Promise.allSettled([accepted.giveBack(), ...told]);
    throw error;
  }
  // First: the file is there once, also when nobody is told so.
  await accepted.handedOver();
  await deps.say(() => postActivity(at, { type: 'message', attachments: [infoCard(wanted)] }, deps));
}

async function bring(
  accepted: AcceptedFile,
  { contentUrl, uploadUrl }: UploadInfo,
  signal: AbortSignal,
  { config }: FileOffersDeps,
): Promise<void> {
  // Before anything is read: neither is anything but Microsoft's.
  fileUrl(contentUrl, config);
  const to = fileUrl(uploadUrl, config);
  const file = await accepted.open();
  try {
    await uploadFile(to, file, signal);
  } finally {
    file.stream.destroy();
  }
}

const TOO_LATE =
  'This file was offered for a week, which is over, so it was not put into your OneDrive. Ask for it once more.';

const notBrought = ({ name }: UploadInfo): string =>
  `${isolate(name)} could not be put into your OneDrive. Press Allow again, or use the link that stands with it.`;

const say = (at: Address, words: string, deps: FileOffersDeps): Promise<void> =>
  deps.say(() => postMessage(at, { content: { kind: 'text', text: plain(words) } }, deps));
