import type { Reader } from '../storage/unit.ts';
import { MerchantSchema, type Merchant } from './merchant.schema.ts';

/** What follows a company's name and does not tell it from another. */
const LEGAL_FORMS = new Set([
  'ag',
  'bv',
  'co',
  'company',
  'corp',
  'gmbh',
  'inc',
  'llc',
  'ltd',
  'plc',
  'sa',
  'sas',
  'srl',
]);

/** Merchants who are, or may be, the one that somebody means. */
export interface NamedSo {
  /** Whose name is the same but for case and spaces. */
  readonly same: readonly Merchant[];
  /** Whose name is so near that one of the two may be a slip. */
  readonly near: readonly Merchant[];
}

export async function findNamedSo(reader: Reader, name: string): Promise<NamedSo> {
  const merchants = await reader.find(MerchantSchema, { order: { id: 'ASC' } });
  const same = merchants.filter((merchant) => spellingOf(merchant.name) === spellingOf(name));
  return { same, near: merchants.filter((merchant) => !same.includes(merchant) && areNear(merchant.name, name)) };
}

/** The same for names that differ in case and spaces alone. */
export const spellingOf = (name: string): string => name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();

function areNear(one: string, other: string): boolean {
  const [a, b] = [coreOf(one), coreOf(other)];
  return a === b || distance(a, b) <= slipsIn(Math.min(a.length, b.length));
}

/** So many letters may be wrong in a name. */
const slipsIn = (length: number): number => (length < 4 ? 0 : length < 8 ? 1 : 2);

/** A name without accents, punctuation, spaces and its company's legal form. */
function coreOf(name: string): string {
  const words = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const core = words.filter((word, index) => index === 0 || !LEGAL_FORMS.has(word)).join('');
  return core === '' ? spellingOf(name) : core;
}

/** How many letters have to be changed, added or left out (Levenshtein). */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return Infinity;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of Array.from(a).entries()) {
    const next = [i + 1];
    for (const [j, other] of Array.from(b).entries()) {
      const change = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(change, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
