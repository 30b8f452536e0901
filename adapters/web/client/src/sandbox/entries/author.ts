import type { WireEntry } from '../../../../wire.ts';

type Author = WireEntry['author'];

/** The name under which the product speaks for itself. */
const PRODUCT = 'Switchboard';

export const nameOf = ({ name }: Author): string => name ?? PRODUCT;

/** The product itself, and nobody through it. */
export const isProduct = (author: Author): boolean => author.kind === 'product' && nameOf(author) === PRODUCT;
