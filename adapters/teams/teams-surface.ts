/**
 * Everything of Teams that this adapter offers or asks for: manifest.json has exactly what is named here (a test compares
 * the two).
 */

const TICKET = { title: 'ticket', description: 'Open a ticket, list yours, or see how one stands' };
const HELP = { title: 'help', description: 'See what there is to say' };

/** What Teams suggests to write to our bot, by where that is. Each is an order that the product takes. */
export const TEAMS_COMMANDS = [
  {
    scopes: ['team', 'groupChat'],
    commands: [
      TICKET,
      { title: 'desk here', description: 'Make this channel the agents’ desk' },
      { title: 'desk merchant', description: 'Connect this channel with a merchant: desk merchant Acme' },
      { title: 'desk agent', description: 'Add an agent: desk agent @Ada' },
      HELP,
    ],
  },
  {
    scopes: ['personal'],
    commands: [
      TICKET,
      { title: 'desk away', description: 'Give what you have to others, and be asked nothing more' },
      { title: 'desk back', description: 'Be asked again' },
      HELP,
    ],
  },
] as const;

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
