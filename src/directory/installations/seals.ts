import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { AppError } from '../../errors.ts';

/** Keeps secrets in the database so that whoever reads it without our key reads nothing. */
export interface Seals {
  /** @param owner whose secret it is: it can be opened for nobody else */
  readonly seal: (secret: string, owner: string) => string;
  /** @throws AppError that says what to do */
  readonly open: (sealed: string, owner: string) => string;
  /** Whether it was sealed with the key that is used for sealing now. */
  readonly isCurrent: (sealed: string) => boolean;
}

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const ID_BYTES = 6;
/** Of which a random one may be used 2^32 times with one key (NIST SP 800-38D, 8.3). */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = 'v1';

interface Key {
  readonly id: string;
  readonly bytes: Buffer;
}

/**
 * @param secret the text of which the key is made
 * @param before the one that was used until now: what was sealed with it can still be opened
 */
export function createSeals(secret: string, before?: string): Seals {
  const current = keyOf(secret);
  const keys = [current, ...(before === undefined ? [] : [keyOf(before)])];
  return {
    seal: (text, owner) => seal(current, text, owner),
    open: (sealed, owner) => {
      const key = keys.find(({ id }) => id === keyIdOf(sealed));
      if (!key) throw otherSecret();
      return open(key, sealed, owner);
    },
    isCurrent: (sealed) => keyIdOf(sealed) === current.id,
  };
}

/** The key and its name are made of the secret apart: the name, which stands beside what is sealed, tells nothing. */
function keyOf(secret: string): Key {
  const derive = (what: string, bytes: number) => Buffer.from(hkdfSync('sha256', secret, '', what, bytes));
  return { id: derive('switchboard seal: id', ID_BYTES).toString('hex'), bytes: derive('switchboard seal', KEY_BYTES) };
}

function seal({ id, bytes }: Key, text: string, owner: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, bytes, nonce, { authTagLength: TAG_BYTES }).setAAD(boundTo(id, owner));
  const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${VERSION}.${id}.${sealed.toString('base64url')}`;
}

function open({ id, bytes }: Key, sealed: string, owner: string): string {
  const data = Buffer.from(sealed.split('.')[2] ?? '', 'base64url');
  if (data.length < NONCE_BYTES + TAG_BYTES) throw damaged();
  const nonce = data.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv(CIPHER, bytes, nonce, { authTagLength: TAG_BYTES }).setAAD(boundTo(id, owner));
  decipher.setAuthTag(data.subarray(-TAG_BYTES));
  try {
    return decipher.update(data.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    throw damaged();
  }
}

/** What is sealed for one cannot be moved to another. */
const boundTo = (keyId: string, owner: string): Buffer => Buffer.from(`${VERSION}.${keyId}.${owner}`);

function keyIdOf(sealed: string): string | undefined {
  const [version, id] = sealed.split('.');
  return version === VERSION ? id : undefined;
}

/** The code of the error for what none of our keys opens. */
export const OTHER_SECRET = 'other_secret';

const otherSecret = (): AppError =>
  new AppError(
    500,
    OTHER_SECRET,
    'The database holds tokens that were encrypted with another SWITCHBOARD_SECRET. Set it back to what it was; to ' +
      'change it, put the former one into SWITCHBOARD_SECRET_BEFORE.',
  );

const damaged = (): AppError =>
  new AppError(
    500,
    'damaged',
    'An encrypted token in the database is damaged or was moved there from elsewhere: install the app again there.',
  );
