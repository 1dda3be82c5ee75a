import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { wideFlag } from './core/node/engine/wide-flag.ts';
import { kernels } from './scripts/kernels.js';

/** Node 20 has relaxed SIMD behind a flag, later ones without; with it both builds of the kernels are tested. */
const flags = process.versions.node.startsWith('20.') ? ['--experimental-wasm-relaxed-simd'] : [];
/** The kernels are tested as they are used: 256 bits at a time where V8 can. */
const wide = wideFlag({ ...process, v8: process.versions.v8 });
if (wide) flags.push(wide);

/** What the lab remembers of a user is not to be that of who runs the tests, and their library stays theirs. */
const config = fileURLToPath(new URL('./out/test-config', import.meta.url));
const library = fileURLToPath(new URL('./out/test-library', import.meta.url));

/** What runs the built lab takes its time. */
const built = {
  testTimeout: 120_000,
  hookTimeout: 120_000,
  // On a busy machine a page takes more than the usual second to say what it waits for.
  expect: { poll: { timeout: 10_000 } },
  env: { LOSS_LAB_CONFIG: config, LOSS_LAB_LIBRARY: library },
};

export default defineConfig({
  plugins: [kernels(), svelte()],
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          // No file mocks a module, and what one stubs it puts back: modules are loaded once for each worker, not for each file.
          isolate: false,
          setupFiles: ['test/own-environment.ts'],
          include: ['test/{core,renderer,architecture,electron/main}/**/*.test.ts'],
          // Some train for seconds; a busy machine takes several times as long.
          testTimeout: 120_000,
          execArgv: flags,
          maxWorkers: availableParallelism(),
        },
      },
      {
        extends: true,
        test: {
          name: 'command',
          include: ['test/node/**/*.test.ts'],
          ...built,
          // Each file starts programs of its own, which train: two at a time, and none beside a browser.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'screen',
          include: ['test/{electron,e2e}/**/*.test.ts'],
          exclude: ['test/electron/main/**'],
          ...built,
          // Each file waits much of its time for a browser with a lab and a library of its own: three share two cores.
          maxWorkers: 3,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
