import { z } from 'zod';
import { PLATFORM_NAMES } from '../chat/platform-names.ts';
import type { ChatPlatform } from '../chat/chat-platform.ts';
import type { Clock } from '../clock.ts';
import { nextCursor, pageQuery, toPage } from '../pagination.ts';
import { after } from '../storage/after.ts';
import type { Storage } from '../storage/storage.ts';
import { id, time } from '../validation.ts';
import { route, type ApiRoute } from './api-route.ts';
import { ChannelSchema } from './channel.schema.ts';
import { CHANNEL_MODES, CHANNEL_ROLES, type Channel } from './channel.ts';
import { checkThreads } from './check-threads.ts';
import { connectChannel } from './connect-channel.ts';
import { MerchantSchema, type Merchant } from './merchant.schema.ts';

export interface DirectoryDeps {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly platforms: ReadonlyMap<string, ChatPlatform>;
}

const nativeId = z.string().trim().min(1).max(100);

const newMerchant = z.strictObject({ name: z.string().trim().min(1).max(200) });

const shownMerchant = z.strictObject({ id, name: z.string(), createdAt: time }).meta({ id: 'Merchant' });

const newChannel = z.strictObject({
  platform: z.enum(PLATFORM_NAMES),
  workspaceId: nativeId.meta({ description: 'The workspace that posts into it: a Slack team’s T….' }),
  channelId: z.string().trim().min(1).max(190),
  role: z.enum(CHANNEL_ROLES),
  merchantId: id
    .nullable()
    .default(null)
    .meta({ description: 'Whose channel it is; for a desk: whose tickets alone it takes.' }),
  mode: z.enum(CHANNEL_MODES).default('auto').meta({ description: 'What opens a ticket in a merchant’s channel.' }),
});

const shownChannel = z
  .strictObject({
    id,
    platform: z.string(),
    workspaceId: z.string(),
    channelId: z.string(),
    role: z.enum(CHANNEL_ROLES),
    merchantId: id.nullable(),
    mode: z.enum(CHANNEL_MODES),
    lostAt: time.nullable().meta({ description: 'Since when we cannot post there: it is gone, or we were removed.' }),
    foundAt: time.nullable().meta({ description: 'When it was last known to be back after that.' }),
    createdAt: time,
  })
  .meta({ id: 'Channel' });

const MERCHANTS = 'Merchants';
const CHANNELS = 'Channels';

export const createDirectoryRoutes = (deps: DirectoryDeps): readonly ApiRoute[] => [
  makingMerchants(deps),
  listingMerchants(deps),
  connectingChannels(deps),
  listingChannels(deps),
];

const makingMerchants = ({ storage, clock }: DirectoryDeps) =>
  route({
    method: 'post',
    path: '/merchants',
    permission: 'merchants:write',
    topic: MERCHANTS,
    summary: 'Add a merchant',
    body: newMerchant,
    example: { name: 'Acme' },
    status: 201,
    answer: { merchant: shownMerchant },
    handle: async ({ body }) => {
      const row = { ...body, createdAt: clock.now() };
      return { merchant: { id: await storage.unit((unit) => unit.insert(MerchantSchema, row)), ...row } };
    },
  });

const listingMerchants = ({ storage }: DirectoryDeps) =>
  route({
    method: 'get',
    path: '/merchants',
    permission: 'merchants:read',
    topic: MERCHANTS,
    summary: 'List the merchants',
    details: 'A merchant’s key sees its own.',
    query: pageQuery,
    answer: { merchants: z.array(shownMerchant), nextCursor },
    handle: async ({ query: { limit, cursor }, caller }) => {
      const wanted = caller.scope.ownList(after<Merchant>(cursor, limit), 'id');
      const rows = await storage.read((reader) => reader.find(MerchantSchema, wanted));
      const { items: merchants, nextCursor } = toPage(rows, limit);
      return { merchants, nextCursor };
    },
  });

const connectingChannels = ({ storage, clock, platforms }: DirectoryDeps) =>
  route({
    method: 'post',
    path: '/channels',
    permission: 'channels:write',
    topic: CHANNELS,
    summary: 'Connect a channel',
    body: newChannel,
    example: { platform: 'slack', workspaceId: 'T0123', channelId: 'C0123', role: 'merchant', merchantId: 1 },
    status: 201,
    answer: { channel: shownChannel },
    errors: [409],
    handle: async ({ body }) => {
      if (body.role === 'desk') checkThreads(platforms, body);
      return { channel: await storage.unit((unit) => connectChannel(clock, unit, body)) };
    },
  });

const listingChannels = ({ storage }: DirectoryDeps) =>
  route({
    method: 'get',
    path: '/channels',
    permission: 'channels:read',
    topic: CHANNELS,
    summary: 'List the connected channels',
    query: pageQuery,
    answer: { channels: z.array(shownChannel), nextCursor },
    handle: async ({ query: { limit, cursor }, caller }) => {
      const wanted = caller.scope.ownList(after<Channel>(cursor, limit));
      const rows = await storage.read((reader) => reader.find(ChannelSchema, wanted));
      const { items: channels, nextCursor } = toPage(rows, limit);
      return { channels, nextCursor };
    },
  });
