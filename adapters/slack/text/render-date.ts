import { inUtc } from '../../../src/chat/rich-text/own-words.ts';

/**
 * A time in mrkdwn that each reader sees in their own zone, with UTC where that cannot be shown
 * (docs.slack.dev/messaging/formatting-message-text#date-formatting).
 */
export function renderDate(date: Date): string {
  const seconds = Math.floor(date.getTime() / 1000);
  return `<!date^${seconds}^{date_short_pretty} {time}|${inUtc(date)}>`;
}
