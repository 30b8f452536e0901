import type { MessageRef } from './address.ts';
import type { Inline, RichText } from './rich-text.ts';

/**
 * What the product itself says in more than a line. Rooms compose cards, adapters render them (Block Kit,
 * Adaptive Card, HTML). No card kind is known to an adapter; every text in it is shown literally.
 */
export interface Card {
  readonly blocks: readonly CardBlock[];
}

export type CardBlock =
  | { readonly kind: 'title'; readonly text: string }
  | { readonly kind: 'text'; readonly text: RichText }
  | { readonly kind: 'fields'; readonly fields: readonly CardField[] }
  | { readonly kind: 'note'; readonly text: string }
  | CardItem
  /** What the reader can do, side by side. */
  | { readonly kind: 'actions'; readonly actions: readonly CardAction[] };

/** One of a list: what it is, and below that how it stands. */
export interface CardItem {
  readonly kind: 'item';
  readonly title: string;
  /** Where the title leads; left out where the reader's platform has no address for it. */
  readonly to?: MessageRef;
  /** The address of `to`, where that stands on another platform than the reader's: made by that one. */
  readonly url?: string;
  readonly about: readonly Inline[];
}

/** An item as words, for where nothing leads anywhere. */
export const itemText = ({ title, about }: CardItem): RichText => [
  {
    type: 'paragraph',
    children: [
      { type: 'strong', children: [{ type: 'text', value: title }] },
      ...(about.length > 0 ? [{ type: 'text', value: '\n' } as const, ...about] : []),
    ],
  },
];

/** `action` is our own word for what is to happen, at most 150 characters; it comes back with the click. */
export type CardAction =
  | (Doing & { readonly kind: 'button'; readonly primary?: boolean })
  | {
      readonly kind: 'select';
      readonly label: string;
      readonly action: string;
      /** At most 100. */
      readonly options: readonly CardOption[];
    }
  /** What is needed less often, behind one sign. Left out where the reader's platform can open no form. */
  | {
      readonly kind: 'menu';
      /** At most five. Each comes back as a button's `action` does. */
      readonly options: readonly Doing[];
    }
  /** Leads to a message; left out where the reader's platform has no address for it. */
  | {
      readonly kind: 'link';
      readonly label: string;
      readonly to: MessageRef;
      /** As an item's. */
      readonly url?: string;
    };

interface Doing {
  readonly label: string;
  readonly action: string;
  /** It is answered with a form, as far as we know beforehand: some platforms must know before the click. */
  readonly opensForm?: boolean;
}

export interface CardOption {
  readonly label: string;
  /** Comes back when it is chosen; at most 100 characters. */
  readonly value: string;
}

export interface CardField {
  readonly label: string;
  /** A Date is shown in the reader's own time zone where the platform can. */
  readonly value: string | Date;
}
