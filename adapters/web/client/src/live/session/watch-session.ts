import type { QueryClient } from '@tanstack/react-query';
import { isSignedOut, sessionQuery } from './session.ts';

/** The session may end, or become another person's, in any tab: what this page shows follows it. */
export function watchSession(client: QueryClient): void {
  const session = () => client.getQueryState(sessionQuery.queryKey);
  let userId: string | undefined;
  client.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated') return;
    if (event.action.type === 'error' && isSignedOut(event.action.error) && !isSignedOut(session()?.error)) {
      void client.invalidateQueries(sessionQuery, { cancelRefetch: false });
    }
    const now = session()?.data?.userId;
    // Loaded anew, the page holds nothing of whoever was here before.
    if (userId !== undefined && now !== undefined && now !== userId) location.reload();
    userId = now ?? userId;
  });
}
