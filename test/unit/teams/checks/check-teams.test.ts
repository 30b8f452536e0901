import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createTeamsCheckup } from '../../../../adapters/teams/checks/check-teams.ts';
import type { TeamsConfig } from '../../../../adapters/teams/teams-config.ts';
import type { Connected } from '../../../../src/chat/checkup.ts';
import { systemClock } from '../../../../src/clock.ts';
import { startTeamsStandIn, type TeamsStandIn } from '../../../support/teams-stand-in/start-teams-stand-in.ts';

describe('the check-up of Teams', () => {
  let teams: TeamsStandIn;

  beforeEach(async () => {
    teams = await startTeamsStandIn();
    teams.world.channels.add('19:one@thread.tacv2');
  });
  afterEach(() => teams.stop());

  const place = (channelId: string): Connected => ({
    platform: 'teams',
    workspaceId: teams.app.tenantId,
    channelId,
    serviceUrl: teams.serviceUrl,
  });
  const check = async (config: Partial<TeamsConfig> = {}, channels: readonly Connected[] = []) => {
    const checkup = createTeamsCheckup({ app: teams.app, cloud: teams.cloud, ...config }, { clock: systemClock });
    const findings = await checkup.check(channels, []);
    return Object.fromEntries(findings.map(({ what, ...finding }) => [what, finding]));
  };

  test('finds that all is well', async () => {
    const found = await check({}, [place('19:one@thread.tacv2')]);
    expect(Object.values(found).map(({ state }) => state)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
    expect(Object.keys(found)).toEqual([
      'Teams sign-in',
      'Teams tenant',
      'Teams keys',
      'Clock',
      'Teams 19:one@thread.tacv2',
    ]);
    expect(JSON.stringify(found)).not.toContain(teams.app.password);
  });

  test('says what to do when the secret is wrong, and asks nothing with it', async () => {
    const found = await check({ app: { ...teams.app, password: 'wrong' } }, [place('19:one@thread.tacv2')]);
    expect(found['Teams sign-in']).toMatchObject({
      state: 'fail',
      detail: expect.stringContaining('check MICROSOFT_APP_ID, MICROSOFT_APP_PASSWORD'),
    });
    expect(found['Teams 19:one@thread.tacv2']).toBeUndefined();
    expect(teams.requests('member')).toBe(0);
  });

  test('says when the tenant is not the one that is home', async () => {
    const multi = await startTeamsStandIn('MultiTenant');
    try {
      const found = await check({ app: { ...multi.app, tenantId: 'another' }, cloud: multi.cloud });
      expect(found['Teams sign-in']).toMatchObject({ state: 'ok' });
      expect(found['Teams tenant']).toMatchObject({
        state: 'fail',
        remedy: expect.stringContaining('another'),
      });
    } finally {
      await multi.stop();
    }
  });

  test.each(['openid', 'keys'] as const)('says when Microsoft’s keys cannot be fetched: %s', async (kind) => {
    teams.fault(kind, { status: 503 });
    expect((await check())['Teams keys']).toMatchObject({ state: 'fail', remedy: expect.stringContaining('let this') });
  });

  test('says which channels our app is not in, and of which nothing is known', async () => {
    const { platform, workspaceId } = place('');
    const unheard = { platform, workspaceId, channelId: '19:never@thread.tacv2' };
    const found = await check({}, [place('19:gone@thread.tacv2'), unheard]);
    expect(found['Teams 19:gone@thread.tacv2']).toMatchObject({ state: 'fail', detail: 'the app is not there' });
    expect(found['Teams 19:never@thread.tacv2']).toMatchObject({
      state: 'fail',
      detail: 'nothing was ever heard from its tenant',
    });
  });

  test('stops asking when Teams does not answer', async () => {
    teams.fault('member', { status: 429 });
    const found = await check({}, [place('19:one@thread.tacv2'), place('19:two@thread.tacv2')]);
    expect(found['Teams channels']).toMatchObject({ state: 'look', detail: expect.stringMatching(/^2 could not/) });
    expect(teams.requests('member')).toBe(1);
  });

  test('has nobody to ask in the playground', async () => {
    expect(await check({ app: undefined })).toEqual({ Teams: expect.objectContaining({ state: 'look' }) });
  });
});
