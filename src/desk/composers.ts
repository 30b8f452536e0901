import { nameOfAgent } from '../assignment/agents/find-agent.ts';
import { OFFER_CARD } from '../assignment/offers/offer.ts';
import { plain } from '../chat/rich-text.ts';
import { isolate } from '../chat/rich-text/isolate.ts';
import type { Clock } from '../clock.ts';
import { WITHDRAWN, type Composer, type Composers } from '../delivery/compose.ts';
import { createMessageComposer, type CopyPayload } from '../relay/compose-message.ts';
import { createEmojiNoteComposer } from '../relay/emojis/compose-emoji-note.ts';
import { EMOJI_NOTE } from '../relay/emojis/show-emoji.ts';
import { LEFT_OUT_NOTE } from '../relay/files/copy-files.ts';
import type { FileSourceDeps } from '../relay/files/file-source.ts';
import { MESSAGE_COPY } from '../relay/copy-message.ts';
import { DESK_CARD } from '../relay/desk-card-key.ts';
import { MOVED_NOTE } from '../relay/move-agent-side.ts';
import { MERGED_STORY, QUEUE_NOTE, STATUS_LINE } from '../relay/open-sides.ts';
import { HISTORY } from '../relay/queue-history.ts';
import { STAYED_NOTE } from '../relay/return-agent-side.ts';
import { createDeskCardComposer } from './compose-desk-card.ts';
import { createHistoryComposer } from './compose-history.ts';
import { createMergedStoryComposer } from './compose-merged-story.ts';
import { createMovedNoteComposer } from './compose-moved-note.ts';
import { createOfferCardComposer } from './compose-offer-card.ts';
import { createQueueNoteComposer } from './compose-queue-note.ts';
import { createStatusLineComposer } from './compose-status-line.ts';
import { createStayedNoteComposer } from './compose-stayed-note.ts';
import { createOutageNoteComposer, OUTAGE_NOTE } from './catching-up/outage-note.ts';
import { CHANNEL_ALARM, createChannelAlarmComposer } from './delivery-truth/channel-alarm.ts';
import { createDeliveryNoteComposer, DELIVERY_NOTE } from './delivery-truth/delivery-note.ts';
import { createGreetingComposer, GREETING } from './greeting.ts';
import { STAYS_HERE_NOTE } from './hear-agents.ts';
import { createTwinNoteComposer, TWIN_NOTE } from './twin-note.ts';
import { readTicketWords, type WordsDeps } from './ticket-words.ts';

/** Everything that the product posts, by the name that a delivery carries. */
export function createComposers(deps: WordsDeps & FileSourceDeps & { readonly clock: Clock }): Composers {
  return new Map([
    [MESSAGE_COPY, createMessageComposer({ ...deps, nameOfAgent })],
    [LEFT_OUT_NOTE, leftOutNote],
    [DESK_CARD, createDeskCardComposer(deps)],
    [STATUS_LINE, createStatusLineComposer(deps)],
    [OFFER_CARD, createOfferCardComposer(deps)],
    [MERGED_STORY, createMergedStoryComposer({ ...deps, nameOfAgent })],
    [HISTORY, createHistoryComposer({ ...deps, nameOfAgent })],
    [MOVED_NOTE, createMovedNoteComposer(deps)],
    [STAYED_NOTE, createStayedNoteComposer(deps)],
    [TWIN_NOTE, createTwinNoteComposer(deps)],
    [QUEUE_NOTE, createQueueNoteComposer(deps)],
    [DELIVERY_NOTE, createDeliveryNoteComposer(deps)],
    [CHANNEL_ALARM, createChannelAlarmComposer(deps)],
    [OUTAGE_NOTE, createOutageNoteComposer(deps)],
    [GREETING, createGreetingComposer(deps)],
    [EMOJI_NOTE, createEmojiNoteComposer(deps)],
    [STAYS_HERE_NOTE, createStaysHereComposer(deps)],
  ]);
}

/** What it says was settled when the message came. */
const leftOutNote: Composer = (payload) => {
  const { text } = payload as CopyPayload;
  return Promise.resolve(text === null ? WITHDRAWN : { content: { kind: 'text', text } });
};

function createStaysHereComposer({ storage }: WordsDeps): Composer {
  return async (payload) => {
    const { ticketId } = payload as { ticketId: number };
    const words = await storage.read((reader) => readTicketWords(reader, ticketId));
    if (!words) return null;
    const note = `Only agents' replies go to ${isolate(words.merchant)}, so yours stays here. To answer, ask an admin to add you as an agent.`;
    return { content: { kind: 'text', text: plain(note) } };
  };
}
