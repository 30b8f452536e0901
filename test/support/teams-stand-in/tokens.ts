import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';

/** A key with which the service signs, by the name under which it publishes it. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  /** As it stands in the key set. */
  readonly jwk: Readonly<Record<string, unknown>>;
}

export function makeKey(kid: string): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = {
    ...publicKey.export({ format: 'jwk' }),
    kid,
    use: 'sig',
    alg: 'RS256',
    endorsements: ['msteams', 'emulator', 'webchat'],
  };
  return { kid, privateKey, jwk };
}

export type Claims = Readonly<Record<string, unknown>>;

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

/** A JSON web token, RS256, or with no signature at all. */
export function makeToken({ kid, privateKey }: SigningKey, claims: Claims, alg: 'RS256' | 'none' = 'RS256'): string {
  const signed = `${encode({ alg, kid, typ: 'JWT' })}.${encode(claims)}`;
  if (alg === 'none') return `${signed}.`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(privateKey).toString('base64url')}`;
}
