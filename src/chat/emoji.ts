import { createRequire } from 'node:module';

/** What is read of an emoji in `emoji-datasource`: names as Slack has them, code points in hexadecimal with hyphens. */
interface EmojiEntry {
  readonly short_names: readonly string[];
  readonly unified: string;
  /** By the code point of the skin tone, or of two where it shows two people. */
  readonly skin_variations?: Readonly<Record<string, { readonly unified: string }>>;
}

const SKIN_TONES: ReadonlyMap<string, string> = new Map([
  ['skin-tone-2', '1F3FB'],
  ['skin-tone-3', '1F3FC'],
  ['skin-tone-4', '1F3FD'],
  ['skin-tone-5', '1F3FE'],
  ['skin-tone-6', '1F3FF'],
]);

let known: Known | undefined;

interface Known {
  readonly byName: ReadonlyMap<string, EmojiEntry>;
  /** Without variation selectors, which people's keyboards set as they like. */
  readonly nameOf: ReadonlyMap<string, string>;
}

/**
 * The emoji of a short name, perhaps with a skin tone: `ticket`, `wave::skin-tone-2`. Undefined for a name that only
 * some workspace knows.
 */
export function emojiNamed(name: string): string | undefined {
  const [plainName = name, tone = ''] = name.split('::');
  const entry = readKnown().byName.get(plainName);
  const toned = entry?.skin_variations?.[SKIN_TONES.get(tone) ?? ''];
  return entry && fromCodePoints((toned ?? entry).unified);
}

/** The short name of an emoji, with its skin tone. Undefined for one that has none: it may be a workspace's own name. */
export const shortNameOf = (emoji: string): string | undefined => readKnown().nameOf.get(withoutSelectors(emoji));

/** The one way in which an emoji is known, however somebody's keyboard writes it. */
export const canonicalEmoji = (emoji: string): string => emojiNamed(shortNameOf(emoji) ?? '') ?? emoji;

/** Read when it is first needed: the data is large, and some processes never meet a name. */
function readKnown(): Known {
  if (known) return known;
  const all = createRequire(import.meta.url)('emoji-datasource/emoji.json') as readonly EmojiEntry[];
  const entries = all.map(({ short_names, unified, skin_variations }) => ({
    short_names,
    unified,
    ...(skin_variations && { skin_variations }),
  }));
  known = {
    byName: new Map(entries.flatMap((entry) => entry.short_names.map((name) => [name, entry] as const))),
    nameOf: new Map(entries.flatMap(namesOf)),
  };
  return known;
}

/** The name that Slack itself uses stands first. */
function namesOf({ short_names: [name], unified, skin_variations }: EmojiEntry): (readonly [string, string])[] {
  const toned = [...SKIN_TONES].map(
    ([tone, point]) => [skin_variations?.[point]?.unified, `${name}::${tone}`] as const,
  );
  return [[unified, name] as const, ...toned].flatMap(([codePoints, called]) => {
    const emoji = codePoints && fromCodePoints(codePoints);
    return emoji && called ? [[withoutSelectors(emoji), called] as const] : [];
  });
}

const withoutSelectors = (emoji: string): string => emoji.replaceAll('\uFE0F', '');

/** @param codePoints hexadecimal and joined by hyphens: `1f44b-1f3fb`. Undefined for what is no such thing. */
export function fromCodePoints(codePoints: string): string | undefined {
  const points = codePoints.split('-').map((point) => (/^[0-9a-f]{1,6}$/i.test(point) ? parseInt(point, 16) : NaN));
  return points.every(isCharacter) ? String.fromCodePoint(...points) : undefined;
}

const isCharacter = (point: number): boolean => point > 0 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff);

/** A short name between colons that no other word touches: the time 10:20:30 is none. */
const SHORT_NAME =
  /(?<![\p{L}\p{N}:])(:(\+1|-1|[a-z][a-z0-9_'+-]{0,60}|[0-9]{3,4}(?:_[a-z_]+)?)((?:::skin-tone-[2-6])?):)(?![\p{L}\p{N}])/gu;

/** Words with the short names in them as the emoji that they stand for; a name that nobody knows stays. */
export const withEmoji = (words: string): string =>
  words.includes(':')
    ? words.replace(SHORT_NAME, (whole, _code, name: string, tone: string) => emojiNamed(name + tone) ?? whole)
    : words;
/** An emoji as a text shows it: the character, or its short name between colons where there is none. */
export const emojiText = (emoji: string): string => (/^[\p{L}\p{N}_+:'-]+$/u.test(emoji) ? `:${emoji}:` : emoji);
