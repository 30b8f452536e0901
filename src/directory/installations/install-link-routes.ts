import { z } from 'zod';
import type { ChatPlatform } from '../../chat/chat-platform.ts';
import { PLATFORM_NAMES } from '../../chat/platform-names.ts';
import type { Clock } from '../../clock.ts';
import { conflict, invalid } from '../../errors.ts';
import type { Storage } from '../../storage/storage.ts';
import type { Unit } from '../../storage/unit.ts';
import { id, time } from '../../validation.ts';
import { route, type ApiRoute } from '../api-route.ts';
import { MerchantSchema } from '../merchant.schema.ts';
import type { RecordDeed } from '../record-deed.ts';
import { makeInstallLink } from './make-install-link.ts';

export interface InstallLinkRouteDeps {
  readonly storage: Storage;
  readonly clock: Clock;
  /** Where browsers reach us, without a slash at the end. */
  readonly publicUrl: string;
  readonly platforms: ReadonlyMap<string, ChatPlatform>;
  readonly recordDeed: RecordDeed;
}

const newLink = z.strictObject({
  platform: z.enum(PLATFORM_NAMES),
  merchantId: id
    .nullable()
    .default(null)
    .meta({ description: 'Whose guest the workspace becomes; without it the workspace becomes home.' }),
});

/** The links by which workspaces join. */
export const createInstallLinkRoutes = (deps: InstallLinkRouteDeps): readonly ApiRoute[] => [makingInstallLinks(deps)];

const makingInstallLinks = ({ storage, clock, publicUrl, platforms, recordDeed }: InstallLinkRouteDeps) =>
  route({
    method: 'post',
    path: '/install-links',
    permission: 'channels:write',
    topic: 'Channels',
    summary: 'Make a link by which a workspace joins',
    details: 'It works once, within seven days. What a guest connects is its merchant’s alone.',
    body: newLink,
    example: { platform: 'slack', merchantId: 1 },
    status: 201,
    answer: { url: z.url(), expiresAt: time },
    errors: [409],
    handle: async ({ body: { platform, merchantId }, caller }, ctx) => {
      const path = platforms.get(platform)?.installPath;
      if (!path) throw conflict(`Workspaces cannot join ${platform} by a link: it is off, or not set up for that.`);
      if (merchantId === null && platforms.get(platform)?.isHome) {
        throw conflict(`Which workspace of ${platform} is home, the configuration says: a link needs a merchantId.`);
      }
      const { token, expiresAt } = await storage.unit(async (unit) => {
        await checkMerchant(unit, merchantId);
        const link = await makeInstallLink(clock, unit, platform, merchantId);
        await recordDeed(unit, { by: caller, action: 'install-link-made', details: { platform, merchantId } });
        return link;
      });
      ctx.set('Cache-Control', 'no-store');
      return { url: `${publicUrl}${path(token)}`, expiresAt };
    },
  });

async function checkMerchant(unit: Unit, merchantId: number | null): Promise<void> {
  if (merchantId === null) return;
  const merchant = await unit.findOne(MerchantSchema, { where: { id: merchantId } });
  if (!merchant) throw invalid(`merchantId ${merchantId} is not known: create the merchant first.`);
}
