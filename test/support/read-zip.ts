import { crc32 } from 'node:zlib';

/** The files of a zip whose entries are stored as they are, by its directory, as whoever unpacks it goes about it. */
export function readZip(bytes: Buffer): Readonly<Record<string, Buffer>> {
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  const files: Record<string, Buffer> = {};
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (bytes.subarray(at, at + 4).toString('latin1') !== 'PK\x01\x02') throw new Error('There is no such entry.');
    const [sum, size] = [bytes.readUInt32LE(at + 16), bytes.readUInt32LE(at + 24)];
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.subarray(at + 46, at + 46 + nameLength).toString('utf8');
    const local = bytes.readUInt32LE(at + 42);
    const begin = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const file = bytes.subarray(begin, begin + size);
    if (bytes.subarray(local, local + 4).toString('latin1') !== 'PK\x03\x04') throw new Error(`${name} is not there.`);
    if (crc32(file) !== sum) throw new Error(`${name} is broken.`);
    files[name] = file;
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  if (at !== end) throw new Error('Something stands behind the directory.');
  return files;
}
