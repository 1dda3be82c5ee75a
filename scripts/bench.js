import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { ensureBuilt } from './build.js';
import { kernels } from './kernels.js';
import { runHere } from './processes.js';

const root = fileURLToPath(new URL('..', import.meta.url));

// The measured code is bundled as the program's own is, so that what runs is what users run.
await ensureBuilt();
await build({
  root,
  configFile: false,
  logLevel: 'error',
  plugins: [kernels()],
  ssr: { noExternal: true },
  build: {
    ssr: true,
    outDir: 'out/bench',
    emptyOutDir: true,
    target: 'node20',
    rolldownOptions: {
      input: {
        bench: 'test/bench/main.ts',
        'bench-thread': 'test/bench/bench-thread.ts',
        'resident-entry': 'test/bench/resident-entry.ts',
      },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
});

/** `LAB_NODE` names another Node to measure on. */
const node = process.env.LAB_NODE ?? process.execPath;
const { stdout, error } = spawnSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' });
if (error) {
  process.stderr.write(`${node} does not run: ${error.message}\n`);
  process.exit(1);
}
// Node 20 has relaxed SIMD behind a flag, later ones without.
const flags = stdout.startsWith('20.') ? ['--experimental-wasm-relaxed-simd'] : [];
const bundle = fileURLToPath(new URL('../out/bench/bench.js', import.meta.url));
process.exitCode = await runHere(node, [...flags, bundle, ...process.argv.slice(2)]);
