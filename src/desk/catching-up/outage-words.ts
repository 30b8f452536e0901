import type { PlatformErrorKind } from '../../chat/platform-error.ts';
import type { Inline, RichText } from '../../chat/rich-text.ts';
import { isolate } from '../../chat/rich-text/isolate.ts';
import { moment, words } from '../../chat/rich-text/own-words.ts';
import { isTooLong } from './gap.ts';
import type { Outage } from './outage.schema.ts';
import type { Sweep } from './sweep.schema.ts';

/** How catching up on one channel went, or goes. */
export interface ChannelFate {
  readonly sweep: Pick<Sweep, 'state' | 'taken' | 'untaken' | 'isCut' | 'failure'>;
  /** Whose channel it is; null for the desk in which this is read. */
  readonly merchant: string | null;
}

/** One line for one outage. */
export function outageLine(
  outage: Pick<Outage, 'since' | 'until' | 'caughtUpAt'>,
  fates: readonly ChannelFate[],
): RichText {
  const rest = [progress(outage.caughtUpAt !== null, fates), ...exceptions(outage, fates)];
  const children: Inline[] = [
    words('Switchboard was away from '),
    moment(outage.since),
    words(' to '),
    moment(outage.until),
    words(`. ${rest.filter((sentence) => sentence !== '').join(' ')}`),
  ];
  return [{ type: 'paragraph', children }];
}

function progress(isOver: boolean, fates: readonly ChannelFate[]): string {
  const messages = sum(fates, ({ sweep }) => sweep.taken);
  if (messages === 0) return isOver ? '' : 'Catching up.';
  const channels = fates.filter(({ sweep }) => sweep.taken > 0).length;
  const what = `${count(messages, 'message')} from ${count(channels, 'channel')}`;
  return isOver ? `Caught up: ${what}.` : `Catching up: ${what} so far.`;
}

/** What a reader has to know, or to do something about. */
function exceptions(outage: Pick<Outage, 'since' | 'until'>, fates: readonly ChannelFate[]): string[] {
  const untaken = sum(fates, ({ sweep }) => sweep.untaken);
  return [
    ...(isTooLong(outage) ? ['Only the last 7 days were read.'] : []),
    ...listed(
      fates.filter(({ sweep }) => sweep.isCut),
      (fate) => `Only the latest of ${nameOf(fate)} was read.`,
      'was read only in part',
    ),
    ...listed(
      fates.filter(hasFailed),
      (fate) => `Could not read ${nameOf(fate)}: ${whyOf(fate)}.`,
      'could not be read',
    ),
    ...(untaken > 0 ? [`${count(untaken, 'message')} could not be taken: the log says which.`] : []),
  ];
}

/** A failure that is being tried again is none yet. */
const hasFailed = ({ sweep }: ChannelFate): boolean => sweep.state === 'failed' && sweep.failure !== null;

/** More names than these make no calm line. */
const MOST_NAMES = 3;

function listed(fates: readonly ChannelFate[], say: (fate: ChannelFate) => string, shortly: string): string[] {
  const others = fates.length - MOST_NAMES;
  const named = fates.slice(0, MOST_NAMES).map(say);
  return others > 0 ? [...named, `${count(others, 'more channel', 'more channels')} ${shortly}.`] : named;
}

const nameOf = ({ merchant }: ChannelFate): string =>
  merchant === null ? 'this channel' : `${isolate(merchant)}’s channel`;

const whyOf = ({ sweep }: ChannelFate): string => WHY[sweep.failure ?? 'transient'];

const WHY: Readonly<Record<PlatformErrorKind, string>> = {
  gone: 'it is gone, or Switchboard is not in it',
  unauthorized: 'Switchboard may not read there. Ask an admin to connect the workspace again',
  rejected: 'the chat does not let it be read',
  'rate-limited': 'the chat gave no answer',
  transient: 'the chat gave no answer',
  ambiguous: 'the chat gave no answer',
};

const sum = (fates: readonly ChannelFate[], of: (fate: ChannelFate) => number): number =>
  fates.reduce((total, fate) => total + of(fate), 0);

const count = (number: number, one: string, many = `${one}s`): string => `${number} ${number === 1 ? one : many}`;
