/** What Slack's composer makes of what a person types: the `text` with its own markup, and the same as rich text. */
export interface Composed {
  readonly text: string;
  readonly blocks: readonly unknown[];
}

interface Piece {
  readonly text: string;
  readonly element: Readonly<Record<string, unknown>>;
}

/** The few emoji that tests use; Slack sends each as its short name, however it was typed. */
const EMOJI: readonly (readonly [name: string, character: string])[] = [
  ['ticket', '🎫'],
  ['eyes', '👀'],
  ['wave', '👋'],
  ['pray', '🙏'],
  ['tada', '🎉'],
  ['white_check_mark', '✅'],
  ['+1', '👍'],
];

const EMOJI_PATTERN = EMOJI.flatMap(([name, character]) => [`:${name.replace('+', '\\+')}:`, character]).join('|');

/** Mention, channel, address, broadcast, emoji: in this order the groups of the pattern. */
const TOKENS = new RegExp(
  `<@(\\w+)>|<#(\\w+)>|(https?://[^\\s<>]+)|@(channel|here|everyone)\\b|(${EMOJI_PATTERN})`,
  'gu',
);

export function composeText(typed: string): Composed {
  const pieces = cutPieces(typed);
  return {
    text: pieces.map((piece) => piece.text).join(''),
    blocks: [
      {
        type: 'rich_text',
        block_id: 'typed',
        elements: [{ type: 'rich_text_section', elements: pieces.map((piece) => piece.element) }],
      },
    ],
  };
}

function cutPieces(typed: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of typed.matchAll(TOKENS)) {
    if (match.index > end) pieces.push(plainPiece(typed.slice(end, match.index)));
    pieces.push(tokenPiece(match));
    end = match.index + match[0].length;
  }
  if (end < typed.length) pieces.push(plainPiece(typed.slice(end)));
  return pieces;
}

const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const plainPiece = (text: string): Piece => ({ text: escapeText(text), element: { type: 'text', text } });

function tokenPiece([token, user, channel, url, range]: RegExpExecArray): Piece {
  if (user !== undefined) return { text: `<@${user}>`, element: { type: 'user', user_id: user } };
  if (channel !== undefined) return { text: `<#${channel}>`, element: { type: 'channel', channel_id: channel } };
  if (url !== undefined) return { text: `<${url.replaceAll('&', '&amp;')}>`, element: { type: 'link', url } };
  if (range !== undefined) return { text: `<!${range}>`, element: { type: 'broadcast', range } };
  return emojiPiece(token);
}

function emojiPiece(token: string): Piece {
  const [name, character] = EMOJI.find(([short, typed]) => token === `:${short}:` || token === typed)!;
  const unicode = character.codePointAt(0)!.toString(16);
  return { text: `:${name}:`, element: { type: 'emoji', name, unicode } };
}
