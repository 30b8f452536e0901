import type { Address } from '../../../src/chat/address.ts';
import type { OutgoingMessage } from '../../../src/chat/message.ts';
import { soundText } from '../../../src/chat/rich-text/sound-text.ts';
import { isPersonalId } from '../place.ts';
import type { UploadInfo } from './read-consent.ts';
import { MOST_UPLOAD_BYTES } from './upload-file.ts';

/** learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4: both cards, and what their readers answer. */
const CONSENT_CARD = 'application/vnd.microsoft.teams.card.file.consent';
const INFO_CARD = 'application/vnd.microsoft.teams.card.file.info';

/** Who sent it stands over the post's own words: nobody else's are in the card but the file's name. */
const DESCRIPTION = 'Allow puts a copy into your OneDrive. The link above works without it.';

/** Asks whether its reader wants the file of a post. @returns undefined where Teams does not let a bot ask */
export function consentCard(
  { channelId, visibleTo }: Address,
  { content }: OutgoingMessage,
  closeOffer: () => string,
): object | undefined {
  if (content.kind !== 'text' || !content.offer || visibleTo !== undefined || !isPersonalId(channelId))
    return undefined;
  const { name, bytes } = content.offer;
  if (bytes === null || bytes === 0 || bytes > MOST_UPLOAD_BYTES) return undefined;
  const context = { offer: closeOffer() };
  const question = { description: DESCRIPTION, sizeInBytes: bytes, acceptContext: context, declineContext: context };
  return { contentType: CONSENT_CARD, name: nameIn(name), content: question };
}

/** The file as it stands in its reader's OneDrive. */
export const infoCard = ({ name, contentUrl, uniqueId, fileType }: UploadInfo): object => ({
  contentType: INFO_CARD,
  name,
  contentUrl,
  content: { uniqueId, fileType },
});

/** What shows nothing, and what makes words run the other way. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** support.microsoft.com: “Restrictions and limitations in OneDrive and SharePoint”. */
const REFUSED = /["*:<>?/\\|]/g;
const REFUSED_AT_ENDS = /^[\s~.]+|[\s.]+$/g;

/** A name that OneDrive takes, and that reads as what it is. */
const nameIn = (name: string): string =>
  soundText(name).replace(UNSEEN, '').replace(REFUSED, '_').replace(REFUSED_AT_ENDS, '') || 'file';
