/** The platforms that a channel or an account may be on, whether or not they are switched on now. */
export const PLATFORM_NAMES = ['slack', 'teams', 'web'] as const;

/** What people call them. */
export const PLATFORM_TITLES: ReadonlyMap<string, string> = new Map([
  ['slack', 'Slack'],
  ['teams', 'Microsoft Teams'],
  ['web', 'the browser'],
]);
