import type { Reader } from '../../storage/unit.ts';
import type { Reaction, TicketEvent } from '../../tickets/ticket-events.ts';
import type { Homes } from './homes.ts';

/** Shows what becomes of a ticket to those who look at it in their homes. */
export function createHomeReaction(homes: Homes): Reaction {
  return async (unit, event) => {
    if (isShown(event)) await homes.changed(unit, await findHomesOf(unit, event));
  };
}

/** A home shows what a ticket is about, how it stands, who has it, and since when its merchant waits. */
function isShown(event: TicketEvent): boolean {
  switch (event.kind) {
    case 'opened':
    case 'reaction-changed':
      // What is opened is told of by its first message.
      return false;
    case 'message-said':
      return event.message.visibility === 'public';
    case 'waiting-changed':
      return event.now !== 'moved';
    case 'message-changed':
    case 'status-changed':
    case 'assignee-changed':
    case 'details-changed':
    case 'merged':
    case 'thread-moved':
      return true;
  }
}

/** Those who asked or take part on the merchant's side, who has the ticket or had it, and who was asked to take it. */
async function findHomesOf(reader: Reader, event: TicketEvent): Promise<number[]> {
  const { id, assignedTo } = event.kind === 'merged' ? event.into : event.ticket;
  const from = event.kind === 'assignee-changed' ? event.from : null;
  // Each part begins at the ticket: this runs whenever anything is said.
  const rows = await reader.query<{ id: number }>(
    `SELECT home.id AS id FROM message
       JOIN home ON home.platform = message.platform AND home.userId = message.authorId
       WHERE message.ticketId = ? AND message.side = 'merchant'
     UNION SELECT home.id AS id FROM ticket
       JOIN message ON message.ticketId = ticket.id AND message.side = 'merchant'
       JOIN home ON home.platform = message.platform AND home.userId = message.authorId
       WHERE ticket.mergedIntoId = ?
     UNION SELECT home.id AS id FROM offer
       JOIN agent ON agent.id = offer.agentId
       JOIN home ON home.platform = agent.platform AND home.userId = agent.userId
       WHERE offer.ticketId = ?
     UNION SELECT home.id AS id FROM agent
       JOIN home ON home.platform = agent.platform AND home.userId = agent.userId
       WHERE agent.id IN (?, ?)`,
    [id, id, id, assignedTo, from],
  );
  return rows.map((row) => row.id);
}
