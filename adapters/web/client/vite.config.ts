import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { constants, gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

/** Writes what shrinks once more, shrunk, beside itself: the server need not do it for each visitor. */
function gzip(): Plugin {
  return {
    name: 'switchboard:gzip',
    apply: 'build',
    async writeBundle({ dir = '' }) {
      const files = await readdir(dir, { recursive: true });
      for (const file of files.filter((name) => /\.(js|css|html|svg)$/.test(name))) {
        const path = join(dir, file);
        await writeFile(`${path}.gz`, gzipSync(await readFile(path), { level: constants.Z_BEST_COMPRESSION }));
      }
    },
  };
}

/** The pages, built beside the compiled server, which serves them and `/assets/` under a strict policy. */
const config = defineConfig({
  plugins: [gzip()],
  build: {
    outDir: '../../../dist/client',
    emptyOutDir: true,
    // Nothing inline: scripts and styles are loaded from here or not at all.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // The sandbox, and the page of those who sign in.
      input: [join(import.meta.dirname, 'index.html'), join(import.meta.dirname, 'app.html')],
      // What libraries say to server renderers means nothing here.
      checks: { moduleLevelDirective: false },
    },
  },
});

export { config as default };
