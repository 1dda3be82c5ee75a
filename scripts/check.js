import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runLimited } from './processes.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const tool = (path) => join(root, 'node_modules', path);
const types = (project) => [
  `types of ${project}`,
  [tool('typescript/bin/tsc'), '-p', `${project}/tsconfig.json`],
];

/** The slowest first, so that two at a time end together. */
const checks = [
  ['eslint', [tool('eslint/bin/eslint.js'), '--max-warnings', '0', '.']],
  types('test'),
  [
    'types of renderer',
    [tool('svelte-check/bin/svelte-check'), '--tsconfig', 'renderer/tsconfig.json', '--fail-on-warnings'],
  ],
  ['prettier', [tool('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.']],
  types('core/node'),
  types('electron'),
  types('test/stand-in'),
  types('core'),
  ['unused exports, files and packages', [tool('knip/bin/knip.js'), '--treat-config-hints-as-errors']],
];

const begun = performance.now();
const failed = [];
const waiting = [...checks];
// A file gets plain text; a terminal gets the tools' own colours.
const colours = process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1', FORCE_COLOR: undefined };

async function worker() {
  for (let check = waiting.shift(); check; check = waiting.shift()) {
    const [name, args] = check;
    const env = { ...process.env, ...colours };
    const run = await runLimited(process.execPath, args, { seconds: 900, cwd: root, env });
    if (run.status === 0) continue;
    failed.push(name);
    process.stdout.write(`── ${name}${run.timedOut ? ' took too long' : ''}\n${run.output.trim()}\n`);
  }
}

await Promise.all([worker(), worker()]);
const seconds = ((performance.now() - begun) / 1000).toFixed(0);
process.stdout.write(
  failed.length === 0
    ? `${checks.length} checks passed in ${seconds} s\n`
    : `${failed.length} of ${checks.length} checks failed in ${seconds} s: ${failed.join(', ')}\n`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
