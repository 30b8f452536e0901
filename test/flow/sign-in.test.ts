import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { onEachDatabase } from '../support/databases.ts';
import { addMember, cookiesOf, linkFor, signIn, urlOf, type Member } from '../support/scene/members.ts';
import { pagesOf } from '../support/scene/pages-of.ts';
import { Scene, type Merchant } from '../support/scene/scene.ts';

const HALF_DAY_SECONDS = 12 * 60 * 60;
const ELSEWHERE = { origin: 'https://attacker.example' };

onEachDatabase((database) => {
  describe('signing in with a link', () => {
    let scene: Scene;
    let acme: Merchant;
    let maria: Member;

    beforeAll(async () => {
      scene = await Scene.open(database, { replicas: database.name === 'mariadb' ? 2 : 1 });
      acme = await scene.merchant('Acme');
      maria = await addMember(scene, { name: 'Maria', role: 'merchant', merchantId: acme.id });
    });
    afterAll(() => scene.close());

    const ask = async (method: string, path: string, headers: Record<string, string> = {}, replica = 0) => {
      const response = await fetch(`${urlOf(scene, replica)}${path}`, { method, headers });
      return { response, body: (await response.json()) as Record<string, unknown> };
    };
    const statusOf = async (...asked: Parameters<typeof ask>) => (await ask(...asked)).response.status;
    const lastReplica = () => scene.apps.length - 1;

    test('a link says whose it is, and opens a session that every replica knows', async () => {
      const token = await linkFor(scene, maria, '/tickets/SB-1001');
      expect((await ask('GET', `/sign-in/${token}`)).body).toMatchObject({ success: true, name: 'Maria' });
      const { response, body } = await ask('POST', `/sign-in/${token}`);
      expect(body).toMatchObject({ success: true, leadsTo: '/tickets/SB-1001' });
      const cookie = cookiesOf(response);
      const seen = await ask('GET', '/session', { cookie }, lastReplica());
      expect(seen.response.headers.get('cache-control')).toBe('no-store');
      expect(seen.body).toMatchObject({
        member: { userId: maria.userId, name: 'Maria', role: 'merchant', merchantId: acme.id },
      });
    });

    test('the cookie is for us alone: no script reads it, no other page sends it, and it ends', async () => {
      const response = await fetch(`${urlOf(scene)}/sign-in/${await linkFor(scene, maria)}`, { method: 'POST' });
      const [session, signature] = response.headers.getSetCookie();
      for (const cookie of [session, signature]) {
        expect(cookie).toMatch(/; httponly/i);
        expect(cookie).toMatch(/; samesite=lax/i);
        expect(cookie).not.toMatch(/; secure/i);
        const until = Date.parse(/; expires=([^;]+)/i.exec(cookie ?? '')?.[1] ?? '');
        expect(Math.abs((until - Date.now()) / 1000 - HALF_DAY_SECONDS)).toBeLessThan(60);
      }
      expect(session).toMatch(/^switchboard_session=[\w-]{43};/);
      expect(signature).toMatch(/^switchboard_session\.sig=/);
    });

    test('a cookie that was changed is nobody’s', async () => {
      const { cookie } = await signIn(scene, maria);
      const [session = '', signature = ''] = cookie.split('; ');
      const changed = session.replace(/=./, (start) => (start === '=A' ? '=B' : '=A'));
      for (const forged of [session, `${changed}; ${signature}`, `${session}; switchboard_session.sig=x`]) {
        expect(await statusOf('GET', '/session', { cookie: forged })).toBe(401);
      }
      expect(await statusOf('GET', '/session', { cookie })).toBe(200);
    });

    test('a link works once, and one that never was works never', async () => {
      const token = await linkFor(scene, maria);
      expect(await statusOf('POST', `/sign-in/${token}`)).toBe(200);
      for (const used of [token, 'never-was']) {
        const again = await ask('POST', `/sign-in/${used}`, {}, lastReplica());
        expect(again.response.status).toBe(410);
        expect(again.body['message']).toMatch(/Ask for a new one/);
        expect(again.response.headers.getSetCookie()).toEqual([]);
        expect(await statusOf('GET', `/sign-in/${used}`)).toBe(410);
      }
    });

    test('a page elsewhere signs nobody in or out and gets no pass', async () => {
      const { cookie } = await signIn(scene, maria);
      const token = await linkFor(scene, maria);
      expect(await statusOf('POST', `/sign-in/${token}`, ELSEWHERE)).toBe(403);
      expect(await statusOf('POST', '/sign-out', { cookie, ...ELSEWHERE })).toBe(403);
      expect(await statusOf('POST', '/session/pass', { cookie, ...ELSEWHERE })).toBe(403);
      expect(await statusOf('POST', '/session/pass', { cookie, origin: urlOf(scene) })).toBe(200);
      expect(await statusOf('GET', '/session', { cookie })).toBe(200);
      expect(await statusOf('POST', `/sign-in/${token}`, { origin: 'http://desk.example.com' })).toBe(200);
    });

    test('signing out ends the session on every replica; so does an admin, for all of a person’s', async () => {
      const [phone, desk] = [await signIn(scene, maria), await signIn(scene, maria)];
      const { response } = await ask('POST', '/sign-out', { cookie: phone.cookie });
      expect(cookiesOf(response).split('; ')).toContain('switchboard_session=');
      expect(await statusOf('GET', '/session', { cookie: phone.cookie }, lastReplica())).toBe(401);
      expect(await statusOf('GET', '/session', { cookie: desk.cookie })).toBe(200);

      const ended = await scene.api<{ revoked: number }>('DELETE', `/members/${maria.id}/sessions`);
      expect(ended.status).toBe(200);
      expect(ended.body.revoked).toBeGreaterThan(0);
      expect(await statusOf('GET', '/session', { cookie: desk.cookie }, lastReplica())).toBe(401);
    });

    test('without a session there is nothing to see, and the answer says what to do', async () => {
      for (const [method, path] of [
        ['GET', '/session'],
        ['POST', '/session/pass'],
        ['GET', '/session/tickets'],
        ['GET', '/session/tickets/SB-1001'],
      ] as const) {
        const { response, body } = await ask(method, path);
        expect(response.status).toBe(401);
        expect(body['message']).toMatch(/Ask your support contact for a login link/);
      }
    });

    test('no token, cookie or pass stands in a log', async () => {
      const token = await linkFor(scene, maria);
      await ask('GET', `/login/${token}`).catch(() => undefined);
      await statusOf('OPTIONS', `/sign-in/${token}`).catch(() => undefined);
      const { response } = await ask('POST', `/sign-in/${token}`);
      const cookie = cookiesOf(response);
      const { body } = await ask('POST', '/session/pass', { cookie });
      const output = scene.apps.map((app) => app.output()).join('\n');
      const secrets = [token, ...cookie.split('; ').map((part) => part.split('=')[1]), body['pass']];
      for (const secret of secrets) expect(output.includes(String(secret))).toBe(false);
    });
  });

  describe('members', () => {
    let scene: Scene;
    let acme: Merchant;

    beforeAll(async () => {
      scene = await Scene.open(database);
      acme = await scene.merchant('Acme');
    });
    afterAll(() => scene.close());

    const person = { name: 'Tom', email: 'tom@example.com' };

    test.each([
      [{ ...person, role: 'merchant' }, /merchantId is missing/],
      [{ ...person, role: 'merchant', merchantId: 9_999 }, /merchantId 9999 is not known/],
      [{ ...person, role: 'agent', merchantId: 1 }, /only for the role merchant/],
      [{ ...person, role: 'owner' }, /role/],
      [{ ...person, email: 'tom', role: 'agent' }, /email/],
      [{ ...person, name: ' ', role: 'agent' }, /name/],
    ])('%j is refused, and the answer says why', async (wanted, why) => {
      const { status, body } = await scene.api('POST', '/members', wanted);
      expect([status, body['message']]).toEqual([400, expect.stringMatching(why)]);
    });

    test('one address is one member', async () => {
      const wanted = { ...person, role: 'merchant', merchantId: acme.id };
      expect((await scene.api('POST', '/members', wanted)).status).toBe(201);
      expect((await scene.api('POST', '/members', { ...wanted, name: 'Thomas' })).status).toBe(409);
    });

    test('a list shows everybody once, page by page', async () => {
      for (let count = 0; count < 4; count += 1) await addMember(scene, { name: `Person ${count}`, role: 'agent' });
      const pages = await pagesOf(scene, '/members?limit=2', 'members');
      const names = pages.flat().map(({ name }) => String(name));
      expect(new Set(names).size).toBe(names.length);
      expect(names).toEqual(expect.arrayContaining(['Person 0', 'Person 3']));
    });

    test.each(['//attacker.example', 'https://attacker.example', '/\\attacker.example', 'tickets', '/a?b', '/a b'])(
      'a link leads to a page of ours, not to %s',
      async (leadsTo) => {
        const { id: memberId } = await addMember(scene, { name: 'Bo', role: 'agent' });
        const { status, body } = await scene.api('POST', '/login-links', { memberId, leadsTo });
        expect([status, body['message']]).toEqual([400, expect.stringMatching(/a path like/)]);
      },
    );

    test('only who has the key makes members and links', async () => {
      for (const [method, path] of [
        ['POST', '/members'],
        ['GET', '/members'],
        ['POST', '/login-links'],
        ['DELETE', '/members/1/sessions'],
      ] as const) {
        expect(
          (await scene.api(method, path, method === 'POST' ? {} : undefined, { authorization: 'Bearer wrong' })).status,
        ).toBe(401);
      }
      expect((await scene.api('POST', '/login-links', { memberId: 9_999 })).status).toBe(404);
    });
  });
});
