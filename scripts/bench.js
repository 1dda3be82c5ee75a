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
    ssr: 'test/bench/main.ts',
    outDir: 'out/bench',
    emptyOutDir: true,
    target: 'node20',
    rolldownOptions: { output: { entryFileNames: 'bench.js' } },
  },
});
process.chdir(root);
process.exitCode = await runHere(process.execPath, ['out/bench/bench.js', ...process.argv.slice(2)]);
