import type { AttachedFile } from '../../chat/file.ts';

/** What crosses with one message at most. */
export const MOST_FILES = 20;
export const MOST_BYTES = 100 * 1024 * 1024;

/**
 * Which files of a message are left out: the first that fit cross. One whose size nobody has told yet counts as none;
 * it is asked for again before it is brought.
 */
export function findLeftOut(files: readonly Pick<AttachedFile, 'bytes'>[]): ReadonlySet<number> {
  const leftOut = new Set<number>();
  let bytes = 0;
  for (const [index, file] of files.entries()) {
    const isOneTooMany = index - leftOut.size >= MOST_FILES;
    if (isOneTooMany || bytes + (file.bytes ?? 0) > MOST_BYTES) leftOut.add(index);
    else bytes += file.bytes ?? 0;
  }
  return leftOut;
}
