import type { EntitySchema } from 'typeorm';
import { AgentSchema } from './assignment/agents/agent.schema.ts';
import { OfferSchema } from './assignment/offers/offer.schema.ts';
import { RulesVersionSchema } from './assignment/choice/rules-version.schema.ts';
import { WaitingTicketSchema } from './assignment/queue/waiting-ticket.schema.ts';
import { ConversationSchema } from './delivery/conversation.schema.ts';
import { DeliverySchema } from './delivery/delivery.schema.ts';
import { ChannelVersionSchema, EntrySchema } from './delivery/history/entry.schema.ts';
import { PaceSchema } from './delivery/pace.ts';
import { HearingSchema } from './desk/catching-up/hearing.schema.ts';
import { OutageSchema } from './desk/catching-up/outage.schema.ts';
import { SweepSchema } from './desk/catching-up/sweep.schema.ts';
import { SweptEventSchema } from './desk/catching-up/swept-event.schema.ts';
import { SeatSchema } from './desk/live-chat/seat.schema.ts';
import { HomeSchema } from './desk/home/home.schema.ts';
import { TypingSchema } from './desk/live-chat/typing.schema.ts';
import { SeenEventSchema } from './desk/seen-event.schema.ts';
import { ChannelSchema } from './directory/channel.schema.ts';
import { DeskAdminSchema } from './directory/desk-admins.ts';
import { InstallLinkSchema, InstallStateSchema } from './directory/installations/install-link.schema.ts';
import { InstallationSchema } from './directory/installations/installation.schema.ts';
import { ApiKeySchema } from './directory/keys/api-key.schema.ts';
import { MemberSchema } from './directory/member.schema.ts';
import { MerchantSchema } from './directory/merchant.schema.ts';
import { PersonSchema } from './directory/person.schema.ts';
import { FileAddressSchema } from './directory/file-addresses/file-address.schema.ts';
import { ReferenceSchema } from './directory/references/reference.schema.ts';
import { LoginLinkSchema } from './directory/sign-in/login-link.schema.ts';
import { SecretSchema } from './directory/sign-in/secret.schema.ts';
import { SessionSchema } from './directory/sign-in/session.schema.ts';
import { JobSchema } from './jobs/job.schema.ts';
import { LaneSchema } from './jobs/lane.schema.ts';
import { SideSchema } from './relay/side.schema.ts';
import { AuditSchema } from './tickets/audit.ts';
import { MessageFileSchema } from './tickets/files/message-file.schema.ts';
import { IdempotencyKeySchema } from './tickets/idempotency.ts';
import { MessageSchema } from './tickets/message.schema.ts';
import { ReactionSchema } from './tickets/reaction.schema.ts';
import { TicketSchema } from './tickets/ticket.schema.ts';

/** Every table of the product. */
export const schemas: readonly EntitySchema[] = [
  JobSchema,
  LaneSchema,
  ConversationSchema,
  DeliverySchema,
  PaceSchema,
  EntrySchema,
  ChannelVersionSchema,
  MerchantSchema,
  MemberSchema,
  ApiKeySchema,
  LoginLinkSchema,
  SessionSchema,
  SecretSchema,
  InstallationSchema,
  InstallLinkSchema,
  InstallStateSchema,
  ChannelSchema,
  DeskAdminSchema,
  PersonSchema,
  ReferenceSchema,
  FileAddressSchema,
  TicketSchema,
  MessageSchema,
  MessageFileSchema,
  ReactionSchema,
  AuditSchema,
  IdempotencyKeySchema,
  AgentSchema,
  OfferSchema,
  WaitingTicketSchema,
  RulesVersionSchema,
  SideSchema,
  SeenEventSchema,
  HearingSchema,
  OutageSchema,
  SweepSchema,
  SweptEventSchema,
  SeatSchema,
  TypingSchema,
  HomeSchema,
];
