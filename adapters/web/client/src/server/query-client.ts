import { QueryClient } from '@tanstack/react-query';

/**
 * The server is on this machine: whether the browser believes to be online says nothing about it, and a window that is
 * not looked at may still have something to send.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { networkMode: 'always', retry: false },
      mutations: { networkMode: 'always' },
    },
  });
}
