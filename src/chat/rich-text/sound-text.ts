/**
 * Text that every database and platform takes: NUL shows nothing and is left out; half of a surrogate pair is no
 * character and becomes the sign for one that is missing.
 */
export const soundText = (text: string): string => text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\uFFFD');
