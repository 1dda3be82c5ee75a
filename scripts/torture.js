import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { ensureBuilt } from './build.js';
import { kernels } from './kernels.js';
import { runHere } from './processes.js';

const root = fileURLToPath(new URL('..', import.meta.url));

// Whoever looks for damage reads files by the program's own code, which is bundled as that is.
await ensureBuilt();
await build({
  root,
  configFile: false,
  logLevel: 'error',
  plugins: [kernels()],
  ssr: { noExternal: true },
  build: {
    ssr: true,
    outDir: 'out/torture',
    emptyOutDir: true,
    target: 'node20',
    rolldownOptions: { input: { torture: 'test/torture/main.ts' }, output: { entryFileNames: '[name].js' } },
  },
});
const bundle = fileURLToPath(new URL('../out/torture/torture.js', import.meta.url));
process.exitCode = await runHere(process.execPath, [bundle, ...process.argv.slice(2)]);
