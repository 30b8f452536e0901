import type { RawData } from 'ws';

/** The JSON in a frame; undefined when there is none. */
export function readFrame(data: RawData): unknown {
  try {
    return JSON.parse(textOf(data)) as unknown;
  } catch {
    return undefined;
  }
}

const textOf = (data: RawData): string =>
  (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as ArrayBuffer)).toString('utf8');
