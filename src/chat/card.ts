import type { MessageRef } from './address.ts';
import type { RichText } from './rich-text.ts';

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
  | { readonly kind: 'message-link'; readonly label: string; readonly to: MessageRef };

export interface CardField {
  readonly label: string;
  /** A Date is shown in the reader's own time zone where the platform can. */
  readonly value: string | Date;
}
