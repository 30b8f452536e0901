import { randomUUID } from 'node:crypto';
import { shownText } from './shown-text.ts';
import type { StandingMessage } from './world.ts';

const CONSENT_CARD = 'application/vnd.microsoft.teams.card.file.consent';
const INFO_CARD = 'application/vnd.microsoft.teams.card.file.info';

interface FileCard {
  readonly contentType: string;
  readonly name: string;
  readonly content: { readonly acceptContext?: object; readonly declineContext?: object };
}

const cardsIn = ({ activity }: Pick<StandingMessage, 'activity'>, contentType: string): readonly FileCard[] =>
  ((activity['attachments'] ?? []) as FileCard[]).filter((card) => card.contentType === contentType);

/** What a post shows of a file, beside its words. */
export function fileShown(post: StandingMessage): 'question' | 'file' | undefined {
  if (cardsIn(post, CONSENT_CARD).length > 0) return 'question';
  return cardsIn(post, INFO_CARD).length > 0 ? 'file' : undefined;
}

/** An answer to the question of a post. @param addressOf a file, or a place for one */
export function consentTo(
  post: StandingMessage,
  action: 'accept' | 'decline',
  addressOf: (name: string) => string,
): Readonly<Record<string, unknown>> {
  const [card] = cardsIn(post, CONSENT_CARD);
  if (!card) throw new Error(`Nothing is offered by: ${shownText(post.activity)}`);
  const { name, content } = card;
  const place = { contentUrl: addressOf(name), uploadUrl: addressOf(randomUUID()) };
  const answer =
    action === 'accept'
      ? { context: content.acceptContext, uploadInfo: { ...place, name, uniqueId: randomUUID(), fileType: 'bin' } }
      : { context: content.declineContext };
  const value = { type: 'fileUpload', action, ...answer };
  return { type: 'invoke', name: 'fileConsent/invoke', replyToId: post.id, value };
}
