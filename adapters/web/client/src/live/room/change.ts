import type { ChangeFrame } from '../../../../live/live-protocol.ts';

/** What somebody wants done with a message that stands there, and the server has not yet taken. */
export interface Change {
  /** Under which the server does it once, however often it is sent. */
  readonly clientId: string;
  readonly frame: ChangeFrame;
  /** Why the server refused it; null while it is on its way. */
  readonly reason: string | null;
}

export const newChange = (frame: ChangeFrame): Change => {
  const clientId = crypto.randomUUID();
  return { clientId, frame: { ...frame, clientId }, reason: null };
};
