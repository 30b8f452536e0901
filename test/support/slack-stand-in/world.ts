import { ChannelMessages } from './channel-messages.ts';
import { FileStore } from './files/file-store.ts';
import type { ChannelSpec, UserSpec } from './protocol.ts';
import { TimestampSource } from './time.ts';
import { Homes } from './views/homes.ts';
import { Triggers } from './views/triggers.ts';
import { Views } from './views/views.ts';
import { HOME, type Channel, type Message, type User, type Workspace } from './world-types.ts';

/** Workspaces, channels, people and what was said. Knows nothing of HTTP. */
export class World {
  readonly home = HOME;
  readonly timestamps = new TimestampSource();
  readonly triggers = new Triggers();
  readonly views = new Views();
  readonly homes = new Homes();
  readonly files = new FileStore();
  readonly #workspaces = new Map<string, Workspace>([[HOME.teamId, HOME]]);
  readonly #channels = new Map<string, Channel>();
  readonly #users = new Map<string, User>();
  readonly #revoked = new Set<string>();
  readonly #messages = new Map<string, ChannelMessages>();
  #lastId = 1000;

  addWorkspace(workspace: Workspace): Workspace {
    this.#workspaces.set(workspace.teamId, workspace);
    return workspace;
  }

  workspace(teamId: string): Workspace {
    return this.#workspaces.get(teamId) ?? fail(`No workspace ${teamId}.`);
  }

  workspaceOfToken(token: string): Workspace | undefined {
    return [...this.#workspaces.values()].find((workspace) => workspace.botToken === token);
  }

  /** Our app is taken out: its token ends, and its bot is in no channel any more. */
  uninstall(teamId: string): Workspace {
    const workspace = this.workspace(teamId);
    this.#revoked.add(workspace.botToken);
    for (const channel of this.#channels.values()) {
      if (channel.teamId === teamId) this.putChannel({ ...channel, botIsMember: false });
    }
    return workspace;
  }

  isRevoked(token: string): boolean {
    return this.#revoked.has(token);
  }

  addChannel(spec: ChannelSpec): Channel {
    const id = spec.id ?? this.#newId('C');
    return this.putChannel({
      id,
      name: spec.name ?? id.toLowerCase(),
      type: spec.type ?? 'channel',
      teamId: spec.teamId ?? HOME.teamId,
      sharedWith: spec.sharedWith ?? [],
      isArchived: spec.isArchived ?? false,
      botIsMember: spec.botIsMember ?? true,
      members: spec.members ?? [],
    });
  }

  putChannel(channel: Channel): Channel {
    this.workspace(channel.teamId);
    this.#channels.set(channel.id, channel);
    return channel;
  }

  findChannel(id: string): Channel | undefined {
    return this.#channels.get(id);
  }

  channel(id: string): Channel {
    return this.findChannel(id) ?? fail(`No channel ${id}.`);
  }

  /** The direct conversation of a workspace's bot with a person. */
  openDirect(teamId: string, userId: string): Channel {
    const isIt = (channel: Channel): boolean =>
      channel.type === 'im' && channel.teamId === teamId && channel.members[0] === userId;
    return [...this.#channels.values()].find(isIt) ?? this.#createDirect(teamId, userId);
  }

  addUser(spec: UserSpec): User {
    const user: User = {
      id: spec.id ?? this.#newId('U'),
      teamId: spec.teamId ?? HOME.teamId,
      displayName: spec.name,
      realName: spec.realName ?? spec.name,
      isBot: spec.isBot ?? false,
      isAdmin: spec.isAdmin ?? false,
      isRestricted: spec.isRestricted ?? false,
      isDeleted: false,
      ...(spec.email === undefined ? {} : { email: spec.email }),
      ...(spec.avatarUrl === undefined ? {} : { avatarUrl: spec.avatarUrl }),
    };
    this.#users.set(user.id, user);
    return user;
  }

  findUser(id: string): User | undefined {
    return this.#users.get(id);
  }

  user(id: string): User {
    return this.findUser(id) ?? fail(`No user ${id}.`);
  }

  messagesOf(channelId: string): ChannelMessages {
    const known = this.#messages.get(channelId);
    if (known !== undefined) return known;
    const messages = new ChannelMessages();
    this.#messages.set(channelId, messages);
    return messages;
  }

  /** One that still stands. @throws Error */
  message(channelId: string, ts: string): Message {
    return this.messagesOf(channelId).find(ts) ?? fail(`No message ${ts} stands in ${channelId}.`);
  }

  allMessages(): Message[] {
    return [...this.#messages.values()].flatMap((messages) => messages.all());
  }

  #createDirect(teamId: string, userId: string): Channel {
    const id = this.#newId('D');
    return this.putChannel({
      id,
      name: id.toLowerCase(),
      type: 'im',
      teamId,
      sharedWith: [],
      isArchived: false,
      botIsMember: true,
      members: [userId],
    });
  }

  #newId(letter: string): string {
    this.#lastId += 1;
    return `${letter}0${this.#lastId}`;
  }
}

function fail(message: string): never {
  throw new Error(message);
}
