import type { types } from '@slack/bolt';
import type { MessageRef } from '../../../src/chat/address.ts';
import type { Author, OutgoingMessage } from '../../../src/chat/message.ts';
import { plain, type RichText } from '../../../src/chat/rich-text.ts';
import { cut, wellFormed } from '../text/escape-text.ts';
import type { Permalink } from './render-actions.ts';
import { renderCard } from './render-card.ts';
import { renderDate } from '../text/render-date.ts';
import { fallbackText, richTextBlock } from '../text/render-rich-text.ts';
import { SLACK } from '../slack-config.ts';

const USERNAME_LENGTH = 80;
const MAX_URL_LENGTH = 2_000;

/** Line breaks, control characters, and those that turn the direction of writing: none belongs in a name. */
const INVISIBLE = /[\p{Cc}\p{Zl}\p{Zp}\s\u200B\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]+/gu;

/** Most of one post, in the units of `textLength`: posts of 11,300 were refused, of 9,600 not (slackapi/bolt-js#2867). */
export const MAX_TEXT_LENGTH = 9_000;

/** What `chat.postMessage`, `chat.postEphemeral` and `chat.update` have in common; nothing in it is parsed as markup. */
export interface RenderedMessage {
  readonly text: string;
  readonly blocks: types.KnownBlock[];
  readonly parse: 'none';
  readonly link_names: false;
}

export function renderMessage({ content, saidAt }: OutgoingMessage, permalink: Permalink): RenderedMessage {
  const blocks = content.kind === 'card' ? renderCard(content.card, permalink) : [richTextBlock(wordsOf(content))];
  const text = wordsOf(content);
  return {
    text: fallbackText(text),
    // A card of which nothing is left still says what it is about.
    blocks: [...(blocks.length > 0 ? blocks : [richTextBlock(text)]), ...(saidAt ? [renderSaidAt(saidAt)] : [])],
    parse: 'none',
    link_names: false,
  };
}

function wordsOf(content: OutgoingMessage['content']): RichText {
  if (content.kind === 'text') return content.text;
  return plain(content.kind === 'card' ? content.summary : content.file.name);
}

/** The face of a post (chat:write.customize). Without a usable name the bot shows its own. */
export function renderAuthor(author: Author | undefined): { readonly username?: string; readonly icon_url?: string } {
  const name = cut(
    wellFormed(author?.name ?? '')
      .replace(INVISIBLE, ' ')
      .trim(),
    USERNAME_LENGTH,
  );
  const avatar = author?.avatarUrl ?? '';
  const isShown = avatar.startsWith('https://') && avatar.length <= MAX_URL_LENGTH && URL.canParse(avatar);
  return { ...(name && { username: name }), ...(isShown && { icon_url: avatar }) };
}

export const renderSaidAt = (saidAt: Date): types.ContextBlock => ({
  type: 'context',
  elements: [{ type: 'mrkdwn', text: `Said at ${renderDate(saidAt)}`, verbatim: true }],
});

/** Permalinks as Slack forms them. A message of another platform has none here. */
export const permalinksOf =
  (workspaceUrl: string | undefined): Permalink =>
  (to: MessageRef) => {
    if (workspaceUrl === undefined || to.platform !== SLACK) return undefined;
    const thread = to.threadId ? `?thread_ts=${to.threadId}&cid=${to.channelId}` : '';
    return `${workspaceUrl}archives/${to.channelId}/p${to.messageId.replace('.', '')}${thread}`;
  };
