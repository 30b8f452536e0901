import type { Card } from '../chat/card.ts';
import type { OutgoingMessage } from '../chat/message.ts';
import { PlatformError } from '../chat/platform-error.ts';
import type { RichText } from '../chat/rich-text.ts';
import { words } from '../chat/rich-text/own-words.ts';
import { GiveUp, type Turn } from '../jobs/job.ts';
import { lostAnswersOf } from './delivery.ts';
import { noteFailure } from './note-failure.ts';
import type { Way } from './way.ts';

/** What stands under a post that may stand there twice. */
export const SENT_AGAIN = 'Sent again: the first time was not confirmed, so it may stand here twice.';

/** So often a post may be lost where nobody can look for it: the first time, and the one repeat. */
const MOST_LOST = 2;

/** Where nobody can look, what may stand there already is posted again, and says so. */
export const isRepeat = ({ delivery, platform }: Pick<Way, 'delivery' | 'platform'>): boolean =>
  !platform.abilities.readsBack && lostAnswersOf(delivery) > 0;

/** A post with what its readers have to know of it. A file stays one: platforms that take files can be looked at. */
export function labelRepeat(way: Pick<Way, 'delivery' | 'platform'>, message: OutgoingMessage): OutgoingMessage {
  const { content } = message;
  if (!isRepeat(way) || content.kind === 'file') return message;
  if (content.kind === 'text') return { ...message, content: { ...content, text: [...content.text, ...LABEL] } };
  const card: Card = { blocks: [...content.card.blocks, { kind: 'note', text: SENT_AGAIN }] };
  return { ...message, content: { ...content, card } };
}

const LABEL: RichText = [{ type: 'paragraph', children: [{ type: 'emphasis', children: [words(SENT_AGAIN)] }] }];

/** A third copy is for a person to decide about. @throws GiveUp when the repeat was lost, too */
export async function refuseThirdCopy({ delivery }: Way, turn: Turn): Promise<void> {
  if (lostAnswersOf(delivery) < MOST_LOST) return;
  const error = new PlatformError('ambiguous', 'Sent twice, and neither was confirmed.');
  await noteFailure(delivery, turn, error);
  throw new GiveUp(error.message);
}
