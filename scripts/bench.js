import { spawnSync } from 'node:child_process';
import { bundled } from './bundle.js';
import { runHere } from './processes.js';

const bundle = await bundled('bench', {
  bench: 'test/bench/main.ts',
  'bench-thread': 'test/bench/bench-thread.ts',
  'resident-entry': 'test/bench/resident-entry.ts',
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
process.exitCode = await runHere(node, [...flags, bundle, ...process.argv.slice(2)]);
