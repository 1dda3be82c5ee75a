import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Generator } from '../../core/network/random.ts';
import { inspectComparison, inspectSweep, type Findings } from './inspect.ts';
import { runProgram, timeless } from './program.ts';

/** How the program that is killed is started. */
export type Start = (args: readonly string[]) => readonly [command: string, args: readonly string[]];

/** What came of killing one kind of work again and again. */
export interface Outcome {
  readonly kind: string;
  readonly kills: number;
  /** How often the work was brought to its end, and held against work that nobody killed. */
  readonly ends: number;
  readonly cut: readonly string[];
  readonly mixed: readonly string[];
  /** Ends that were not those of unbroken work, or no end at all. */
  readonly different: readonly string[];
  /** Seconds for which a run had not been kept at worst when the program was killed. */
  readonly oldest: number;
}

export interface Campaign {
  readonly start: Start;
  readonly random: Generator;
  /** Kills of each kind of work. */
  readonly kills: number;
  /** Longest life of a program that is killed, seconds. */
  readonly longest: number;
  /** Steps of each run of a comparison. */
  readonly steps: number;
  readonly say: (line: string) => void;
  /** Kinds of work; all without it. */
  readonly only?: readonly string[];
}

interface Work {
  readonly kind: string;
  /** The command that is killed, and run again to its end. */
  readonly args: (out: string) => readonly string[];
  /** Makes what the command needs. */
  readonly before?: (out: string) => readonly (readonly string[])[];
  /** What the end of unbroken work prints. */
  readonly whole: readonly (readonly string[])[];
  readonly inspect: (out: string, began: number) => Promise<Findings>;
  /** Seconds after which unbroken work is through, where that is soon. */
  readonly through?: number;
}

const small = ['--builtin', 'reber', '--characters', '20000', '--hidden', '24', '--length', '10'];

/** The work that is killed. `out` is a folder that is not there yet. */
function works({ steps }: Campaign, scratch: string): Work[] {
  const compare = ['compare', ...small, '--batch', '4', '--seeds', '2', '--json'];
  const layers = ['--layers', 'softmax-cross-entropy,sigmoid-quadratic'];
  const long = [...compare, ...layers, '--steps', String(steps)];
  const short = [...compare, '--layers', 'linear-quadratic', '--steps', '50'];
  const sweep = [
    'sweep',
    ...small,
    ...layers,
    '--rates',
    '1e-2..1/4',
    '--seeds',
    '2',
    '--steps',
    String(Math.ceil(steps / 60)),
    '--json',
  ];
  // Both follow from the number of steps where nobody says them.
  const scored = ['--evaluate-every', '1000', '--evaluate-characters', '500'];
  const parts = [1, 2].map((i) => join(scratch, `part${i}`));
  return [
    {
      kind: 'compare',
      args: (out) => [...long, '--out', out],
      whole: [long],
      inspect: inspectComparison,
    },
    {
      kind: 'resume to more steps',
      before: (out) => [[...compare, ...layers, ...scored, '--steps', '500', '--out', out]],
      args: (out) => ['resume', out, '--steps', String(steps), '--json'],
      whole: [[...long, ...scored]],
      inspect: inspectComparison,
    },
    {
      kind: 'compare --force',
      before: (out) => [[...short, '--out', out]],
      args: (out) => [
        ...long,
        '--out',
        out,
        ...(existsSync(join(out, 'earlier-1', 'experiment.json')) ? [] : ['--force']),
      ],
      whole: [long],
      inspect: inspectComparison,
    },
    {
      // All runs have ended: what is killed is the writing of the report.
      kind: 'report',
      before: (out) => [[...short, '--out', out]],
      args: (out) => ['resume', out, '--json'],
      whole: [short],
      inspect: inspectComparison,
      through: 4,
    },
    {
      kind: 'sweep',
      args: (out) => [...sweep, '--out', out],
      whole: [[...sweep, '--out', join(scratch, 'whole-sweep')]],
      inspect: (out) => inspectSweep(out),
    },
    {
      kind: 'merge',
      before: () =>
        existsSync(parts[1]) ? [] : parts.map((out, i) => [...short, '--shard', `${i + 1}/2`, '--out', out]),
      args: (out) => ['merge', ...parts, '--out', out, ...(existsSync(out) ? ['--force'] : [])],
      whole: [['merge', ...parts, '--out', join(scratch, 'whole-merge')]],
      inspect: inspectComparison,
      through: 2,
    },
  ];
}

async function torture(campaign: Campaign, work: Work, scratch: string): Promise<Outcome> {
  const { random, kills, longest, say } = campaign;
  const outcome = { cut: [] as string[], mixed: [] as string[], different: [] as string[] };
  let [killed, ends, oldest] = [0, 0, 0];
  const prepare = async (out: string) => {
    for (const args of work.before?.(out) ?? []) {
      const { status, stderr } = await runProgram(campaign.start, args);
      if (status !== 0) throw new Error(`loss-lab ${args.join(' ')} failed: ${stderr}`);
    }
  };
  await prepare(join(scratch, 'none'));
  let whole = '';
  for (const args of work.whole) whole = (await runProgram(campaign.start, args)).stdout;
  rmSync(join(scratch, 'none'), { recursive: true, force: true });
  while (killed < kills) {
    const out = join(scratch, `${work.kind.replaceAll(/\W/g, '-')}-${ends}`);
    await prepare(out);
    for (;;) {
      const left = killed < kills;
      const after = left
        ? 1000 *
          Math.min(longest, work.through ?? Infinity) *
          (work.through ? random.uniform() : random.uniform() ** 2)
        : null;
      const ran = await runProgram(campaign.start, work.args(out), {}, after);
      const found = await work.inspect(out, ran.began);
      outcome.cut.push(...found.cut);
      outcome.mixed.push(...found.mixed);
      if (ran.killed) {
        killed++;
        oldest = Math.max(oldest, found.oldest);
        continue;
      }
      ends++;
      if (ran.status !== 0) outcome.different.push(`exit ${ran.status}: ${ran.stderr.slice(-300)}`);
      else if (timeless(ran.stdout) !== timeless(whole)) outcome.different.push(`another end in ${out}`);
      break;
    }
    rmSync(out, { recursive: true, force: true });
    say(`${work.kind}: ${killed} of ${kills} kills, ${ends} ends`);
  }
  return { kind: work.kind, kills: killed, ends, oldest, ...outcome };
}

/** Kinds of work that are killed. */
export const kinds = 6;

/** Kills every kind of work so many times. */
export async function killEverything(campaign: Campaign): Promise<Outcome[]> {
  const scratch = mkdtempSync(join(tmpdir(), 'lab-torture-'));
  try {
    const outcomes: Outcome[] = [];
    for (const work of works(campaign, scratch).filter(({ kind }) => campaign.only?.includes(kind) ?? true))
      outcomes.push(await torture(campaign, work, scratch));
    return outcomes;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
