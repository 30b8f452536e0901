import { AskError } from './ask.ts';

/** An error in words for whoever looks at the page. */
export const messageOf = (error: Error): string =>
  error instanceof AskError ? error.message : 'Switchboard does not answer just now.';
