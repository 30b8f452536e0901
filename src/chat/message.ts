import type { Card } from './card.ts';
import type { PostedFile } from './file.ts';
import type { RichText } from './rich-text.ts';

/** Who speaks. Where the platform shows no other face than the bot's, their name stands over what they said. */
export interface Author {
  readonly name: string;
  readonly avatarUrl?: string;
}

/** A post, complete and ready to be rendered by any platform. */
export interface OutgoingMessage {
  readonly content: OutgoingContent;
  readonly author?: Author;
  /** When it was said, shown with the post because it could not be delivered in its place. */
  readonly saidAt?: Date;
  /** A reply that the whole channel should see, not only those who follow its thread. */
  readonly announce?: boolean;
}

export type OutgoingContent =
  | {
      readonly kind: 'text';
      readonly text: RichText;
      /** The file for which a link of ours stands in the words: a platform that asks its reader first may hand it over. */
      readonly offer?: PostedFile;
    }
  | {
      readonly kind: 'card';
      readonly card: Card;
      /** One line that stands for the card in a notification. */
      readonly summary: string;
    }
  | {
      readonly kind: 'file';
      readonly file: PostedFile;
      /** As `upload` gave it; absent where the platform's own pages ask us for the bytes. */
      readonly uploadId?: string;
    };
