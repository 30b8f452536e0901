import type { PersonRef } from '../../chat/address.ts';

/** A person who answers. */
export interface Agent {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  /** Ticket categories that this agent knows best. */
  readonly specialties: readonly string[];
  readonly isAvailable: boolean;
  /** When they last came back; null while they have never been away. What they answered before counts no more. */
  readonly availableSince: Date | null;
  /** How many tickets they take at once, offers included; null: as many as the rules say. */
  readonly capacity: number | null;
  /** Where they are written to; all three or none. */
  readonly platform: string | null;
  readonly workspaceId: string | null;
  readonly userId: string | null;
  /** When they were last chosen for a ticket. */
  readonly lastAssignedAt: Date | null;
  readonly createdAt: Date;
}

export function accountOfAgent({ platform, workspaceId, userId }: Agent): PersonRef | null {
  if (platform === null || workspaceId === null || userId === null) return null;
  return { platform, workspaceId, userId };
}
