import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { kernels } from './scripts/kernels.js';

/** Node 20 has relaxed SIMD behind a flag, later ones without; with it both builds of the kernels are tested. */
const flags = process.versions.node.startsWith('20.') ? ['--experimental-wasm-relaxed-simd'] : [];

export default defineConfig({
  plugins: [kernels(), svelte()],
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/{core,renderer,architecture}/**/*.test.ts'],
          testTimeout: 30_000,
          execArgv: flags,
        },
      },
      {
        extends: true,
        test: {
          name: 'built',
          include: ['test/{node,electron,e2e}/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // One browser and one training at a time: the machine has few cores.
          fileParallelism: false,
        },
      },
    ],
  },
});
