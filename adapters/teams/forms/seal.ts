import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** Keeps what we give out and want back as it was: nobody else can read it, change it, or make one. */
export interface Seal {
  readonly close: (text: string) => string;
  /** @returns undefined for whatever we did not close ourselves */
  readonly open: (sealed: string) => string | undefined;
}

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Another purpose has another key, also where the secret is the same. */
const PURPOSES = {
  forms: 'switchboard: what Teams keeps for us',
  files: 'switchboard: the files that people in Teams are offered',
} as const;

/** Every replica with the same secret opens what another one closed; an update of ours, too. */
export function createSeal(secret: string, purpose: keyof typeof PURPOSES = 'forms'): Seal {
  const key = Buffer.from(hkdfSync('sha256', secret, '', PURPOSES[purpose], KEY_BYTES));
  return {
    close(text) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, key, nonce);
      const closed = Buffer.concat([cipher.update(deflateRawSync(text)), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), closed]).toString('base64url');
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64url');
      const tagged = NONCE_BYTES + TAG_BYTES;
      if (bytes.length <= tagged) return undefined;
      const cipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
      cipher.setAuthTag(bytes.subarray(NONCE_BYTES, tagged));
      try {
        return inflateRawSync(Buffer.concat([cipher.update(bytes.subarray(tagged)), cipher.final()])).toString('utf8');
      } catch {
        return undefined;
      }
    },
  };
}
