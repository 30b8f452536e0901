import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import { AppError, notFound } from '../../errors.ts';

/** Who is given a link: one for a merchant leads nowhere once its message is kept at the desk. */
export type FileReader = 'merchant' | 'desk';

const DAY_MS = 24 * 60 * 60 * 1000;

/** A link in a chat stands there; a page makes its links anew each time. In ms. */
export const CHAT_LINK_MS = 7 * DAY_MS;
export const PAGE_LINK_MS = DAY_MS;

/** The address of a file. @param since in ms since 1970. Default: now */
export type LinkTo = (fileId: number, reader: FileReader, lifeMs: number, since?: number) => string;

/** Addresses at which somebody who has no account on a file's platform can read it, until they end. */
export interface FileLinks {
  linker(): Promise<LinkTo>;
  /**
   * @param signed what stands in the address
   * @throws AppError 404 for what we never made, 410 for one that has ended
   */
  read(signed: string): Promise<{ readonly fileId: number; readonly reader: FileReader }>;
}

const LETTERS: Readonly<Record<FileReader, string>> = { merchant: 'm', desk: 'd' };
const SIGNED = /^([md])([1-9]\d{0,14})\.([1-9]\d{0,14})\.([\w-]{43})$/;

export interface FileLinkDeps {
  readonly clock: Clock;
  /** Where browsers reach us, without a slash at the end. */
  readonly publicUrl: string;
  /** The secret with which addresses are signed, then those that were used before; the same on every replica. */
  readonly findSecrets: () => Promise<readonly string[]>;
}

export function createFileLinks({ clock, publicUrl, findSecrets }: FileLinkDeps): FileLinks {
  let known: Promise<readonly [Buffer, ...Buffer[]]> | undefined;
  const keys = () =>
    (known ??= findKeys(findSecrets).catch((error: unknown) => {
      known = undefined;
      throw error;
    }));
  return {
    async linker() {
      const [signing] = await keys();
      return (fileId, reader, lifeMs, since = clock.now().getTime()) => {
        // To the second: an address should not be longer than it must.
        const until = Math.ceil((since + lifeMs) / 1000);
        const what = `${LETTERS[reader]}${fileId}.${until}`;
        return `${publicUrl}/files/${what}.${sign(what, signing).toString('base64url')}`;
      };
    },
    async read(signed) {
      const [, letter, fileId, until, signature = ''] = SIGNED.exec(signed) ?? [];
      if (letter === undefined) throw notFound('file');
      const what = `${letter}${fileId ?? ''}.${until ?? ''}`;
      const given = Buffer.from(signature, 'base64url');
      if (!(await keys()).some((key) => timingSafeEqual(given, sign(what, key)))) throw notFound('file');
      if (Number(until) * 1000 <= clock.now().getTime()) throw ended();
      return { fileId: Number(fileId), reader: letter === LETTERS.merchant ? 'merchant' : 'desk' };
    },
  };
}

async function findKeys(findSecrets: FileLinkDeps['findSecrets']): Promise<readonly [Buffer, ...Buffer[]]> {
  const [first, ...others] = (await findSecrets()).map(keyOf);
  if (!first) throw new Error('There is no secret to sign the addresses of files with.');
  return [first, ...others];
}

const KEY_BYTES = 32;

/** Apart from all other keys that are made of the same secret. */
const keyOf = (secret: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', 'switchboard file link', KEY_BYTES));

const sign = (what: string, key: Buffer): Buffer => createHmac('sha256', key).update(what).digest();

const ended = (): AppError =>
  new AppError(
    410,
    'ended',
    'This link has ended. Open the ticket again for a new one, or ask for the file once more.',
  );
