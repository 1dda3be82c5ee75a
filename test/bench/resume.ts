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
  /** Steps that were kept when it was killed; all of them where it had trained to its end by then. */
  readonly kept: number;
  /** What differs: `weights`, `results`. */
  readonly different: readonly string[];
}

/**
 * What is trained, slowly enough to be killed in the middle: two seeds have a thread each, where there are two cores, and
 * one has both. The reference has one thread whatever the shape.
 */
const kinds = [
  ['float32', ['--hidden', '160', '--batch', '32', '--seeds', '2']],
  ['float32', ['--hidden', '160', '--batch', '32', '--seeds', '1']],
  ['float64', ['--hidden', '48', '--batch', '16', '--seeds', '2']],
] as const;
/** Times that a comparison is begun anew which had ended, or come too far, before it was killed. */
const tries = 4;

const compare = (
  optimizer: string,
  precision: string,
  shape: readonly string[],
  steps: number,
  out: string,
) => [
  ...['compare', '--builtin', 'reber', '--characters', '20000', '--layers', 'softmax-cross-entropy'],
  ...[...shape, '--length', '10', '--steps', String(steps), '--json', '--out', out],
  ...['--evaluate-every', String(evaluateEvery), '--evaluate-characters', '200'],
  ...['--optimizer', optimizer, '--precision', precision],
];

/** The runs of a comparison. */
const runsIn = (out: string) => readdirSync(join(out, 'runs')).map((name) => join(out, 'runs', name));

/** Steps that the run which is furthest has kept. */
function keptSteps(out: string): number {
  try {
    const lines = runsIn(out).map((run) => readFileSync(join(run, 'evaluations'), 'utf8').split('\n').length);
    return Math.max(0, ...lines.map((each) => each - 2)) * evaluateEvery;
  } catch {
    return 0;
  }
}

/** Starts a comparison and kills it as soon as it has kept so many steps. @returns what it had kept */
async function killAt(steps: number, program: string, args: readonly string[], out: string): Promise<number> {
  const child = spawn(process.execPath, [program, ...args], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  while (child.exitCode === null && keptSteps(out) < steps) await wait(2);
  child.kill('SIGKILL');
  await ended;
  return keptSteps(out);
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
  const weights = (out: string) =>
    Buffer.concat(runsIn(out).map((each) => readFileSync(join(each, 'weights.safetensors'))));
  const args = (out: string) => compare(optimizer, precision, shape, steps, out);
  try {
    const results = run(args(whole));
    let kept = steps;
    for (let i = 0; i < tries && kept >= steps; i++) {
      rmSync(broken, { recursive: true, force: true });
      kept = await killAt(0.4 * steps, program, args(broken), broken);
    }
    const resumed = run(['resume', broken, '--json']);
    const meta = JSON.parse(readFileSync(join(runsIn(broken)[0], 'meta.json'), 'utf8')) as { engine: string };
    const different = [
      ...(weights(whole).equals(weights(broken)) ? [] : ['weights']),
      ...(timeless(results) === timeless(resumed) ? [] : ['results']),
    ];
    return { optimizer, engine: meta.engine, kept, different };
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
    const all = optimizers.flatMap(({ id }) =>
      kinds.map(([precision, shape]) => [id, precision, shape] as const),
    );
    const rows: Row[] = [];
    for (const kind of all) {
      rows.push(await row(program, steps, kind));
      process.stderr.write(`${kind[0]} ${kind[1]}\n`);
    }
    const met = rows.filter(({ kept }) => kept < steps);
    const equal = met.filter(({ different }) => different.length === 0).length;
    const late = rows.length - met.length;
    return {
      lines: [
        `${steps} steps at once, and killed by SIGKILL from step ${0.4 * steps} on and gone on with: equal in the bytes of the weights and in all results but seconds in ${equal} of the ${met.length} that were killed in training${late > 0 ? `; ${late} had trained to their end before they could be killed, and say nothing` : ''}.`,
        '',
        '| optimiser | arithmetic | kept at the kill | equal |',
        '|---|---|---|---|',
        ...rows.map(
          ({ optimizer, engine, kept, different }) =>
            `| ${optimizer} | ${engine} | ${kept < steps ? `${kept} steps` : 'had trained to its end'} | ${different.length === 0 ? 'yes' : `no: ${different.join(', ')}`} |`,
        ),
        '',
      ],
      raw: rows,
    };
  },
};
