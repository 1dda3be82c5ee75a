import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A small plan with what came out of it. */
export interface Golden {
  readonly name: string;
  /** Rounding of float32 depends on the build of the engine that a processor takes; that of float64 hardly on anything. */
  readonly precision: 'float32' | 'float64';
  /** Dealt as one part. */
  readonly plan: unknown;
  readonly numbers: Readonly<Record<string, number>>;
}

const tiny =
  '--builtin reber --characters 3000 --layers softmax-cross-entropy,linear-quadratic,sigmoid-cross-entropy --hidden 8 --length 6 --batch 3 --shards 1'.split(
    ' ',
  );

/** The command lines whose plans are in the fixture. */
export const goldenPlans: readonly (Pick<Golden, 'name' | 'precision'> & {
  readonly args: readonly string[];
})[] = [
  { name: 'SGD', precision: 'float64', options: 'compare --optimizer sgd --rate 0.1 --steps 60 --seeds 2' },
  {
    name: 'Adagrad',
    precision: 'float32',
    options: 'compare --optimizer adagrad --rate 0.1 --steps 60 --seeds 2',
  },
  {
    name: 'a sweep',
    precision: 'float64',
    options: 'sweep --optimizer adagrad --rates 0.01..1/3 --steps 30 --seeds 2 --extension 0',
  },
].map(({ name, precision, options }) => {
  const [kind, ...rest] = options.split(' ');
  const of = precision as Golden['precision'];
  return { name, precision: of, args: ['plan', kind, ...tiny, ...rest, '--precision', precision] };
});

interface Printed {
  readonly arms: readonly {
    readonly id: string;
    readonly runs?: readonly {
      readonly seed: number;
      readonly final: Readonly<Record<string, number>>;
      readonly lateTrainingBits: number;
    }[];
    readonly rates?: readonly { readonly rate: number; readonly values: readonly number[] }[];
  }[];
}

/** What working on a plan prints, number by number, without what a clock has measured. */
function numbersOf({ arms }: Printed): Record<string, number> {
  const named = arms.flatMap(({ id, runs = [], rates = [] }) => [
    ...runs.flatMap(({ seed, final, lateTrainingBits }) =>
      Object.entries({ ...final, lateTrainingBits }).map(
        ([what, value]) => [`${id}, seed ${seed}: ${what}`, value] as const,
      ),
    ),
    ...rates.flatMap(({ rate, values }) =>
      values.map((value, i) => [`${id} at ${rate}, tuning seed ${i + 1}`, value] as const),
    ),
  ]);
  return Object.fromEntries(named.filter(([, value]) => typeof value === 'number'));
}

/** Works on a plan by a program of the lab. @param lab runs it with arguments, and answers with what it printed */
export async function worked(
  plan: unknown,
  lab: (args: readonly string[]) => Promise<string>,
): Promise<Record<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'loss-lab-golden-'));
  try {
    const file = join(folder, 'plan.json');
    writeFileSync(file, JSON.stringify(plan));
    const printed = await lab(['work', file, '--shard', '1', '--out', join(folder, 'out'), '--json']);
    return numbersOf(JSON.parse(printed) as Printed);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
