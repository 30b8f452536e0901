import { createHash } from 'node:crypto';

const MAX_KEY_LENGTH = 190;

/** An event's key of its parts. The whole of one that is too long still tells it from any other: its end becomes the hash of all of it. */
export function keyOf(...parts: readonly string[]): string {
  const key = parts.join(':');
  if (key.length <= MAX_KEY_LENGTH) return key;
  const hash = createHash('sha256').update(key).digest('base64url');
  return `${key.slice(0, MAX_KEY_LENGTH - hash.length - 1)}:${hash}`;
}
