import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Writable } from 'node:stream';
import { migrations } from '../../../migrations/index.ts';
import type { Installations } from '../../../src/chat/installations.ts';
import { createInstallations } from '../../../src/directory/installations/create-installations.ts';
import { endInstallation } from '../../../src/directory/installations/end-installation.ts';
import { InstallLinkSchema, InstallStateSchema } from '../../../src/directory/installations/install-link.schema.ts';
import { InstallationSchema } from '../../../src/directory/installations/installation.schema.ts';
import { makeInstallLink, pruneInstallLinks } from '../../../src/directory/installations/make-install-link.ts';
import { reseal } from '../../../src/directory/installations/reseal.ts';
import { createSeals } from '../../../src/directory/installations/seals.ts';
import { MerchantSchema } from '../../../src/directory/merchant.schema.ts';
import { createLog } from '../../../src/log.ts';
import { schemas } from '../../../src/schemas.ts';
import { openStorage } from '../../../src/storage/open-storage.ts';
import type { Storage } from '../../../src/storage/storage.ts';
import { onEachDatabase } from '../../support/databases.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const NOON = Date.UTC(2026, 0, 31, 12);
const SECRET = 'the-secret-that-is-in-use-at-present';
const NEXT = 'the-secret-that-comes-after-the-first';

/** So long after noon. */
const after = (ms: number) => ({ now: () => new Date(NOON + ms) });
const place = (workspaceId: string) => ({ platform: 'slack', workspaceId });

onEachDatabase((database) => {
  describe('workspaces that join', () => {
    let storage: Storage;
    let acme: number;
    let beta: number;

    beforeAll(async () => {
      storage = await openStorage({ url: await database.createUrl(), schemas, migrations });
      await storage.migrate();
      const add = (name: string) =>
        storage.unit((unit) => unit.insert(MerchantSchema, { name, createdAt: new Date(NOON) }));
      acme = await add('Acme');
      beta = await add('Beta');
    });
    afterAll(() => storage.close());

    const at = (ms: number, seals = createSeals(SECRET)): Installations =>
      createInstallations({ storage, clock: after(ms), seals });
    const linkFor = async (merchantId: number | null): Promise<string> =>
      (await storage.unit((unit) => makeInstallLink(after(0), unit, 'slack', merchantId))).token;
    const join = async (merchantId: number | null, workspaceId: string, token = `xoxb-${workspaceId}`) => {
      const state = await at(0).begin('slack', await linkFor(merchantId));
      await at(0).takeState(state);
      return at(0).finish(state, { ...place(workspaceId), name: workspaceId, token });
    };
    const sealedOf = (workspaceId: string) =>
      storage.read(async (reader) => {
        const row = await reader.findOne(InstallationSchema, { where: place(workspaceId) });
        return row?.sealedToken ?? '';
      });
    const resealWith = async (seals = createSeals(SECRET)): Promise<string> => {
      let said = '';
      const keep = new Writable({ write: (chunk: Buffer, _how, done) => (said += chunk.toString()) && done() });
      await reseal({ storage, seals, log: createLog('trace', keep) });
      return said;
    };

    test('a guest is its merchant’s, and its token is for nobody else', async () => {
      expect(await join(acme, 'T0ACME')).toEqual({ merchant: 'Acme' });
      expect(await at(0).find(place('T0ACME'))).toEqual({ token: 'xoxb-T0ACME', serial: 1 });
      expect(await at(0).find(place('T0NOBODY'))).toBeNull();
      expect(await at(0).find({ platform: 'teams', workspaceId: 'T0ACME' })).toBeNull();
      await expect(join(beta, 'T0ACME')).rejects.toMatchObject({ status: 403 });
      await expect(join(null, 'T0ACME')).rejects.toMatchObject({ status: 403 });
      expect(await at(0).find(place('T0ACME'))).toEqual({ token: 'xoxb-T0ACME', serial: 1 });
    });

    test('one workspace is home: the first that follows a link for that', async () => {
      expect(await at(0).findHome('slack')).toBeNull();
      const both = await Promise.allSettled([join(null, 'T0HOME'), join(null, 'T0OTHER')]);
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(await at(0).findHome('slack')).toEqual(place(both[0].status === 'fulfilled' ? 'T0HOME' : 'T0OTHER'));
      expect(await at(0).findHome('teams')).toBeNull();
    });

    test('a link is over after seven days, a state after ten minutes, and both after one use', async () => {
      const link = await linkFor(acme);
      await expect(at(7 * DAY_MS).begin('slack', link)).rejects.toMatchObject({ status: 410 });
      await expect(at(0).begin('teams', link)).rejects.toMatchObject({ status: 410 });
      const late = await at(0).begin('slack', link);
      await expect(at(10 * MINUTE_MS).takeState(late)).rejects.toMatchObject({ status: 410 });
      const state = await at(7 * DAY_MS - 1).begin('slack', link);
      await at(7 * DAY_MS - 1).takeState(state);
      await expect(at(7 * DAY_MS - 1).takeState(state)).rejects.toMatchObject({ status: 410 });
      const late2 = { ...place('T0LATE'), name: 'Late', token: 'xoxb-late' };
      await expect(at(7 * DAY_MS).finish(state, late2)).rejects.toMatchObject({ status: 410 });
      expect(await at(0).find(place('T0LATE'))).toBeNull();
      await expect(at(0).finish('made-up', late2)).rejects.toMatchObject({ status: 410 });
    });

    test('nothing of a link or a state is kept in clear, and nothing for long', async () => {
      const link = await linkFor(acme);
      const state = await at(0).begin('slack', link);
      const rows = () =>
        storage.read(async (reader) => [
          ...(await reader.find(InstallLinkSchema, {})),
          ...(await reader.find(InstallStateSchema, {})),
        ]);
      expect(JSON.stringify(await rows())).not.toMatch(new RegExp(`${link}|${state}`));
      await storage.unit((unit) => pruneInstallLinks(after(8 * DAY_MS), unit));
      expect(await rows()).toEqual([]);
    });

    test('an end is that of one installation: its token is forgotten, and a later one goes on', async () => {
      await join(beta, 'T0BETA', 'xoxb-first');
      const end = (serial: number) =>
        storage.unit((unit) => endInstallation(unit, place('T0BETA'), serial, new Date(NOON)));
      expect(await end(1)).toBe(true);
      expect(await end(1)).toBe(false);
      expect(await at(0).find(place('T0BETA'))).toBe('ended');
      expect(await sealedOf('T0BETA')).toBe('');
      await join(beta, 'T0BETA', 'xoxb-second');
      expect(await end(1)).toBe(false);
      expect(await at(0).find(place('T0BETA'))).toEqual({ token: 'xoxb-second', serial: 2 });
    });

    test('a workspace that gives no token is in without one, and needs no secret', async () => {
      const plainly = createInstallations({ storage, clock: after(0), seals: undefined });
      const state = await plainly.begin('slack', await linkFor(acme));
      await plainly.takeState(state);
      await plainly.finish(state, { ...place('T0BARE'), name: 'Bare', token: '' });
      expect(await plainly.find(place('T0BARE'))).toEqual({ token: '', serial: 1 });
      expect(await at(0).find(place('T0BARE'))).toEqual({ token: '', serial: 1 });
      await resealWith();
      expect(await sealedOf('T0BARE')).toBe('');
      await expect(plainly.find(place('T0ACME'))).rejects.toThrow(/SWITCHBOARD_SECRET/);
      const next = await plainly.begin('slack', await linkFor(acme));
      const token = { ...place('T0TOKEN'), name: 'Token', token: 'xoxb-token' };
      await expect(plainly.finish(next, token)).rejects.toThrow(/SWITCHBOARD_SECRET/);
      expect(await plainly.find(place('T0TOKEN'))).toBeNull();
    });

    test('whether a link is open can be seen without using it up', async () => {
      const link = await linkFor(acme);
      expect([await at(0).isOpen('slack', link), await at(0).isOpen('slack', link)]).toEqual([true, true]);
      expect([await at(0).isOpen('teams', link), await at(7 * DAY_MS).isOpen('slack', link)]).toEqual([false, false]);
      const state = await at(0).begin('slack', link);
      await at(0).takeState(state);
      await at(0).finish(state, { ...place('T0SEEN'), name: 'Seen', token: 'xoxb-seen' });
      expect(await at(0).isOpen('slack', link)).toBe(false);
    });

    test('a new secret takes over at the next start; with a wrong one there is none', async () => {
      const before = await sealedOf('T0ACME');
      await expect(resealWith(createSeals(NEXT))).rejects.toThrow(/put the former one into SWITCHBOARD_SECRET_BEFORE/);
      expect(await sealedOf('T0ACME')).toBe(before);
      await Promise.all([resealWith(createSeals(NEXT, SECRET)), resealWith(createSeals(NEXT, SECRET))]);
      expect(await sealedOf('T0ACME')).not.toBe(before);
      expect(await at(0, createSeals(NEXT)).find(place('T0ACME'))).toMatchObject({ token: 'xoxb-T0ACME' });
      await expect(at(0).find(place('T0ACME'))).rejects.toMatchObject({ code: 'other_secret' });
      await resealWith(createSeals(SECRET, NEXT));
      expect(await at(0).find(place('T0ACME'))).toMatchObject({ token: 'xoxb-T0ACME' });
    });

    test('a token that was moved here from another workspace keeps that one out, and none else', async () => {
      const sealedToken = await sealedOf('T0ACME');
      await storage.unit((unit) => unit.update(InstallationSchema, place('T0BETA'), { sealedToken }));
      await expect(at(0).find(place('T0BETA'))).rejects.toMatchObject({ code: 'damaged' });
      const said = await resealWith();
      expect(said).toContain('T0BETA');
      expect(said).not.toContain('xoxb-');
      expect(await at(0).find(place('T0ACME'))).toMatchObject({ token: 'xoxb-T0ACME' });
    });
  });
});
