import { resolve } from 'node:path';
import type { EntitySchema, ObjectLiteral } from 'typeorm';
import type { Storage } from '../../../src/storage/storage.ts';
import type { Unit } from '../../../src/storage/unit.ts';
import type { AppOptions } from './app-options.ts';
import type { Scene } from './scene.ts';
import { startApp, type RunningApp } from './start-app.ts';

const ENTRY = resolve('dist/test/support/scene/dying-process.js');

/** A process dies, as by `kill -9`, when all of a unit's statements have run, this one among them, before the commit. */
export interface Dies {
  readonly having: 'insert' | 'update';
  readonly table: string;
}

export type DyingOptions = AppOptions & { readonly dies: Dies };

/** Ends what runs and starts one process that will die. */
export async function restartDying(scene: Scene, dies: Dies): Promise<RunningApp> {
  await Promise.all(scene.apps.map((app) => app.kill()));
  const options: DyingOptions = { ...scene.appOptions, dies };
  const app = await startApp(options, ENTRY);
  scene.apps.push(app);
  void app.gone.then(() => scene.apps.splice(scene.apps.indexOf(app), 1));
  await scene.slack.setAppUrls(app.url);
  return app;
}

/** For the process: the same storage, with the unit of work in which it dies. */
export function withDeath(storage: Storage, dies: Dies): Storage {
  const unit: Storage['unit'] = (work) =>
    storage.unit(async (unit) => {
      const meant = { has: false };
      const result = await work(telling(unit, dies, () => (meant.has = true)));
      if (meant.has) die();
      return result;
    });
  return { ...storage, unit };
}

type Statement = (schema: EntitySchema<ObjectLiteral>, ...more: never[]) => Promise<number>;

function telling(unit: Unit, { having, table }: Dies, tell: () => void): Unit {
  const statement: Statement = unit[having].bind(unit);
  const told: Statement = (schema, ...more) => {
    if (schema.options.name === table) tell();
    return statement(schema, ...more);
  };
  return Object.assign(unit, { [having]: told });
}

/** Nothing after this runs: no handler, no flush, no answer. */
function die(): never {
  process.kill(process.pid, 'SIGKILL');
  for (;;);
}
