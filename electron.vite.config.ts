import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { kernels } from './scripts/kernels.js';

const root = fileURLToPath(new URL('.', import.meta.url));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
const define = { __LAB_VERSION__: JSON.stringify(version) };

/** Where the build goes: `scripts/build.js` builds beside `out` and moves the result in when it is whole. */
const out = process.env.LAB_OUT ?? join(root, 'out');

/** Each part of the build lists the packages in it; `scripts/licences.js` makes one file of that. */
const license = { fileName: 'licenses.json' } as const;

/** KaTeX names each of its fonts in three formats; every engine the screens run in reads the first. */
const woff2Only = {
  name: 'katex-woff2-only',
  enforce: 'pre',
  transform: (code: string, id: string) =>
    /katex(\.min)?\.css/.test(id)
      ? code.replace(/,\s*url\([^)]*\.(?:woff|ttf)\)\s*format\([^)]*\)/g, '')
      : null,
} as const;

/**
 * An ES module that declares `__dirname` or `__filename` itself (the opener of the browser does) keeps them under
 * other names: electron-vite puts declarations of these names into every bundle in which it reads them, and a name
 * that is declared twice is a program that does not start.
 */
const ownPathNames = {
  name: 'own-path-names',
  transform: (code: string) =>
    /\b(?:const|let|var)\s+__(?:dirname|filename)\b/.test(code)
      ? code.replace(/\b__(dirname|filename)\b/g, 'own_$1')
      : null,
} as const;

/**
 * Programs that start on their own. Paths are absolute: electron-vite takes a relative `electron/…` for the
 * package. What they share is built beside them, not into a folder below: an address relative to
 * `import.meta.url` (of a thread, the page) means the same wherever the bundler puts a module.
 */
const mainEntries = Object.fromEntries(
  Object.entries({
    index: join(root, 'electron/main/index.ts'),
    cli: join(root, 'core/node/cli/entry.ts'),
    'train-thread': join(root, 'core/node/threads/train-thread.ts'),
    'corpus-thread': join(root, 'core/node/texts/corpus-thread.ts'),
    'report-thread': join(root, 'core/node/reports/report-thread.ts'),
    'open-thread': join(root, 'core/node/files/open-thread.ts'),
    'probe-thread': join(root, 'core/node/probes/probe-thread.ts'),
    'store-thread': join(root, 'core/node/store/store-thread.ts'),
    'library-thread': join(root, 'core/node/store/library-thread.ts'),
  }).filter(([, file]) => existsSync(file)),
);

export default defineConfig({
  main: {
    define,
    plugins: [kernels(), ownPathNames],
    build: {
      outDir: join(out, 'main'),
      license,
      // The default lowers for Electron's Node only; the command line runs on Node 20.
      target: 'node20',
      // Everything is bundled: start-up reads few files, and `out` runs without node_modules.
      externalizeDeps: false,
      rolldownOptions: {
        input: mainEntries,
        // Natives that `ws` uses when they happen to be installed; it does without.
        external: ['bufferutil', 'utf-8-validate'],
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          chunkFileNames: '[name]-[hash].js',
          // A third of what a command would read at its start; licences are gathered beside it.
          comments: false,
        },
      },
    },
  },
  preload: {
    define,
    build: {
      outDir: join(out, 'preload'),
      license,
      target: 'node20',
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: join(root, 'electron/preload/index.ts') },
        // A sandboxed preload is loaded as CommonJS only, and may not be called .js in a "module" package.
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name]-[hash].cjs' },
      },
    },
  },
  renderer: {
    root: join(root, 'renderer'),
    base: './',
    define,
    plugins: [woff2Only, svelte({ configFile: false })],
    build: {
      outDir: join(out, 'renderer'),
      license,
      emptyOutDir: true,
      target: 'es2022',
      minify: true,
      // The content security policy admits files of our own and nothing inline.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: join(root, 'renderer/index.html') },
    },
  },
});
