import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** The name of the secret with which passes are signed. */
export const PASS_SECRET = 'pass';

const BYTES = 32;

/** Something that only its bearer knows. */
export const makeToken = (): string => randomBytes(BYTES).toString('base64url');

/** What is kept of it: whoever reads the database cannot sign in with that. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/** A short-lived pass for one session, as text: `<session>.<expiry>.<signature>`. */
export function signPass(sessionId: number, expiresAt: Date, secret: string): string {
  const said = `${sessionId}.${expiresAt.getTime()}`;
  return `${said}.${signatureOf(said, secret)}`;
}

/** @returns the session's id, or null for a pass that is forged or over */
export function readPass(pass: string, now: Date, secret: string): number | null {
  const [, said, sessionId, expiry, signature] = /^((\d{1,15})\.(\d{1,15}))\.([\w-]+)$/.exec(pass) ?? [];
  if (said === undefined || signature === undefined) return null;
  const [given, right] = [Buffer.from(signature), Buffer.from(signatureOf(said, secret))];
  if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
  return Number(expiry) > now.getTime() ? Number(sessionId) : null;
}

const signatureOf = (said: string, secret: string): string =>
  createHmac('sha256', secret).update(said).digest('base64url');
