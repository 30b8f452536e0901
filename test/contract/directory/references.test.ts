import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { migrations } from '../../../migrations/index.ts';
import type { ConversationReferences } from '../../../src/chat/conversation-references.ts';
import { createReferences } from '../../../src/directory/references/create-references.ts';
import { schemas } from '../../../src/schemas.ts';
import { openStorage } from '../../../src/storage/open-storage.ts';
import type { Storage } from '../../../src/storage/storage.ts';
import { onEachDatabase } from '../../support/databases.ts';

const HOME = { platform: 'teams', workspaceId: 'home' };
const heard = (placeId: string, serviceUrl: string) => ({ ...HOME, placeId, conversationId: 'one', serviceUrl });

onEachDatabase((database) => {
  let storage: Storage;
  let references: ConversationReferences;
  let now = Date.UTC(2026, 0, 31, 12);

  beforeAll(async () => {
    storage = await openStorage({ url: await database.createUrl(), schemas, migrations });
    await storage.migrate();
    references = createReferences({ storage, clock: { now: () => new Date((now += 1)) } });
  });
  afterAll(() => storage.close());

  test('what was heard last of a place is how it is reached; any other place as its workspace was last', async () => {
    expect(await references.find(HOME, 'one')).toBeNull();
    await references.keep(heard('one', 'https://a.example/'));
    await references.keep(heard('two', 'https://b.example/'));
    expect(await references.find(HOME, 'one')).toEqual(heard('one', 'https://a.example/'));
    expect(await references.find(HOME, 'three')).toEqual(heard('two', 'https://b.example/'));
    await references.keep(heard('one', 'https://c.example/'));
    expect(await references.find(HOME, 'one')).toEqual(heard('one', 'https://c.example/'));
    expect(await references.find(HOME, 'three')).toEqual(heard('one', 'https://c.example/'));
  });

  test('of another workspace nothing is known by that', async () => {
    await references.keep(heard('one', 'https://a.example/'));
    expect(await references.find({ ...HOME, workspaceId: 'other' }, 'one')).toBeNull();
  });

  test('the same told at once by several is kept once', async () => {
    await Promise.all(Array.from({ length: 8 }, () => references.keep(heard('many', 'https://d.example/'))));
    expect(await references.find(HOME, 'many')).toEqual(heard('many', 'https://d.example/'));
  });

  test('of each team of a workspace one place is known, the latest first', async () => {
    const team = { platform: 'teams', workspaceId: 'of-teams' };
    const inTeam = (placeId: string, teamId: string) => ({ ...heard(placeId, 'https://a.example/'), ...team, teamId });
    await references.keep(inTeam('general', 'one'));
    await references.keep(inTeam('sales', 'two'));
    await references.keep(inTeam('support', 'one'));
    await references.keep({ ...heard('ada', 'https://a.example/'), ...team });
    const found = await references.findTeams(team, 5);
    expect(found.map(({ teamId, placeId }) => [teamId, placeId])).toEqual([
      ['one', 'support'],
      ['two', 'sales'],
    ]);
    expect(await references.findTeams(team, 1)).toHaveLength(1);
    expect(await references.findPlaces(team, 'one')).toEqual(['general', 'support']);
    expect(await references.findPlaces(HOME, 'one')).toEqual([]);
    expect(await references.findTeams(HOME, 5)).toEqual([]);
    expect(await references.find(team, 'general')).toEqual(inTeam('general', 'one'));
    await references.keep({ ...heard('general', 'https://b.example/'), ...team });
    expect(await references.find(team, 'general')).toEqual({
      ...inTeam('general', 'one'),
      serviceUrl: 'https://b.example/',
    });
  });
});
