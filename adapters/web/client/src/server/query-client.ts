import { QueryClient } from '@tanstack/react-query';

/**
 * Whether the browser believes to be online says little about the server, which may be on this very machine; and a
 * window that is not looked at may still have something to send.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { networkMode: 'always', retry: false },
      mutations: { networkMode: 'always' },
    },
  });
}
