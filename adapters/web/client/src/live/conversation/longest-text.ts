/** The server takes no more in one message, in UTF-16 code units. */
export const LONGEST_TEXT = 16_000;
