import { createHash } from 'node:crypto';
import { TEAMS } from '../teams-config.ts';

const MAX_KEY_LENGTH = 190;

/** An event's key of its parts. Teams' ids are long: the end of a key that is too long becomes the hash of all of it. */
export function keyOf(...parts: readonly string[]): string {
  const key = [TEAMS, ...parts].join(':');
  if (key.length <= MAX_KEY_LENGTH) return key;
  const hash = createHash('sha256').update(key).digest('base64url');
  return `${key.slice(0, MAX_KEY_LENGTH - hash.length - 1)}:${hash}`;
}
