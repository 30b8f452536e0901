import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ApiWorld, type Answered } from '../support/api/api-world.ts';
import { onEachDatabase } from '../support/databases.ts';

const PER_MINUTE = 30;
const OF_STRANGERS = 3;
const MINUTE_MS = 60_000;

onEachDatabase((database) => {
  let world: ApiWorld;

  beforeAll(async () => {
    world = await ApiWorld.open(database, { requestsPerMinute: PER_MINUTE });
  });
  afterAll(() => world.close());

  const many = async (times: number, ask: () => Promise<Answered>) => {
    const answers: Answered[] = [];
    for (let count = 0; count < times; count += 1) answers.push(await ask());
    return answers;
  };
  const statuses = (answers: readonly Answered[]) => [...new Set(answers.map(({ status }) => status))];

  test('each key has its own share, which comes back with time', async () => {
    const [one, other] = [await world.key('agent'), await world.key('agent')];
    const use = (token: string) => world.ask('GET', '/api/support-tickets', { token });
    expect(statuses(await many(PER_MINUTE, () => use(one)))).toEqual([200]);
    const refused = await use(one);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '2']);
    expect(refused.body).toMatchObject({ success: false, code: 'too_many_requests' });
    expect((await use(other)).status).toBe(200);
    world.pass(2_000);
    expect(statuses([await use(one)])).toEqual([200]);
    expect((await use(one)).status).toBe(429);
  });

  test('making login links is limited with all else that a key does', async () => {
    world.pass(MINUTE_MS);
    const token = await world.key('admin');
    const make = () => world.ask('POST', '/api/login-links', { token, body: { memberId: 99_999 } });
    expect(statuses(await many(PER_MINUTE, make))).toEqual([404]);
    expect((await make()).status).toBe(429);
  });

  test('guessing keys is limited by the address, and the guessers’ neighbours still get in', async () => {
    world.pass(MINUTE_MS);
    let count = 0;
    const guess = () => world.ask('GET', '/api/support-tickets', { token: `sb_guess-${(count += 1)}` });
    expect(statuses(await many(OF_STRANGERS, guess))).toEqual([401]);
    const refused = await guess();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '20']);
    expect((await world.ask('GET', '/api/support-tickets')).status).toBe(200);
  });

  test.each(['GET', 'POST'])('signing in is limited by the address: %s', async (method) => {
    world.pass(MINUTE_MS);
    const tryLink = () => world.ask(method, '/sign-in/some-link', { token: null });
    expect(statuses(await many(OF_STRANGERS, tryLink))).toEqual([410]);
    const refused = await tryLink();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '20']);
    world.pass(20_000);
    expect((await tryLink()).status).toBe(410);
  });

  test('neither health nor documentation is limited', async () => {
    for (const path of ['/healthz', '/readyz', '/api/docs']) {
      const look = () => world.ask('GET', path, { token: null });
      expect(statuses(await many(PER_MINUTE + 1, look))).toEqual([200]);
    }
  });
});
