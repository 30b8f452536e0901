import { crc32 } from 'node:zlib';

/** Signatures and versions of APPNOTE 6.3 (pkware.com/appnote), for entries that are stored as they are. */
const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const VERSION = 20;

/** Names are UTF-8. */
const FLAGS = 0x0800;

/** 1 January 1980, the first day that a zip knows: the same files make the same bytes. */
const DATE = 0x0021;

/**
 * A zip of a few small files, as they are: pictures are packed already. Its parts and all of it are below 4 GB.
 * @param files their bytes by their names
 */
export function zip(files: Readonly<Record<string, Buffer>>): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [path, bytes] of Object.entries(files)) {
    const name = Buffer.from(path);
    const about = numbers([VERSION, 2], [FLAGS, 2], [0, 2], [0, 2], [DATE, 2], [crc32(bytes), 4], [bytes.length, 4]);
    const sizes = numbers([bytes.length, 4], [name.length, 2], [0, 2]);
    const body = [numbers([LOCAL, 4]), about, sizes, name, bytes];
    const nothingMore = numbers([0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]);
    directory.push(numbers([CENTRAL, 4], [VERSION, 2]), about, sizes, nothingMore, name);
    bodies.push(...body);
    offset += Buffer.concat(body).length;
  }
  const count = Object.keys(files).length;
  const length = Buffer.concat(directory).length;
  const end = numbers([END, 4], [0, 2], [0, 2], [count, 2], [count, 2], [length, 4], [offset, 4], [0, 2]);
  return Buffer.concat([...bodies, ...directory, end]);
}

/** Little-endian, each with its size in bytes. */
function numbers(...values: readonly (readonly [value: number, bytes: number])[]): Buffer {
  return Buffer.concat(
    values.map(([value, bytes]) => {
      const buffer = Buffer.alloc(bytes);
      buffer.writeUIntLE(value, 0, bytes);
      return buffer;
    }),
  );
}
