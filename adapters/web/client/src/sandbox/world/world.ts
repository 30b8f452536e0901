import type { SandboxAgent, SandboxMerchant, SandboxPerson } from '../../../../../../src/chat/sandbox.ts';
import { directChannelOf as directChannelOfUser } from '../../../../web-address.ts';

/** Everybody and every place, as GET /sandbox/world tells it. */
export interface World {
  readonly merchants: readonly Merchant[];
  readonly deskChannelId: string;
  readonly agents: readonly Agent[];
}

export interface Merchant extends SandboxMerchant {
  readonly isOffline: boolean;
  /** Switchboard was removed from the channel. */
  readonly isRemoved: boolean;
}

export type Agent = SandboxAgent;
export type Person = SandboxPerson;

/** The direct conversation between Switchboard and an agent. */
export const directChannelOf = ({ userId }: Agent): string => directChannelOfUser(userId);

export const channelsOf = ({ merchants, deskChannelId, agents }: World): string[] => [
  deskChannelId,
  ...merchants.map(({ channelId }) => channelId),
  ...agents.map(directChannelOf),
];

/** Between two tellings of the story there is nobody. */
export const isPeopled = ({ merchants, deskChannelId, agents }: World): boolean =>
  deskChannelId !== '' && agents.length > 0 && merchants.some(({ people }) => people.length > 0);
