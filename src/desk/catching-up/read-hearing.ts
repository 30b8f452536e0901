import type { Reader } from '../../storage/unit.ts';

/** How well we hear, over all replicas: for /metrics. */
export async function readHearing(reader: Reader) {
  const rows = await reader.query<{ platform: string; silentMs: number }>(
    `SELECT platform, ${reader.dialect.nowMs} - heardUntil AS silentMs FROM hearing`,
  );
  const [unread] = await reader.query<{ channels: number }>(
    `SELECT COUNT(*) AS channels FROM sweep WHERE state = 'reading'`,
  );
  const silentSeconds = rows.map(({ platform, silentMs }) => [platform, Math.max(0, silentMs / 1000)] as const);
  return { silentSeconds: Object.fromEntries(silentSeconds), unreadChannels: unread?.channels ?? 0 };
}
