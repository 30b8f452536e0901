/** An address, without the punctuation of the sentence around it. */
const ADDRESS = /(https?:\/\/[^\s<>"]*[^\s<>"'.,;:!?()[\]{}])/i;

/** Words and addresses in turn: every second part is an address. */
export const splitAddresses = (text: string): string[] => text.split(ADDRESS);
