import { describe, expect, test } from '@jest/globals';
import { createSeal } from '../../../../adapters/teams/forms/seal.ts';

const WORDS = '{"ticketId":1042,"note":"жёлтый 🙂"}';

describe('a seal', () => {
  const seal = createSeal('hush');

  test('gives back what it closed, to whoever has the same secret', () => {
    expect(seal.open(seal.close(WORDS))).toBe(WORDS);
    expect(createSeal('hush').open(seal.close(WORDS))).toBe(WORDS);
    expect(seal.open(seal.close(''))).toBe('');
  });

  test('shows nothing of it, and is another each time', () => {
    const sealed = seal.close(WORDS);
    expect(Buffer.from(sealed, 'base64url').includes('ticketId')).toBe(false);
    expect(seal.close(WORDS)).not.toBe(sealed);
  });

  test('is broken by any change', () => {
    const bytes = Buffer.from(seal.close(WORDS), 'base64url');
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(bytes.readUInt8(at) ^ 1, at);
      expect(seal.open(changed.toString('base64url'))).toBeUndefined();
    }
    expect(seal.open(bytes.subarray(0, -1).toString('base64url'))).toBeUndefined();
  });

  test.each(['', 'AAAA', createSeal('another').close(WORDS), Buffer.from(WORDS).toString('base64url')])(
    'opens nothing of anybody else’s: %j',
    (forged) => {
      expect(seal.open(forged)).toBeUndefined();
    },
  );
});
