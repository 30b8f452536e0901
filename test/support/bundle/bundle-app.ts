import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';

export interface AppBundle {
  /** CommonJS: all of the product with what it imports, but for native modules. Teams lies beside it, for who wants it. */
  readonly file: string;
  remove(): Promise<void>;
}

/** What is bundled, as `npx tsc` left it. */
export const APP_PROCESS = resolve('dist/test/support/scene/app-process.js');

/**
 * Puts the compiled app process with all its modules into few files of a temporary folder: to find and link a thousand
 * modules is half of what a start costs, and the stories start hundreds of processes.
 */
export async function bundleApp(): Promise<AppBundle> {
  const folder = await mkdtemp(join(tmpdir(), 'switchboard-bundle-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    await bundleInto(folder);
    // What is not in the bundle is found as from here.
    await symlink(resolve('node_modules'), join(folder, 'node_modules'));
  } catch (error) {
    await remove();
    throw error;
  }
  return { file: join(folder, 'app-process.cjs'), remove };
}

async function bundleInto(folder: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    ssr: { noExternal: true, external: ['libsql'] },
    build: {
      ssr: APP_PROCESS,
      outDir: folder,
      emptyOutDir: false,
      target: 'node20',
      minify: false,
      rolldownOptions: {
        output: { format: 'cjs', comments: false, entryFileNames: 'app-process.cjs', chunkFileNames: '[name].cjs' },
      },
    },
  });
}
