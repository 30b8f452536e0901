import type { Address } from '../chat/address.ts';
import type { PostedFile } from '../chat/file.ts';
import type { OutgoingMessage } from '../chat/message.ts';
import { PlatformError } from '../chat/platform-error.ts';
import type { RichText } from '../chat/rich-text.ts';
import type { Job, Turn } from '../jobs/job.ts';
import type { Composed, FileSource } from './compose.ts';
import { DeliverySchema } from './delivery.schema.ts';
import type { Instead } from './delivery.ts';
import { jobError } from './job-error.ts';
import { noteFailure } from './note-failure.ts';
import type { Way } from './way.ts';

/** After so many tries, in about two minutes, a link has to do: a file holds up what was said after it no longer. */
const MOST_TRIES = 8;

/**
 * Brings the bytes of a post that is a file to its platform, before the post itself is announced: nobody sees them
 * until then, so that this may be interrupted and repeated. Their id is committed before they are shared, as the
 * platform tells the post by nothing else.
 * @returns the post as it can be sent: with what the platform calls the bytes, or with words in their place
 */
export async function bringFile(
  way: Way,
  to: Address,
  { source, ...message }: Composed,
  job: Job,
  turn: Turn,
): Promise<OutgoingMessage> {
  const { delivery, platform } = way;
  const { content } = message;
  if (content.kind !== 'file' || !source || platform.abilities.files === 'shown') return message;
  if (delivery.instead !== null) return inWords(message, await source.instead(delivery.instead));
  if (platform.abilities.files === 'linked') return inWords(message, await source.instead('link'), content.file);
  if (delivery.uploadId !== null) return { ...message, content: { ...content, uploadId: delivery.uploadId } };
  const brought = await upload(way, to, source, job, turn);
  if ('instead' in brought) return inWords(message, await source.instead(brought.instead));
  return { ...message, content: { ...content, uploadId: brought.uploadId } };
}

/**
 * What an edit shows of a post.
 * @returns null for one that stays as it is: a file never changes, nor does what was said in its place, but for the question
 *   whether its reader wants it
 */
export async function shownByEdit(
  { delivery }: Pick<Way, 'delivery'>,
  { source, ...message }: Composed,
): Promise<OutgoingMessage | null> {
  if (!source) return message;
  // The link holds no longer than it did before.
  const { instead, sentAt } = delivery;
  return instead === 'link' ? inWords(message, await source.instead(instead, sentAt ?? undefined)) : null;
}

const inWords = (message: OutgoingMessage, text: RichText, offer?: PostedFile): OutgoingMessage => ({
  ...message,
  content: { kind: 'text', text, ...(offer && { offer }) },
});

type Brought = { readonly uploadId: string } | { readonly instead: Instead };

async function upload(
  { delivery, platform }: Way,
  to: Address,
  source: FileSource,
  job: Job,
  turn: Turn,
): Promise<Brought> {
  const { id } = delivery;
  const fault: SourceFault = { error: undefined };
  try {
    const uploadId = await turn.hold((signal) => pass(platform, to, source, fault, signal));
    await turn.unit(async (unit) => {
      await unit.update(DeliverySchema, { id }, { uploadId, uploadedAt: () => unit.dialect.nowMs });
    });
    return { uploadId };
  } catch (error) {
    const instead = insteadOf(error, fault, job);
    if (instead === null) {
      await noteFailure(delivery, turn, error);
      throw jobError(error);
    }
    await turn.unit((unit) => unit.update(DeliverySchema, { id }, { instead }));
    return { instead };
  }
}

/** What went wrong where the file comes from, as against where it goes. */
interface SourceFault {
  error: unknown;
}

async function pass(
  platform: Way['platform'],
  to: Address,
  source: FileSource,
  fault: SourceFault,
  signal: AbortSignal,
): Promise<string> {
  const note = (error: unknown): void => {
    fault.error ??= error;
  };
  const file = await source.open().catch((error: unknown) => {
    note(error);
    throw error;
  });
  file.stream.once('error', note);
  try {
    if (!platform.upload) throw new PlatformError('rejected', `${platform.name} takes no files.`);
    return await platform.upload(to, file, signal);
  } catch (error) {
    // A place that ends the transfer ends the reading, too: what it says itself counts.
    const isFinal = error instanceof PlatformError && FOR_GOOD.has(error.kind);
    throw isFinal ? error : (fault.error ?? error);
  } finally {
    file.stream.destroy();
  }
}

/** What is posted in the place of a file; null: it is worth another try, or the place itself is what failed. */
function insteadOf(error: unknown, fault: SourceFault, { attempts }: Job): Instead | null {
  if (!(error instanceof PlatformError)) return null;
  if (fault.error === error && FOR_GOOD.has(error.kind)) return error.kind === 'gone' ? 'gone' : 'unreadable';
  if (error.kind === 'rejected') return 'refused';
  if (error.kind === 'unauthorized') return 'link';
  const isWorthATry = error.kind === 'rate-limited' || error.kind === 'gone' || attempts < MOST_TRIES;
  return isWorthATry ? null : 'link';
}

const FOR_GOOD: ReadonlySet<PlatformError['kind']> = new Set(['gone', 'rejected', 'unauthorized']);
