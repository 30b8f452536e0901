import { LogLevel, type Logger } from '@slack/bolt';
import { messageOf } from '../../src/errors.ts';
import type { Log } from '../../src/log.ts';

const TOKENS = /\b(?:xox[a-z]|xapp|xwfp)-[\w-]+|(?<=ticket=)[\w-]+/gi;
const LINE_LENGTH = 500;

/**
 * The SDKs' logger on ours. Only warnings and errors pass: below that they print request and response bodies. Objects
 * are left out, because some of the SDKs' errors carry the headers of the request.
 */
export function createSlackLogger(log: Log): Logger {
  const silent = (): void => undefined;
  return {
    debug: silent,
    info: silent,
    warn: (...parts: unknown[]) => log.warn(line(parts)),
    error: (...parts: unknown[]) => log.error(line(parts)),
    setLevel: silent,
    setName: silent,
    getLevel: () => LogLevel.WARN,
  };
}

const line = (parts: readonly unknown[]): string =>
  `Slack SDK: ${parts.filter(isPrintable).map(messageOf).join(' ')}`.replace(TOKENS, '[hidden]').slice(0, LINE_LENGTH);

const isPrintable = (part: unknown): boolean => typeof part !== 'object' || part instanceof Error;
