import type { DeskDeps } from '../desk-deps.ts';

/** How well we hear the platforms that are switched on, over all replicas: for /metrics. */
export async function readHearing({ storage, platforms }: Pick<DeskDeps, 'storage' | 'platforms'>) {
  return storage.read(async (reader) => {
    const rows = await reader.query<{ platform: string; silentMs: number }>(
      `SELECT platform, ${reader.dialect.nowMs} - heardUntil AS silentMs FROM hearing`,
    );
    const [unread] = await reader.query<{ channels: number }>(
      `SELECT COUNT(*) AS channels FROM sweep WHERE state = 'reading'`,
    );
    const heard = rows.filter(({ platform }) => platforms.has(platform));
    const silentSeconds = heard.map(({ platform, silentMs }) => [platform, Math.max(0, silentMs / 1000)] as const);
    return { silentSeconds: Object.fromEntries(silentSeconds), unreadChannels: unread?.channels ?? 0 };
  });
}
