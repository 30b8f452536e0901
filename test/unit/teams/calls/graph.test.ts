import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createOwnsTeam } from '../../../../adapters/teams/calls/graph.ts';
import { systemClock } from '../../../../src/clock.ts';
import { startTeamsStandIn, type TeamsStandIn } from '../../../support/teams-stand-in/start-teams-stand-in.ts';

const GROUP = randomUUID();
const ADA = randomUUID();

describe('who owns a team', () => {
  let teams: TeamsStandIn;
  let directory: Server;
  let answer: { status: number; body: unknown };
  let asked: { url: string; authorization: string | undefined }[];

  beforeEach(async () => {
    teams = await startTeamsStandIn();
    answer = { status: 200, body: { value: [] } };
    asked = [];
    directory = createServer(({ url = '', headers: { authorization } }, response) => {
      asked.push({ url: decodeURIComponent(url), authorization });
      response.writeHead(answer.status, { location: 'http://127.0.0.1:1/' }).end(JSON.stringify(answer.body));
    });
    await new Promise<void>((resolve) => directory.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    directory.closeAllConnections();
    await new Promise((resolve) => directory.close(resolve));
    await teams.stop();
  });

  const owns = (id: string = GROUP, objectId: string = ADA) => {
    const graphUrl = `http://127.0.0.1:${(directory.address() as AddressInfo).port}/v1.0/`;
    const config = { app: teams.app, cloud: { ...teams.cloud, graphUrl } };
    return createOwnsTeam(config, systemClock)({ tenant: teams.app.tenantId, id }, objectId);
  };
  const member = (userId: string, ...roles: string[]) => ({ value: [{ userId, roles }] });

  test('is told by the directory, with a token for it alone', async () => {
    answer.body = member(ADA.toUpperCase(), 'owner');
    expect(await owns()).toBe(true);
    expect(asked).toEqual([
      {
        url: `/v1.0/teams/${GROUP}/members?$filter=(microsoft.graph.aadUserConversationMember/userId eq '${ADA}')`,
        authorization: `Bearer stand-in-graph-token:${teams.app.tenantId}`,
      },
    ]);
  });

  test.each([
    ['somebody else', member(randomUUID(), 'owner')],
    ['a member', member(ADA)],
    ['a guest', member(ADA, 'guest')],
    ['nobody', { value: [] }],
  ])('is not %s', async (_, body) => {
    answer.body = body;
    expect(await owns()).toBe(false);
  });

  test('is not asked of ids that could mean something in the address', async () => {
    answer.body = member(ADA, 'owner');
    expect(await owns('../users')).toBe(false);
    expect(await owns(GROUP, `${ADA}' or true`)).toBe(false);
    expect(asked).toEqual([]);
  });

  test.each([
    [302, 'transient'],
    [401, 'unauthorized'],
    [403, 'unauthorized'],
    [404, 'gone'],
    [429, 'rate-limited'],
    [500, 'transient'],
  ])('is not known when the directory answers %i', async (status, kind) => {
    answer = { status, body: {} };
    await expect(owns()).rejects.toMatchObject({ kind });
  });
});
