import type { Form, FormErrors, FormInput, FormValues } from '../../chat/form.ts';
import { isolate } from '../../chat/rich-text/isolate.ts';
import { spellingOf } from '../../directory/merchant-names.ts';
import { MerchantSchema, type Merchant } from '../../directory/merchant.schema.ts';
import type { Scope } from '../../directory/scope.ts';
import type { Reader } from '../../storage/unit.ts';
import {
  subjectOf,
  TICKET_CATEGORIES,
  TICKET_PRIORITIES,
  type TicketCategory,
  type TicketPriority,
} from '../../tickets/ticket.ts';
import { labelOf } from '../ticket-words.ts';
import type { AskingPlace } from './asking-place.ts';

export const TICKET_FORM = 'open-ticket';

export const SUBJECT_LENGTH = 150;
/** What the platforms' inputs take at most. */
export const TEXT_LENGTH = 3_000;
const NAME_LENGTH = 200;
/** More are not chosen from a list, but written. */
const MOST_OPTIONS = 100;

/** What a form for a ticket is about. */
export interface TicketContext {
  /** Where it was asked for; absent where the form asks that. */
  readonly channelId?: string | undefined;
  /** The message from which it was asked, and the thread in which that stands. */
  readonly messageId?: string | undefined;
  readonly threadId?: string | undefined;
}

export async function composeTicketForm(
  reader: Reader,
  { channel, scope }: AskingPlace,
  about: Omit<TicketContext, 'channelId'>,
  words: string,
): Promise<Form> {
  const context: TicketContext = { channelId: channel.channelId, ...about };
  const atDesk = channel.role === 'desk' ? [merchantInput(await findMerchants(reader, scope))] : [];
  return {
    action: TICKET_FORM,
    context: JSON.stringify(context),
    title: 'Open a ticket',
    submit: 'Open',
    inputs: [...atDesk, ...inputsFor(words)],
  };
}

/** The same for somebody who asks from no channel, and has several to ask in. */
export async function composeWhereForm(reader: Reader, places: readonly AskingPlace[]): Promise<Form> {
  const merchants: Merchant[] = [];
  for (const { scope } of places) merchants.push(...(await findMerchants(reader, scope)));
  const context: TicketContext = {};
  return {
    action: TICKET_FORM,
    context: JSON.stringify(context),
    title: 'Open a ticket',
    submit: 'Open',
    inputs: [merchantInput(merchants), ...inputsFor('')],
  };
}

/** The place that was chosen in such a form, or what is wrong. */
export async function readWhere(
  reader: Reader,
  places: readonly AskingPlace[],
  value = '',
): Promise<AskingPlace | { readonly errors: FormErrors }> {
  for (const place of places) if (!('error' in (await readMerchantOf(reader, place.scope, value)))) return place;
  return { errors: { merchant: CHOOSE } };
}

const inputsFor = (words: string): FormInput[] => [
  {
    kind: 'text',
    name: 'subject',
    label: 'Subject',
    isLong: false,
    maxLength: SUBJECT_LENGTH,
    initial: words === '' ? '' : subjectOf(words),
  },
  { kind: 'text', name: 'description', label: 'Description', isLong: true, maxLength: TEXT_LENGTH, initial: words },
  categoryInput('other'),
  priorityInput('normal'),
];

export const categoryInput = (initial: TicketCategory): FormInput => ({
  kind: 'choice',
  name: 'category',
  label: 'Category',
  options: TICKET_CATEGORIES.map((value) => ({ label: labelOf(value), value })),
  initial,
});

export const priorityInput = (initial: TicketPriority): FormInput => ({
  kind: 'choice',
  name: 'priority',
  label: 'Priority',
  options: TICKET_PRIORITIES.map((value) => ({ label: labelOf(value), value })),
  initial,
});

const findMerchants = (reader: Reader, scope: Scope): Promise<Merchant[]> =>
  reader.find(MerchantSchema, { where: scope.own({}, 'id'), order: { id: 'ASC' } });

function merchantInput(merchants: readonly Merchant[]): FormInput {
  const about = { name: 'merchant', label: 'Merchant' } as const;
  if (merchants.length === 0 || merchants.length > MOST_OPTIONS) {
    return { kind: 'text', ...about, isLong: false, maxLength: NAME_LENGTH };
  }
  const options = merchants.map((merchant) => ({ label: tellingName(merchant, merchants), value: `#${merchant.id}` }));
  return { kind: 'choice', ...about, options };
}

/** Of several with one name each is shown with its number. */
const tellingName = ({ id, name }: Merchant, all: readonly Merchant[]): string =>
  all.some((other) => other.id !== id && other.name === name) ? `${name.slice(0, 60)} (#${id})` : name;

export interface FilledTicket {
  readonly subject: string;
  readonly description: string;
  readonly category: TicketCategory;
  readonly priority: TicketPriority;
  readonly merchantId: number;
}

/** What a form for a ticket says, or what is wrong with it. */
export async function readTicketForm(
  reader: Reader,
  place: AskingPlace,
  values: FormValues,
): Promise<FilledTicket | { readonly errors: FormErrors }> {
  const subject = readText(values['subject'], SUBJECT_LENGTH);
  const description = readText(values['description'], TEXT_LENGTH);
  const category = TICKET_CATEGORIES.find((known) => known === values['category']);
  const priority = TICKET_PRIORITIES.find((known) => known === values['priority']);
  const merchant = await readMerchant(reader, place, values['merchant']);
  const errors = {
    ...('error' in subject && { subject: subject.error }),
    ...('error' in description && { description: description.error }),
    ...(!category && { category: CHOOSE }),
    ...(!priority && { priority: CHOOSE }),
    ...('error' in merchant && { merchant: merchant.error }),
  };
  if ('error' in subject || 'error' in description || 'error' in merchant || !category || !priority) return { errors };
  return { subject: subject.text, description: description.text, category, priority, merchantId: merchant.id };
}

export const CHOOSE = 'Please choose one from the list.';

/** @param most UTF-16 units */
export function readText(value = '', most: number): { readonly text: string } | { readonly error: string } {
  const text = value.trim();
  if (text === '') return { error: 'Please write something here.' };
  if (text.length > most) return { error: `Please use at most ${most} characters; this has ${text.length}.` };
  return { text };
}

type Chosen = { readonly id: number } | { readonly error: string };

/** In a merchant's channel it is that merchant, whatever came; at the desk one that may be seen there. */
async function readMerchant(reader: Reader, { channel, scope }: AskingPlace, value = ''): Promise<Chosen> {
  if (channel.role === 'merchant' && channel.merchantId !== null) return { id: channel.merchantId };
  return readMerchantOf(reader, scope, value);
}

async function readMerchantOf(reader: Reader, scope: Scope, value: string): Promise<Chosen> {
  const merchants = await findMerchants(reader, scope);
  const meant = merchants.filter(
    ({ id, name }) => `#${id}` === value || (value.trim() !== '' && spellingOf(name) === spellingOf(value)),
  );
  const [only, another] = meant;
  if (another) return { error: 'There are several of this name: open it in the merchant’s own channel.' };
  return only ?? { error: value.trim() === '' ? CHOOSE : `No merchant is named ${isolate(value.trim())}.` };
}
