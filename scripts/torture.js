import { bundled } from './bundle.js';
import { runHere } from './processes.js';

// Whoever looks for damage reads files by the program's own code.
const bundle = await bundled('torture', { torture: 'test/torture/main.ts' });
process.exitCode = await runHere(process.execPath, [bundle, ...process.argv.slice(2)]);
