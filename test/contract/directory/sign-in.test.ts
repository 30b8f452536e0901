import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { migrations } from '../../../migrations/index.ts';
import { MemberSchema } from '../../../src/directory/member.schema.ts';
import { findSecret, SecretSchema } from '../../../src/directory/sign-in/secret.schema.ts';
import { LoginLinkSchema } from '../../../src/directory/sign-in/login-link.schema.ts';
import { SessionSchema } from '../../../src/directory/sign-in/session.schema.ts';
import {
  findLiveSessions,
  findLoginLink,
  findSession,
  findSessionById,
  makeLoginLink,
  openSession,
  pruneSignIns,
  revokeSession,
  revokeSessions,
} from '../../../src/directory/sign-in/sign-in.ts';
import { schemas } from '../../../src/schemas.ts';
import { openStorage } from '../../../src/storage/open-storage.ts';
import type { Storage } from '../../../src/storage/storage.ts';
import { onEachDatabase } from '../../support/databases.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const NOON = Date.UTC(2026, 0, 31, 12);

/** So long after noon. */
const after = (ms: number) => ({ now: () => new Date(NOON + ms) });

onEachDatabase((database) => {
  describe('signing in', () => {
    let storage: Storage;
    let count = 0;

    beforeAll(async () => {
      storage = await openStorage({ url: await database.createUrl(), schemas, migrations });
      await storage.migrate();
    });
    afterAll(() => storage.close());

    const addMember = (): Promise<number> => {
      count += 1;
      const who = { userId: `u-${count}`, name: 'Maria', email: `maria-${count}@example.com` };
      return storage.unit((unit) =>
        unit.insert(MemberSchema, { ...who, role: 'admin', merchantId: null, createdAt: new Date(NOON) }),
      );
    };
    const linkFor = async (memberId: number) =>
      (await storage.unit((unit) => makeLoginLink(after(0), unit, memberId, '/tickets'))).token;
    const open = (token: string, ms = 0) => storage.unit((unit) => openSession(after(ms), unit, token));
    const holderOf = (token: string, ms = 0) => storage.read((reader) => findSession(after(ms), reader, token));

    test('a link opens one session, for its member, and leads where it should', async () => {
      const memberId = await addMember();
      const { token, leadsTo } = await open(await linkFor(memberId));
      expect(leadsTo).toBe('/tickets');
      expect((await holderOf(token))?.member.id).toBe(memberId);
    });

    test('looking at a link does not use it up; of ten who follow it at once, one gets in', async () => {
      const link = await linkFor(await addMember());
      for (let looks = 0; looks < 3; looks += 1) {
        expect(await storage.read((reader) => findLoginLink(after(0), reader, link))).toMatchObject({ name: 'Maria' });
      }
      const tries = await Promise.allSettled(Array.from({ length: 10 }, () => open(link)));
      expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const reasons = tries.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
      for (const reason of reasons) expect(reason).toMatchObject({ status: 410, code: 'gone' });
      expect(await storage.read((reader) => findLoginLink(after(0), reader, link))).toBeNull();
    });

    test.each([
      [10 * MINUTE_MS - 1, true],
      [10 * MINUTE_MS, false],
    ])('a link that is %i ms old works: %s', async (ms, works) => {
      const link = await linkFor(await addMember());
      expect((await storage.read((reader) => findLoginLink(after(ms), reader, link))) !== null).toBe(works);
      const opened = open(link, ms).then(
        () => true,
        () => false,
      );
      expect(await opened).toBe(works);
    });

    test.each([
      [12 * HOUR_MS - 1, true],
      [12 * HOUR_MS, false],
    ])('a session that is %i ms old lasts: %s', async (ms, lasts) => {
      const { token } = await open(await linkFor(await addMember()));
      const id = (await holderOf(token))?.session.id ?? 0;
      expect((await holderOf(token, ms)) !== null).toBe(lasts);
      expect((await storage.read((reader) => findSessionById(after(ms), reader, id))) !== null).toBe(lasts);
      expect((await storage.read((reader) => findLiveSessions(after(ms), reader, [id]))).has(id)).toBe(lasts);
    });

    test('signing out ends one session, signing out everywhere all of them, and the links that are on their way', async () => {
      const memberId = await addMember();
      const tokens = [await open(await linkFor(memberId)), await open(await linkFor(memberId))].map(
        ({ token }) => token,
      );
      const others = await open(await linkFor(await addMember()));
      const unused = await linkFor(memberId);
      const first = await holderOf(tokens[0]!);
      await storage.unit((unit) => revokeSession(after(0), unit, first!.session.id));
      expect([await holderOf(tokens[0]!), (await holderOf(tokens[1]!))?.member.id]).toEqual([null, memberId]);

      expect(await storage.unit((unit) => revokeSessions(after(0), unit, memberId))).toBe(1);
      expect(await holderOf(tokens[1]!)).toBeNull();
      await expect(open(unused)).rejects.toMatchObject({ status: 410 });
      expect(await holderOf(others.token)).not.toBeNull();
    });

    test('nobody without a member gets a link, and no token stands in the database', async () => {
      await expect(linkFor(9_999)).rejects.toMatchObject({ code: 'not_found' });
      const link = await linkFor(await addMember());
      const { token } = await open(link);
      const links = await storage.read((reader) => reader.find(LoginLinkSchema, {}));
      const sessions = await storage.read((reader) => reader.find(SessionSchema, {}));
      const kept = JSON.stringify([links, sessions]);
      expect([kept.includes(link), kept.includes(token)]).toEqual([false, false]);
    });

    test('what is over is deleted, and nothing else', async () => {
      const memberId = await addMember();
      const { token } = await open(await linkFor(memberId));
      const link = await linkFor(memberId);
      await storage.unit((unit) => pruneSignIns(after(9 * MINUTE_MS), unit));
      expect(await storage.read((reader) => findLoginLink(after(0), reader, link))).not.toBeNull();
      await storage.unit((unit) => pruneSignIns(after(11 * MINUTE_MS), unit));
      expect(await storage.read((reader) => findLoginLink(after(0), reader, link))).toBeNull();
      expect(await holderOf(token)).not.toBeNull();
      await storage.unit((unit) => pruneSignIns(after(13 * HOUR_MS), unit));
      expect(await holderOf(token)).toBeNull();
    });

    test('a secret is made once, whoever asks first', async () => {
      const asked = await Promise.all(Array.from({ length: 5 }, () => findSecret(storage, 'test')));
      expect(new Set(asked).size).toBe(1);
      const kept = await storage.read((reader) => reader.find(SecretSchema, { where: { name: 'test' } }));
      expect(kept.map(({ value }) => value)).toEqual([asked[0]]);
      expect(asked[0]).toMatch(/^[\w-]{43}$/);
    });
  });
});
