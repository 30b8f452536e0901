import type { PersonRef } from '../chat/address.ts';

/** A person who answers. */
export interface Agent {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  /** Ticket categories that this agent knows best. */
  readonly specialties: readonly string[];
  readonly isAvailable: boolean;
  /** Where they are written to; all three or none. */
  readonly platform: string | null;
  readonly workspaceId: string | null;
  readonly userId: string | null;
  readonly lastAssignedAt: Date | null;
  readonly createdAt: Date;
}

export function accountOfAgent({ platform, workspaceId, userId }: Agent): PersonRef | null {
  if (platform === null || workspaceId === null || userId === null) return null;
  return { platform, workspaceId, userId };
}
