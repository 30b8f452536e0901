import { migrations } from '../../../migrations/index.ts';
import { AgentSchema } from '../../../src/assignment/agents/agent.schema.ts';
import { OfferSchema } from '../../../src/assignment/offers/offer.schema.ts';
import { offerCardKey, type OfferState } from '../../../src/assignment/offers/offer.ts';
import { WaitingTicketSchema } from '../../../src/assignment/queue/waiting-ticket.schema.ts';
import { positionOf } from '../../../src/chat/inbound-event.ts';
import type { OutgoingMessage } from '../../../src/chat/message.ts';
import { plain } from '../../../src/chat/rich-text.ts';
import { WITHDRAWN } from '../../../src/delivery/compose.ts';
import { DeliverySchema } from '../../../src/delivery/delivery.schema.ts';
import { planThread } from '../../../src/delivery/find-conversation.ts';
import { createOutbox, type Outbox } from '../../../src/delivery/outbox.ts';
import type { ChatPlatform } from '../../../src/chat/chat-platform.ts';
import { createComposers } from '../../../src/desk/composers.ts';
import { ChannelSchema } from '../../../src/directory/channel.schema.ts';
import { MerchantSchema } from '../../../src/directory/merchant.schema.ts';
import { createPeople } from '../../../src/directory/people.ts';
import { PersonSchema } from '../../../src/directory/person.schema.ts';
import { Worker } from '../../../src/jobs/worker.ts';
import { createLog } from '../../../src/log.ts';
import { copyKey, MESSAGE_COPY } from '../../../src/relay/copy-message.ts';
import { deskCardKey } from '../../../src/relay/desk-card-key.ts';
import { openAgentSide, openMerchantSide } from '../../../src/relay/open-sides.ts';
import { schemas } from '../../../src/schemas.ts';
import { openStorage } from '../../../src/storage/open-storage.ts';
import type { Storage } from '../../../src/storage/storage.ts';
import type { Unit } from '../../../src/storage/unit.ts';
import { addMessage } from '../../../src/tickets/add-message.ts';
import { changeTicket, type TicketChange } from '../../../src/tickets/change-ticket.ts';
import { findMessageOf, lockTicket } from '../../../src/tickets/find-ticket.ts';
import { formOrigin } from '../../../src/tickets/form-origin.ts';
import { mergeTicket } from '../../../src/tickets/merge-ticket.ts';
import { openTicket } from '../../../src/tickets/open-ticket.ts';
import { createFileLinks } from '../../../src/tickets/files/file-links.ts';
import type { Ticket } from '../../../src/tickets/ticket.ts';
import type { Words } from './words.ts';

/** It stands still here. */
/** As far as cards ask what it can do. */
const SLACK = { abilities: { orderSign: { inChannel: '/', direct: '/' } } } as unknown as ChatPlatform;

export const NOW = new Date('2026-11-24T12:00:00Z');
const WORKSPACE = { platform: 'slack', workspaceId: 'T0HOME' } as const;
const UNA = { ...WORKSPACE, userId: 'U0UNA' };
const BY = { kind: 'agent', id: '1', source: 'slack' } as const;

/** A merchant, a desk and agents whose cards can be looked at: everything is there but the platform. */
export class Shop {
  private readonly clock = { now: () => NOW };
  private readonly tickets = { clock: this.clock, record: () => Promise.resolve() };
  private readonly outbox: Outbox;

  private constructor(
    readonly storage: Storage,
    private readonly words: Words,
  ) {
    // It is never started: nothing leaves the shop.
    this.outbox = createOutbox(new Worker(storage, createLog('silent')));
  }

  static async open(url: string, words: Words): Promise<Shop> {
    const storage = await openStorage({ url, schemas, migrations });
    await storage.migrate();
    const shop = new Shop(storage, words);
    await storage.unit((unit) => shop.furnish(unit));
    return shop;
  }

  /** What a post of ours says now. */
  async compose(composer: string, payload: Record<string, unknown>): Promise<OutgoingMessage> {
    const { storage, clock } = this;
    const log = createLog('silent');
    const platforms = new Map([['slack', SLACK]]);
    const people = createPeople({ storage, platforms, clock, log });
    const findSecrets = () => Promise.resolve(['a secret']);
    const fileLinks = createFileLinks({ clock, publicUrl: 'https://desk.example.com', findSecrets });
    const message = await createComposers({ storage, people, clock, platforms, fileLinks }).get(composer)?.(payload);
    if (!message || message === WITHDRAWN) throw new Error(`${composer} has nothing to say.`);
    return message;
  }

  /** A ticket with a thread on either side, both of them posted. */
  open(change: TicketChange = {}, isFromForm = false): Promise<Ticket> {
    return this.storage.unit(async (unit) => {
      const { subject, description } = this.words;
      const origin = isFromForm ? formOrigin('slack', 'V1') : { platform: 'slack', channelId: 'C0ACME', nativeId: '' };
      const said = this.said('merchant', description);
      const wanted = { subject, description, source: 'slack', merchantId: 1 };
      const opened = await openTicket(this.tickets, unit, wanted, { ...said, origin }, { askedIn: null });
      await unit.execute('UPDATE message SET nativeId = ? WHERE ticketId = ?', [`q${opened.id}`, opened.id]);
      await openAgentSide(this.outbox, unit, opened);
      await openMerchantSide({ outbox: this.outbox, platforms: new Map() }, unit, opened, null);
      const posted = { state: 'sent', nativeId: `1795521600.00000${opened.id}` } as const;
      await unit.update(DeliverySchema, { deliveryKey: deskCardKey(opened.id) }, posted);
      return changeTicket(this.tickets, unit, opened, change, BY);
    });
  }

  /** An agent is asked, or was. @returns the offer's id */
  offer({ id: ticketId }: Ticket, state: OfferState): Promise<number> {
    return this.storage.unit(async (unit) => {
      const settledAt = state === 'offered' ? null : NOW;
      const expiresAt = new Date(NOW.getTime() + 120_000);
      const offer = { ticketId, agentId: 1, round: 1, state, offeredAt: NOW, expiresAt, settledAt };
      const id = await unit.insert(OfferSchema, offer);
      await this.post(unit, offerCardKey(id), 'sent');
      return id;
    });
  }

  /** No agent took it. @returns the id of this time of waiting */
  queue({ id: ticketId }: Ticket, shownPlace: number): Promise<number> {
    const waiting = { ticketId, round: 1, previousAgentId: null, queuedAt: NOW, shownPlace };
    return this.storage.unit((unit) => unit.insert(WaitingTicketSchema, waiting));
  }

  /** An agent has answered, and the answer did not arrive. @returns the message's id */
  answerInVain({ id }: Ticket): Promise<number> {
    return this.storage.unit(async (unit) => {
      const ticket = await lockTicket(unit, id);
      const { lastNumber } = await addMessage(this.tickets, unit, ticket, this.said('agent', this.words.reply));
      const message = await findMessageOf(unit, id, lastNumber);
      if (!message) throw new Error('It was not said.');
      await this.post(unit, copyKey(message, { id: 1 }, 0), 'dead', { messageId: message.id, text: message.text });
      return message.id;
    });
  }

  merge(ticket: Ticket, into: Ticket): Promise<Ticket> {
    return this.storage.unit((unit) => mergeTicket(this.tickets, unit, ticket.id, into.id, BY));
  }

  private said(side: 'merchant' | 'agent', text: string) {
    const speaker = side === 'agent' ? { agentId: 1, account: null } : { agentId: null, account: UNA };
    const when = { saidAt: NOW, position: positionOf(NOW) };
    return { speaker, origin: null, side, visibility: 'public', text: plain(text), ...when, reopens: false } as const;
  }

  private async post(unit: Unit, key: string, state: 'sent' | 'dead', payload: Record<string, unknown> = {}) {
    const conversation = await planThread(unit, { ...WORKSPACE, channelId: 'C0OTHER' });
    await this.outbox.post(unit, { key, conversation, composer: MESSAGE_COPY, payload });
    const gone = state === 'dead' ? ({ failure: 'gone' } as const) : {};
    await unit.update(DeliverySchema, { deliveryKey: key }, { state, ...gone });
  }

  private async furnish(unit: Unit): Promise<void> {
    const { merchant, asker, agents } = this.words;
    await unit.insert(MerchantSchema, { name: merchant, createdAt: NOW });
    await unit.insert(PersonSchema, { ...UNA, name: asker, avatarUrl: null, seenAt: NOW });
    const channel = { ...WORKSPACE, mode: 'auto', lostAt: null, foundAt: null, createdAt: NOW } as const;
    await unit.insert(ChannelSchema, { ...channel, channelId: 'C0ACME', role: 'merchant', merchantId: 1 });
    await unit.insert(ChannelSchema, { ...channel, channelId: 'C0LOST', role: 'merchant', merchantId: 1, lostAt: NOW });
    await unit.insert(ChannelSchema, { ...channel, channelId: 'C0DESK', role: 'desk', merchantId: null });
    for (const [index, name] of agents.entries()) {
      await unit.insert(AgentSchema, {
        name,
        email: `agent-${index}@switchboard.example`,
        specialties: [],
        isAvailable: true,
        availableSince: null,
        capacity: null,
        ...WORKSPACE,
        userId: `U0AGENT${index}`,
        lastAssignedAt: null,
        createdAt: NOW,
      });
    }
  }
}
