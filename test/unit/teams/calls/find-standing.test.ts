import { expect, test } from '@jest/globals';
import { findStanding } from '../../../../adapters/teams/calls/find-standing.ts';

const nobodyIsAsked = () => Promise.reject(new Error('asked'));
const deps = {
  call: nobodyIsAsked,
  ownsTeam: nobodyIsAsked,
  references: { keep: nobodyIsAsked, find: nobodyIsAsked, findPlaces: nobodyIsAsked, findTeams: nobodyIsAsked },
};
const ADA = { platform: 'teams', workspaceId: 'home', userId: '29:ada' };
const APP = { id: 'app', password: 'hush', tenantId: 'home', type: 'SingleTenant' } as const;

test('in the playground, which only this machine reaches, everybody may set things up', async () => {
  expect(await findStanding(ADA, 'a:1', { ...deps, config: { app: undefined } })).toBe('admin');
});

test('whoever comes from another tenant is a stranger, and nobody is asked', async () => {
  const far = { ...ADA, workspaceId: 'another' };
  expect(await findStanding(far, '19:one@thread.tacv2', { ...deps, config: { app: APP } })).toBe('stranger');
});
