import { createHash } from 'node:crypto';
import { isolate } from '../../chat/rich-text/isolate.ts';
import type { Channel } from '../../directory/channel.ts';
import { findNamedSo, spellingOf } from '../../directory/merchant-names.ts';
import { MerchantSchema, type Merchant } from '../../directory/merchant.schema.ts';
import type { Unit } from '../../storage/unit.ts';
import { writeAudit } from '../../tickets/audit.ts';
import { connectForMerchant } from '../connect-guest.ts';
import type { DeskDeps } from '../desk-deps.ts';
import { isSeenByAll } from '../seen-by-all.ts';
import { recordEvent } from '../seen-event.schema.ts';
import { refuse } from '../../errors.ts';
import { channelOf, onceFor, type Order, type Subcommand } from './order.ts';
import { nameOfMerchantIn, placeFor } from './place.ts';
import { plainWord } from './read-words.ts';

const NAME_LENGTH = 200;

export const merchant: Subcommand = {
  allowed: 'admins',
  usages: ['desk merchant Acme'],
  does: 'makes this the channel in which Acme asks; adds the merchant when it is new',
  run: (deps, order) => {
    const { name, isNew } = readName(order);
    return onceFor(deps, order, (unit) => connect(deps, unit, order, name, isNew));
  },
};

/** The name in an order; `as new` behind it says that it is nobody's whose name is like it. */
export function readName({ words, sign }: Pick<Order, 'words' | 'sign'>): {
  readonly name: string;
  readonly isNew: boolean;
} {
  const isNew = words.length > 2 && plainWord(words.at(-2)) === 'as' && plainWord(words.at(-1)) === 'new';
  const said = isNew ? words.slice(0, -2) : words;
  const name = said
    .map((word) => (word.kind === 'word' ? word.text : ''))
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (name === '') throw refuse(`Whose channel is it? Write for example: \`${sign}desk merchant Acme\``);
  if (name.length > NAME_LENGTH) throw refuse(`A merchant’s name has at most ${NAME_LENGTH} characters.`);
  return { name, isNew };
}

async function connect(deps: DeskDeps, unit: Unit, order: Order, name: string, isNew: boolean): Promise<string> {
  const channel = await channelOf(unit, order);
  if (channel) return tellWhatItIs(unit, channel, name);
  const place = placeFor(order);
  const found = await findOrAdd(deps, unit, order, name, isNew);
  await connectForMerchant(deps, unit, place, found.id, order.by);
  const bringIn = deps.platforms.get(place.platform)?.abilities.bringIn ?? '';
  return (
    `This channel is ${isolate(found.name)}’s now: each message that asks for something becomes a ticket. ` +
    `If I am not in it yet, ${bringIn}. What opens a ticket: \`${order.sign}desk mode auto | mention | reaction\`.`
  );
}

/** A channel is never moved from one merchant to another: what was said in it would go along. */
async function tellWhatItIs(unit: Unit, channel: Channel, name: string): Promise<string> {
  if (channel.role !== 'merchant') {
    throw refuse(channel.role === 'desk' ? 'This is the desk: agents talk here.' : 'Digests are posted here.');
  }
  const owner = await nameOfMerchantIn(unit, channel);
  if (spellingOf(owner) === spellingOf(name)) return `This channel is ${owner}’s already.`;
  throw refuse(`This channel is ${owner}’s, and stays it. Use another channel for ${isolate(name)}.`);
}

/** The merchant whom a name means. @throws AppError where it may mean another */
export async function findOrAdd(
  deps: DeskDeps,
  unit: Unit,
  order: Order,
  name: string,
  isNew: boolean,
): Promise<Merchant> {
  await takeTurn(deps, unit, name);
  const { same, near } = await findNamedSo(unit, name);
  const [only, another] = same;
  if (another)
    throw refuse(`There are ${same.length} merchants named ${isolate(name)}: connect this channel by the API.`);
  if (only && !isNew) return only;
  if (only) throw refuse(`There is a merchant named ${isolate(only.name)} already. Give the new one another name.`);
  if (near.length > 0 && !isNew) throw askWhichOne(order, name, isSeenByAll(deps, order.event) ? [] : near);
  const row = { name, createdAt: deps.clock.now() };
  const id = await unit.insert(MerchantSchema, row);
  await writeAudit(deps.clock, unit, null, order.by, 'merchant-added', { merchantId: id, name });
  return { id, ...row };
}

/** Of two who add the same merchant at once, the second waits here for the first one's commit, and then finds it. */
async function takeTurn({ clock }: DeskDeps, unit: Unit, name: string): Promise<void> {
  const hash = createHash('sha256').update(spellingOf(name)).digest('base64url');
  await recordEvent(unit, `merchant-named:${hash}`, clock.now());
}

/** @param near whose names are like it; none where another merchant could read them */
function askWhichOne({ sign }: Order, name: string, near: readonly Merchant[]) {
  const names = near.slice(0, 3).map((merchant) => isolate(merchant.name));
  const [first] = names;
  const known =
    first === undefined
      ? 'There is a merchant with a name like this already. If you mean them, write it exactly as it is known.'
      : `There is ${names.join(', ')} already. If you mean them: \`${sign}desk merchant "${first}"\`.`;
  return refuse(`${known} If ${isolate(name)} is somebody else: \`${sign}desk merchant "${isolate(name)}" as new\`.`);
}
