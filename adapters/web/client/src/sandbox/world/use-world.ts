import { queryOptions, useQuery } from '@tanstack/react-query';
import { ask } from '../../server/ask.ts';
import type { World } from './world.ts';

const LOOK_EVERY_MS = 2_000;

export const worldQuery = queryOptions({
  queryKey: ['world'],
  queryFn: async () => (await ask('/sandbox/world')) as World,
  refetchInterval: LOOK_EVERY_MS,
});

export const useWorld = (): World | undefined => useQuery(worldQuery).data;
