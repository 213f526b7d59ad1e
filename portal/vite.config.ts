import { fileURLToPath } from 'node:url';
import type { Plugin, UserConfig } from 'vite';

/** A running `npm start`, which answers what the pages ask while Vite serves the pages themselves. */
const gateway = `http://127.0.0.1:${process.env.PORT || 8080}`;

/** The portal shares types with the functions, and nothing that runs: their schemas would bring along a validator. */
const onlyTypesOfFunctions: Plugin = {
  name: 'only-types-of-functions',
  load(id) {
    const path = id.replaceAll('\\', '/');
    if (path.includes('/node_modules/') || !path.includes('/functions/')) return;
    throw new Error(`${id} is imported for more than its types. Use import type`);
  },
};

/** How the portal is built, and served while somebody works on it. Loads nothing of Vite: it may be missing where this is read. */
const config: UserConfig = {
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/portal/',
  plugins: [onlyTypesOfFunctions],
  oxc: { jsx: { runtime: 'automatic' } },
  build: {
    outDir: fileURLToPath(new URL('../dist/hosting/portal', import.meta.url)),
    emptyOutDir: true,
    target: 'baseline-widely-available',
    // The page's Content-Security-Policy knows no `data:`, and lets nothing run that stands in the page itself.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    // tests/portal-size.test.ts has the limit that counts: of what is loaded first, compressed.
    chunkSizeWarningLimit: Number.POSITIVE_INFINITY,
    // What the licences ask to be kept is in one file, and not in what every visitor loads.
    license: { fileName: 'third-party-licences.md' },
    rolldownOptions: {
      output: { comments: { legal: false } },
      // Libraries mark hundreds of modules with "use client", which means nothing where there is no server that renders.
      onLog: (level, log, handle) => log.code !== 'MODULE_LEVEL_DIRECTIVE' && handle(level, log),
    },
  },
  server: {
    host: '127.0.0.1',
    port: 5173,
    strictPort: true,
    proxy: {
      // The API takes calls from pages of its own origin only.
      '^/portal/api/': { target: gateway, changeOrigin: true, headers: { origin: gateway } },
    },
  },
};

// biome-ignore lint/style/noDefaultExport: this is what Vite loads.
export default config;
