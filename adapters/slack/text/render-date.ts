/**
 * A time in mrkdwn that each reader sees in their own zone, with UTC where that cannot be shown
 * (docs.slack.dev/messaging/formatting-message-text#date-formatting).
 */
export function renderDate(date: Date): string {
  const seconds = Math.floor(date.getTime() / 1000);
  const utc = `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `<!date^${seconds}^{date_short_pretty} {time}|${utc}>`;
}
