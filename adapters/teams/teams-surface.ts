/**
 * Everything of Teams that this adapter offers or asks for: manifest.json has exactly what is named here (a test compares
 * the two).
 */

/** What Teams suggests to write after our bot's name; each begins with a command that `readCommand` knows. */
export const TEAMS_COMMANDS = {
  ticket: 'Open a ticket, list yours, or see how one stands',
  'desk here': 'Make this channel the agents’ desk',
  'desk merchant': 'Connect this channel with a merchant: desk merchant Acme',
  'desk agent': 'Add an agent: desk agent @Ada',
  help: 'See what there is to say',
} as const;

/** What a message's own menu offers, by our own word. */
export const TEAMS_SHORTCUTS = {
  'open-ticket': { title: 'Open a ticket', description: 'Ask the support desk about this message' },
} as const;

/**
 * What a team's or a chat's owner lets us do there by installing the app, and what for
 * (learn.microsoft.com/microsoftteams/platform/graph-api/rsc/resource-specific-consent).
 */
export const TEAMS_PERMISSIONS = {
  'ChannelMessage.Read.Group': 'hear what is said in a channel without our bot’s name before it',
  'ChatMessage.Read.Chat': 'the same in a chat of several people',
  'TeamMember.Read.Group': 'tell a team’s owners, who may configure',
} as const;
