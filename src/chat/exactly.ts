import { Readable } from 'node:stream';
import { PlatformError } from './platform-error.ts';

/** The body of a response as a stream that gives exactly so many bytes, or fails with PlatformError. */
export function exactly(body: ReadableStream<Uint8Array> | null, bytes: number): Readable {
  const stream = Readable.from(counted(body ?? [], bytes), { objectMode: false });
  // Of what nobody has begun to read nothing else lets go.
  stream.once('close', () => void body?.cancel().catch(() => undefined));
  return stream;
}

async function* counted(body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, bytes: number) {
  let read = 0;
  try {
    for await (const chunk of body) {
      read += chunk.byteLength;
      if (read > bytes) throw new PlatformError('rejected', 'The file is larger than it was said to be.');
      yield chunk;
    }
  } catch (error) {
    throw error instanceof PlatformError ? error : new PlatformError('transient', 'The file broke off on its way.');
  }
  if (read < bytes) throw new PlatformError('transient', 'The file broke off on its way.');
}
