/**
 * Reactions arrive by Slack's short name only. These are the ones that mean something to a support desk, as the
 * characters they stand for; any other keeps its short name.
 */
const UNICODE: ReadonlyMap<string, string> = new Map([
  ['ticket', '🎫'],
  ['admission_tickets', '🎟️'],
  ['eyes', '👀'],
  ['white_check_mark', '✅'],
  ['heavy_check_mark', '✔️'],
  ['x', '❌'],
  ['+1', '👍'],
  ['thumbsup', '👍'],
  ['-1', '👎'],
  ['thumbsdown', '👎'],
  ['raised_hands', '🙌'],
  ['raising_hand', '🙋'],
  ['pray', '🙏'],
  ['wave', '👋'],
  ['ok_hand', '👌'],
  ['heart', '❤️'],
  ['tada', '🎉'],
  ['rotating_light', '🚨'],
  ['warning', '⚠️'],
  ['question', '❓'],
  ['exclamation', '❗'],
  ['fire', '🔥'],
  ['bug', '🐛'],
  ['hourglass', '⌛'],
]);

/** @param name a short name, perhaps with a skin tone: `ticket`, `wave::skin-tone-2` */
export function emojiOf(name: string): string {
  const [plainName = name] = name.split('::');
  return UNICODE.get(plainName) ?? name;
}

/** @param codePoints hexadecimal and joined by hyphens, as Slack writes them: `1f44b-1f3fb` */
export function fromCodePoints(codePoints: string): string | undefined {
  const points = codePoints.split('-').map((point) => (/^[0-9a-f]{1,6}$/i.test(point) ? parseInt(point, 16) : NaN));
  return points.every((point) => point > 0 && point <= 0x10ffff) ? String.fromCodePoint(...points) : undefined;
}
