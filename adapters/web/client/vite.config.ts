import { defineConfig } from 'vite';

/** The pages, built beside the compiled server, which serves `/` and `/assets/` under a strict policy. */
const config = defineConfig({
  build: {
    outDir: '../../../dist/client',
    emptyOutDir: true,
    // Nothing inline: scripts and styles are loaded from here or not at all.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What libraries say to server renderers means nothing here.
    rolldownOptions: { checks: { moduleLevelDirective: false } },
  },
});

export { config as default };
