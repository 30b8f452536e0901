import { partsOf, type World } from './world.ts';

/** The requests of the Bot Connector's REST API that we know, and those for tokens and keys. */
export type RequestKind =
  | 'token'
  | 'create'
  | 'send'
  | 'update'
  | 'delete'
  | 'member'
  | 'team'
  | 'owners'
  | 'picture'
  | 'upload'
  | 'openid'
  | 'keys';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Answered {
  readonly status: number;
  readonly body: object;
  /** Instead of the body. */
  readonly picture?: Buffer;
}

interface Known {
  readonly kind: RequestKind;
  readonly method: string;
  readonly path: RegExp;
  readonly answer: (world: World, parts: readonly string[], body: Asked['body']) => Answered;
}

const gone = (code: string): Answered => ({ status: 404, body: { error: { code, message: 'It is not there.' } } });

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;

/** learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference */
export const REQUESTS: readonly Known[] = [
  {
    kind: 'create',
    method: 'POST',
    path: /^\/v3\/conversations$/,
    answer(world, _, body) {
      const channelId = field(field(body['channelData'], 'channel'), 'id');
      if (typeof channelId === 'string') {
        if (!world.isThere(channelId)) return gone('ConversationNotFound');
        const { id } = world.add(channelId, undefined, body['activity'] as Asked['body']);
        return { status: 201, body: { id: `${channelId};messageid=${id}`, activityId: id } };
      }
      const [member] = body['members'] as { readonly id: string }[];
      if (!member || !world.people.has(member.id)) return gone('ConversationNotFound');
      return { status: 201, body: { id: world.directOf(member.id) } };
    },
  },
  {
    kind: 'send',
    method: 'POST',
    path: /^\/v3\/conversations\/([^/]+)\/activities$/,
    answer(world, [conversation = ''], body) {
      if (!world.isThere(conversation)) return gone('ConversationNotFound');
      if (body['type'] === 'typing') {
        world.typings.push(partsOf(conversation));
        return { status: 201, body: {} };
      }
      return { status: 201, body: { id: world.add(conversation, undefined, body).id } };
    },
  },
  {
    kind: 'update',
    method: 'PUT',
    path: /^\/v3\/conversations\/([^/]+)\/activities\/([^/]+)$/,
    answer(world, [conversation = '', id = ''], body) {
      const message = world.find(conversation, id);
      if (!message) return gone('ActivityNotFoundInConversation');
      message.activity = body;
      return { status: 200, body: { id } };
    },
  },
  {
    kind: 'delete',
    method: 'DELETE',
    path: /^\/v3\/conversations\/([^/]+)\/activities\/([^/]+)$/,
    answer(world, [conversation = '', id = '']) {
      const message = world.find(conversation, id);
      if (!message) return gone('ActivityNotFoundInConversation');
      message.isGone = true;
      return { status: 200, body: {} };
    },
  },
  {
    kind: 'member',
    method: 'GET',
    path: /^\/v3\/conversations\/([^/]+)\/members\/([^/]+)$/,
    answer(world, [, userId = '']) {
      const person = world.people.get(userId);
      return person ? { status: 200, body: { ...person } } : gone('MemberNotFoundInConversation');
    },
  },
  {
    kind: 'member',
    method: 'GET',
    path: /^\/v3\/conversations\/([^/]+)\/pagedmembers$/,
    answer(world, [conversation = '']) {
      return world.isThere(conversation) ? { status: 200, body: { members: [] } } : gone('ConversationNotFound');
    },
  },
  {
    kind: 'picture',
    method: 'GET',
    path: /^\/v3\/attachments\/(.+)$/,
    answer(world, [path = '']) {
      const isThere = world.pictures.has(path);
      return isThere
        ? { status: 200, body: {}, picture: Buffer.from(`the picture ${path}`) }
        : gone('AttachmentNotFound');
    },
  },
  {
    kind: 'team',
    method: 'GET',
    path: /^\/v3\/teams\/([^/]+)$/,
    answer(world, [id = '']) {
      const team = world.teams.get(id);
      return team ? { status: 200, body: { id, aadGroupId: team.aadGroupId } } : gone('TeamNotFound');
    },
  },
];

/**
 * Who a team's members are, by the directory (learn.microsoft.com/graph/api/team-list-members): of those whom we know
 * the one whom the filter names. @param tenant whose directory is asked
 */
export function answerOwners(world: World, tenant: string, groupId: string, filter: string): Answered {
  const team = [...world.teams.values()].find((one) => one.aadGroupId === groupId && one.tenant === tenant);
  if (!team) return { status: 404, body: { error: { code: 'NotFound' } } };
  if (!team.allows) return { status: 403, body: { error: { code: 'Forbidden' } } };
  const wanted = /aadUserConversationMember\/userId eq '([^']+)'/.exec(filter)?.[1];
  const value = [...world.people.values()].flatMap(({ aadObjectId: userId }) =>
    userId !== undefined && userId === wanted ? [{ userId, roles: team.owners.has(userId) ? ['owner'] : [] }] : [],
  );
  return { status: 200, body: { value } };
}

/** Which request it is, and what of its path names what it is about. */
export function recognise({ method, path, body }: Asked) {
  for (const known of REQUESTS) {
    const match = known.method === method ? known.path.exec(path) : null;
    if (!match) continue;
    // A thread begins with a post.
    const kind = field(body['channelData'], 'channel') === undefined ? known.kind : 'send';
    return { known, kind, parts: match.slice(1).map(decodeURIComponent) };
  }
  return undefined;
}
