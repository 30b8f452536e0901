import { AGENT_CARD } from '../assignment/assignment-reaction.ts';
import { nameOfAgent } from '../assignment/find-agent.ts';
import { plain } from '../chat/rich-text.ts';
import type { Clock } from '../clock.ts';
import type { Composer, Composers } from '../delivery/compose.ts';
import { createMessageComposer } from '../relay/compose-message.ts';
import { DESK_CARD, STATUS_LINE } from '../relay/open-sides.ts';
import { MESSAGE_COPY } from '../relay/relay-reaction.ts';
import { createAgentCardComposer } from './compose-agent-card.ts';
import { createDeskCardComposer } from './compose-desk-card.ts';
import { createStatusLineComposer } from './compose-status-line.ts';
import { STAYS_HERE_NOTE } from './hear-agents.ts';
import { readTicketWords, type WordsDeps } from './ticket-words.ts';

/** Everything that the product posts, by the name that a delivery carries. */
export function createComposers(deps: WordsDeps & { readonly clock: Clock }): Composers {
  return new Map([
    [MESSAGE_COPY, createMessageComposer({ ...deps, nameOfAgent })],
    [DESK_CARD, createDeskCardComposer(deps)],
    [STATUS_LINE, createStatusLineComposer(deps)],
    [AGENT_CARD, createAgentCardComposer(deps)],
    [STAYS_HERE_NOTE, createStaysHereComposer(deps)],
  ]);
}

function createStaysHereComposer({ storage }: WordsDeps): Composer {
  return async (payload) => {
    const { ticketId } = payload as { ticketId: number };
    const words = await storage.read((reader) => readTicketWords(reader, ticketId));
    if (!words) return null;
    const note = `Only agents' replies go to ${words.merchant}, so yours stays here. To answer, ask an admin to add you as an agent.`;
    return { content: { kind: 'text', text: plain(note) } };
  };
}
