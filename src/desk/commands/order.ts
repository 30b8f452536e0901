import type { PersonRef, Standing } from '../../chat/address.ts';
import type { Answer, CommandGiven } from '../../chat/inbound-event.ts';
import type { Channel } from '../../directory/channel.ts';
import { findChannel } from '../../directory/find-channel.ts';
import { inTime } from '../../in-time.ts';
import type { Unit } from '../../storage/unit.ts';
import type { Actor } from '../../tickets/audit.ts';
import type { DeskDeps } from '../desk-deps.ts';
import { recordEvent } from '../seen-event.schema.ts';
import type { Word } from './read-words.ts';

/** Milliseconds for what has to be asked of the platform: the person must have their answer in under three seconds. */
const ASK_WITHIN_MS = 1_500;

/** An order of somebody who may give it. */
export interface Order {
  readonly event: CommandGiven;
  /** What stands behind the name of the order. */
  readonly words: readonly Word[];
  readonly by: Actor;
}

/**
 * - `anyone`
 * - `agents`: and admins
 * - `admins`: of the home workspace, and whom they named
 * - `owners`: the admins alone, by the platform's word
 */
export type Allowed = 'anyone' | 'agents' | 'admins' | 'owners';

/** One thing that can be ordered: a line of the table. */
export interface Subcommand {
  readonly allowed: Allowed;
  /** As people write it. */
  readonly usage: string;
  readonly does: string;
  /**
   * What is to be asked of a platform comes first; what changes anything comes in one unit of work, by `onceFor`.
   * @returns what the person is told
   */
  readonly run: (deps: DeskDeps, order: Order) => Promise<string | Answer>;
}

export const REPEATED = 'This came twice and was done once. To see how things stand: `/desk status`.';

/** Does it in one unit of work, once for each order: platforms bring an order again whose answer was lost. */
export const onceFor = (
  { storage, clock }: DeskDeps,
  { event }: Pick<Order, 'event'>,
  change: (unit: Unit) => Promise<string>,
): Promise<string> =>
  storage.unit(async (unit) => ((await recordEvent(unit, event.key, clock.now())) ? change(unit) : REPEATED));

/** The channel in which the order was given, as it is connected. */
export const channelOf = (unit: Unit, { event }: Order): Promise<Channel | null> =>
  findChannel(unit, event.platform, event.channelId);

/** Asks the platform about somebody, in time for an answer. */
export const askStanding = ({ platforms }: DeskDeps, { platform, workspaceId, userId }: PersonRef): Promise<Standing> =>
  inTime(
    ASK_WITHIN_MS,
    platforms.get(platform)?.findStanding?.({ platform, workspaceId, userId }) ?? Promise.resolve('stranger'),
  );

/** The account of somebody who was picked in an order. */
export const accountOf = ({ event: { platform, workspaceId } }: Order, userId: string): PersonRef => ({
  platform,
  workspaceId,
  userId,
});

export const PICK_PERSON = 'Please type @ and pick the person from the list';
