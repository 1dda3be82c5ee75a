import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { ensureBuilt } from './build.js';
import { kernels } from './kernels.js';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Bundles a program of `test` as the lab's own is, so that what runs there is what users run, and builds the lab first.
 * @param {string} name folder in `out`; one of the inputs has this name too
 * @param {Record<string, string>} input entry files by their names
 * @returns {Promise<string>} path of the bundle of that name
 */
export async function bundled(name, input) {
  await ensureBuilt();
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [kernels()],
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir: `out/${name}`,
      emptyOutDir: true,
      target: 'node20',
      rolldownOptions: {
        input,
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  });
  return fileURLToPath(new URL(`../out/${name}/${name}.js`, import.meta.url));
}
