import type { TestDatabase } from '../databases.ts';
import { viewDatabase, type DatabaseView } from './database-view.ts';
import { Scene } from './scene.ts';

/** Soon at first, so that no test waits for long; to the end much longer than a start takes on a busy machine. */
export const RETRIES_MS = [20, 100, 300, 300, 500, 1_000, 2_000, 4_000, 8_000];

/** A scene for stories in which processes die: what they left behind is taken up soon. */
export async function openToDie(database: TestDatabase): Promise<{ scene: Scene; view: DatabaseView }> {
  const scene = await Scene.open(database, {
    slack: { retryDelaysMs: RETRIES_MS },
    app: { leaseMs: 800, requestTimeoutMs: 400 },
  });
  return { scene, view: await viewDatabase(scene.databaseUrl) };
}
