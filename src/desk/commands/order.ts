import type { PersonRef, Standing } from '../../chat/address.ts';
import type { Answer, CommandGiven } from '../../chat/inbound-event.ts';
import type { Channel } from '../../directory/channel.ts';
import { findChannel } from '../../directory/find-channel.ts';
import { PlatformError } from '../../chat/platform-error.ts';
import { refuse } from '../../errors.ts';
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
  /** What stands before an order here. */
  readonly sign: string;
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
  /** As people write it, behind the sign that is needed there. */
  readonly usages: readonly string[];
  readonly does: string;
  /** The answer gives whoever reads it a power: only the person may see it. */
  readonly isSecret?: boolean;
  /**
   * What is to be asked of a platform comes first; what changes anything comes in one unit of work, by `onceFor`.
   * @returns what the person is told
   */
  readonly run: (deps: DeskDeps, order: Order) => Promise<string | Answer>;
}

/** What is said of an order that came again. */
export const repeated = ({ sign }: Pick<Order, 'sign'>): string =>
  `This came twice and was done once. To see how things stand: \`${sign}desk status\`.`;

/** Does it in one unit of work, once for each order: platforms bring an order again whose answer was lost. */
export const onceFor = (
  { storage, clock }: DeskDeps,
  order: Pick<Order, 'event' | 'sign'>,
  change: (unit: Unit) => Promise<string>,
): Promise<string> =>
  storage.unit(async (unit) =>
    (await recordEvent(unit, order.event.key, clock.now())) ? change(unit) : repeated(order),
  );

/** The channel in which the order was given, as it is connected. */
export const channelOf = (unit: Unit, { event }: Order): Promise<Channel | null> =>
  findChannel(unit, event.platform, event.channelId);

/** Asks the platform about somebody, in time for an answer. @param at the channel of an order by them or about them */
export const askStanding = (
  { platforms }: DeskDeps,
  { platform, workspaceId, userId }: PersonRef,
  at?: string,
): Promise<Standing> =>
  inTime(
    ASK_WITHIN_MS,
    platforms.get(platform)?.findStanding?.({ platform, workspaceId, userId }, at) ?? Promise.resolve('stranger'),
  );

/** For a question about a person without which nothing is done. @throws AppError that tells them */
export const orRefuse = <T>(asked: Promise<T>): Promise<T> =>
  asked.catch((error: unknown) => {
    if (error instanceof PlatformError && error.kind === 'unauthorized') {
      throw refuse(`${error.message} Nothing was changed.`);
    }
    throw refuse('It could not be looked up just now who may do this. Nothing was changed: please try again.');
  });

/** The account of somebody who was picked in an order. */
export const accountOf = ({ event: { platform, workspaceId } }: Order, userId: string): PersonRef => ({
  platform,
  workspaceId,
  userId,
});

/** For an order that names nobody. @param orders how it is written */
export const pickPerson = ({ sign }: Order, ...orders: readonly string[]): string =>
  `Please type @ and pick the person from the list: ${orders.map((order) => `\`${sign}${order}\``).join(', ')}`;
