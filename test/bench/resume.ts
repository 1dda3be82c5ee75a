import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { optimizers } from '../../core/optimizers/registry.ts';
import { timeless } from '../torture/program.ts';
import type { Section } from './section.ts';

/** Steps between two evaluations, each of which is a checkpoint. */
const evaluateEvery = 50;

/** One kind of run: trained at once, and gone on with after SIGKILL. */
interface Row {
  readonly optimizer: string;
  readonly engine: string;
  /** Steps that were kept when it was killed. */
  readonly kept: number;
  /** Whether it came to its end before it could be killed. */
  readonly late: boolean;
  /** What differs: `weights`, `results`. */
  readonly different: readonly string[];
}

/** Shapes that are trained on one thread, and on two where there are two cores. */
const shapes = [
  ['--hidden', '32', '--batch', '8'],
  ['--hidden', '160', '--batch', '32'],
] as const;

const compare = (
  optimizer: string,
  precision: string,
  shape: readonly string[],
  steps: number,
  out: string,
) => [
  ...['compare', '--builtin', 'reber', '--characters', '20000', '--layers', 'softmax-cross-entropy'],
  ...[...shape, '--length', '10', '--seeds', '1', '--steps', String(steps), '--json', '--out', out],
  ...['--evaluate-every', String(evaluateEvery), '--evaluate-characters', '200'],
  ...['--optimizer', optimizer, '--precision', precision],
];

/** The one run of a comparison. */
const runIn = (out: string) => join(out, 'runs', readdirSync(join(out, 'runs'))[0]);

/** Steps that the run in a folder has kept. */
function keptSteps(out: string): number {
  try {
    const lines = readFileSync(join(runIn(out), 'evaluations'), 'utf8').split('\n');
    return Math.max(0, lines.length - 2) * evaluateEvery;
  } catch {
    return 0;
  }
}

/** Starts a comparison and kills it as soon as it has kept so many steps. Whether it had ended by then. */
async function killAt(
  steps: number,
  program: string,
  args: readonly string[],
  out: string,
): Promise<boolean> {
  const child = spawn(process.execPath, [program, ...args], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  while (child.exitCode === null && keptSteps(out) < steps) await wait(2);
  child.kill('SIGKILL');
  await ended;
  return readdirSync(out).includes('complete');
}

async function row(
  program: string,
  steps: number,
  [optimizer, precision, shape]: readonly [string, string, readonly string[]],
): Promise<Row> {
  const folder = mkdtempSync(join(tmpdir(), 'loss-lab-resume-'));
  const [whole, broken] = [join(folder, 'whole'), join(folder, 'broken')];
  const run = (args: readonly string[]) =>
    execFileSync(process.execPath, [program, ...args], {
      stdio: ['ignore', 'pipe', 'ignore'],
      encoding: 'utf8',
    });
  const weights = (out: string) => readFileSync(join(runIn(out), 'weights.safetensors'));
  try {
    const results = run(compare(optimizer, precision, shape, steps, whole));
    const late = await killAt(
      0.4 * steps,
      program,
      compare(optimizer, precision, shape, steps, broken),
      broken,
    );
    const kept = keptSteps(broken);
    const resumed = run(['resume', broken, '--json']);
    const { engine } = JSON.parse(readFileSync(join(runIn(broken), 'meta.json'), 'utf8')) as {
      engine: string;
    };
    const different = [
      ...(weights(whole).equals(weights(broken)) ? [] : ['weights']),
      ...(timeless(results) === timeless(resumed) ? [] : ['results']),
    ];
    return { optimizer, engine, kept, late, different };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** 1000 steps are 400, a SIGKILL, and 600: in every byte of the weights, and in every result but seconds. */
export const resume: Section = {
  name: 'resume',
  title: 'Going on after SIGKILL',
  async measure({ quick, built }) {
    const steps = quick ? 200 : 1000;
    const program = new URL('../../bin/loss-lab.js', built).pathname;
    const kinds = optimizers.flatMap(({ id }) => [
      ...shapes.map((shape) => [id, 'float32', shape] as const),
      // The reference has one thread whatever the shape.
      [id, 'float64', shapes[0]] as const,
    ]);
    const rows: Row[] = [];
    for (const kind of kinds) {
      rows.push(await row(program, steps, kind));
      process.stderr.write(`${kind[0]} ${kind[1]}\n`);
    }
    const equal = rows.filter(({ different }) => different.length === 0).length;
    const late = rows.filter((each) => each.late).length;
    return {
      lines: [
        `${steps} steps at once, and killed by SIGKILL from step ${0.4 * steps} on and gone on with: equal in the bytes of the weights and in all results but seconds in ${equal} of ${rows.length}${late > 0 ? `; ${late} had ended before they could be killed` : ''}.`,
        '',
        '| optimiser | arithmetic | kept at the kill | equal |',
        '|---|---|---|---|',
        ...rows.map(
          ({ optimizer, engine, kept, late: through, different }) =>
            `| ${optimizer} | ${engine} | ${through ? 'had ended' : `${kept} steps`} | ${different.length === 0 ? 'yes' : `no: ${different.join(', ')}`} |`,
        ),
        '',
      ],
      raw: rows,
    };
  },
};
