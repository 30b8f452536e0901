/** One message as it stands in Teams. */
export interface StandingMessage {
  readonly id: string;
  readonly conversationId: string;
  readonly threadId: string | undefined;
  /** The person's id; undefined for a post of the bot's. */
  readonly userId: string | undefined;
  /** Of a post: as the bot sent it last. */
  activity: Readonly<Record<string, unknown>>;
  isGone: boolean;
}

export interface TeamsPerson {
  readonly id: string;
  readonly name: string;
  readonly email?: string;
  /** In Entra; whoever has none there is no member of a team. */
  readonly aadObjectId?: string;
  readonly userPrincipalName?: string;
  readonly userRole?: 'user' | 'guest';
  readonly tenantId?: string;
}

/** A team, by the id of its first channel. */
export interface TeamsTeam {
  /** What it is called in Entra. */
  readonly aadGroupId: string;
  /** By their ids in Entra. */
  readonly owners: Set<string>;
  readonly tenant: string;
  /** It lets us read who its members are. */
  readonly allows: boolean;
}

/** That our bot writes was shown there. */
export interface ShownTyping {
  readonly conversationId: string;
  readonly threadId: string | undefined;
}

const THREAD = /;messageid=(\d+)$/;

/** The two ids of a conversation's one. */
export const partsOf = (conversation: string): ShownTyping => ({
  conversationId: conversation.replace(THREAD, ''),
  threadId: THREAD.exec(conversation)?.[1],
});

/** What stands in Teams: people, channels, personal chats, and the messages in them. */
export class World {
  readonly people = new Map<string, TeamsPerson>();
  readonly channels = new Set<string>();
  readonly teams = new Map<string, TeamsTeam>();
  readonly typings: ShownTyping[] = [];
  /** By their paths behind `v3/attachments/`. */
  readonly pictures = new Set<string>();
  /** What was put into people's OneDrive, by its address there. */
  readonly uploads = new Map<string, { readonly range: string | undefined; readonly bytes: Buffer }>();
  readonly #direct = new Map<string, string>();
  readonly #messages: StandingMessage[] = [];
  #lastTime = 0;
  #ahead = 0;

  /** Milliseconds since 1970, each later than the one before: Teams' ids of messages. */
  nextTime(): number {
    this.#lastTime = Math.max(Date.now() + this.#ahead, this.#lastTime + 1);
    return this.#lastTime;
  }

  /** Time goes on by so many ms. */
  pass(ms: number): void {
    this.#ahead += ms;
  }

  directOf(userId: string): string {
    const id = this.#direct.get(userId) ?? `a:1${Buffer.from(userId).toString('base64url')}`;
    this.#direct.set(userId, id);
    this.channels.add(id);
    return id;
  }

  isThere(conversation: string): boolean {
    return this.channels.has(conversation.replace(THREAD, ''));
  }

  add(conversation: string, userId: string | undefined, activity: StandingMessage['activity']): StandingMessage {
    const id = String(this.nextTime());
    const threadId = THREAD.exec(conversation)?.[1];
    const conversationId = conversation.replace(THREAD, '');
    const message = { id, conversationId, threadId, userId, activity, isGone: false };
    this.#messages.push(message);
    return message;
  }

  find(conversation: string, id: string): StandingMessage | undefined {
    const conversationId = conversation.replace(THREAD, '');
    return this.#messages.find((one) => one.id === id && one.conversationId === conversationId && !one.isGone);
  }

  /** Also one that is gone. */
  said(conversationId: string, id: string): StandingMessage | undefined {
    return this.#messages.find((one) => one.id === id && one.conversationId === conversationId);
  }

  in(conversationId: string, threadId: string | undefined): readonly StandingMessage[] {
    return this.#messages.filter(
      (one) => one.conversationId === conversationId && one.threadId === threadId && !one.isGone,
    );
  }
}
