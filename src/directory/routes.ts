import { Router } from '@koa/router';
import { z } from 'zod';
import { PLATFORM_NAMES } from '../chat/platform-names.ts';
import type { Clock } from '../clock.ts';
import { pageQuery, toPage } from '../pagination.ts';
import { after } from '../storage/after.ts';
import type { Storage } from '../storage/storage.ts';
import { parse } from '../validation.ts';
import type { Access, ApiState } from './access.ts';
import { ChannelSchema } from './channel.schema.ts';
import { CHANNEL_MODES, CHANNEL_ROLES } from './channel.ts';
import { connectChannel } from './connect-channel.ts';
import { MerchantSchema } from './merchant.schema.ts';

export interface DirectoryDeps {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly access: Access;
}

const id = z.number().int().positive();
const nativeId = z.string().trim().min(1).max(100);

const newMerchant = z.strictObject({ name: z.string().trim().min(1).max(200) });

const newChannel = z.strictObject({
  platform: z.enum(PLATFORM_NAMES),
  workspaceId: nativeId,
  channelId: nativeId,
  role: z.enum(CHANNEL_ROLES),
  merchantId: id.nullable().default(null),
  mode: z.enum(CHANNEL_MODES).default('auto'),
});

export function createDirectoryRoutes({ storage, clock, access }: DirectoryDeps): Router<ApiState> {
  const router = new Router<ApiState>();

  router.post('/merchants', async (ctx) => {
    access.require(ctx.state.caller, 'merchants:write');
    const row = { ...parse(newMerchant, ctx.request.body), createdAt: clock.now() };
    const merchant = { id: await storage.unit((unit) => unit.insert(MerchantSchema, row)), ...row };
    ctx.status = 201;
    ctx.body = { success: true, merchant };
  });

  router.get('/merchants', async (ctx) => {
    access.require(ctx.state.caller, 'merchants:read');
    const { limit, cursor } = parse(pageQuery, ctx.query);
    const rows = await storage.read((reader) => reader.find(MerchantSchema, after(cursor, limit)));
    const { items: merchants, nextCursor } = toPage(rows, limit);
    ctx.body = { success: true, merchants, nextCursor };
  });

  router.post('/channels', async (ctx) => {
    access.require(ctx.state.caller, 'channels:write');
    const wanted = parse(newChannel, ctx.request.body);
    const channel = await storage.unit((unit) => connectChannel(clock, unit, wanted));
    ctx.status = 201;
    ctx.body = { success: true, channel };
  });

  router.get('/channels', async (ctx) => {
    access.require(ctx.state.caller, 'channels:read');
    const { limit, cursor } = parse(pageQuery, ctx.query);
    const rows = await storage.read((reader) => reader.find(ChannelSchema, after(cursor, limit)));
    const { items: channels, nextCursor } = toPage(rows, limit);
    ctx.body = { success: true, channels, nextCursor };
  });

  return router;
}
