import { describe, expect, it } from 'vitest';
import { armColumns } from '../../../core/figures/experiment/convergence-curves.ts';
import {
  convergenceQuestion,
  type ConvergenceQuestion,
} from '../../../core/figures/experiment/convergence-question.ts';
import { convergence, convergenceOf, withoutPlace } from '../../../core/figures/experiment/convergence.ts';
import type { ExperimentSource } from '../../../core/figures/experiment/experiment-source.ts';
import type { Column } from '../../../core/figures/figure.ts';
import type { RunRecord } from '../../../core/experiments/run.ts';
import { baselines, corpus, evaluation, experiment, run } from '../reports/report-fixtures.ts';
import { lookOf } from './sources.ts';

const divergence = (step: number) => ({ step, where: 'the loss', rate: 0.1 });

/** A run of an arm with these bits per character at steps 0, 10, 20, …; 400 characters a step. */
const measured = (seed: number, bits: readonly number[], change: Parameters<typeof run>[3] = {}, arm = 'a') =>
  run(
    arm,
    seed,
    bits.map((value, i) => evaluation(10 * i, value, { seconds: 2 * i })),
    change,
  );
const diverged = (seed: number, bits: readonly number[]) =>
  measured(seed, bits, { status: 'diverged', divergence: divergence(10 * bits.length - 5) });

const sourceOf = (runs: readonly RunRecord[], arms: readonly string[] = ['a']): ExperimentSource => ({
  experiment: experiment({
    arms: arms.map((id) => ({ id, layer: 'softmax-cross-entropy', rate: 0.1, clamp: null })),
    seeds: [1, 2, 3],
    steps: 20,
  }),
  arms: arms.map((id, i) => ({ id, ...lookOf(i, `arm ${id}`) })),
  corpus: null,
  baselines: null,
  runs,
});

const usual = convergenceQuestion('bitsPerCharacter');
const drawn = (runs: readonly RunRecord[], change: Partial<ConvergenceQuestion> = {}) => {
  const [panel] = convergence(sourceOf(runs), { ...usual, ...change }).panels;
  if (panel?.kind !== 'lines') throw new Error('Curves were expected.');
  const of = (part: string) => panel.series.filter((each) => each.part === part);
  return { panel, mean: panel.series.find(({ weight }) => weight === 'strong')!, of };
};
const list = (column: Column | undefined) => column && Array.from(column);

describe('the curve of an arm', () => {
  it('is the measurement itself for one seed, without an interval', () => {
    const { mean } = drawn([measured(1, [6, 4])]);
    expect([list(mean.x), list(mean.y), mean.low]).toEqual([[0, 10], [6, 4], undefined]);
    expect(list(drawn([]).mean.y)).toEqual([]);
  });

  it('is the mean of the seeds with the 95 % interval of Student', () => {
    const { mean } = drawn([measured(1, [6, 4]), measured(2, [6, 5]), measured(3, [6, 3])]);
    expect(list(mean.y)).toEqual([6, 4]);
    // For 4, 5, 3: s = 1, t(0.975, 2) = 4.302653, half width t / √3 = 2.484138.
    expect(list(mean.low)).toEqual([6, expect.closeTo(4 - 2.484138, 5)]);
    expect(list(mean.high)).toEqual([6, expect.closeTo(4 + 2.484138, 5)]);
  });

  it('takes its runs alone, in the order of the arms', () => {
    const source = sourceOf([measured(1, [6]), measured(1, [9], {}, 'b')], ['b', 'a']);
    const [panel] = convergence(source, usual).panels;
    expect(panel?.kind === 'lines' && panel.series.map(({ look, y }) => [look, y[0]])).toEqual([
      [0, 9],
      [1, 6],
    ]);
  });

  it('shows the yardstick that was asked for', () => {
    const own = run('a', 1, [evaluation(10, 6, { accuracy: 0.25, brier: 0.75 })]);
    expect(list(drawn([own], { yardstick: 'accuracy' }).mean.y)).toEqual([0.25]);
    expect(list(drawn([own], { yardstick: 'brier' }).mean.y)).toEqual([0.75]);
  });

  it('is thinned without its spike, first or last point lost, of a hundred thousand points too', () => {
    const bits = Array.from({ length: 100_000 }, (_, i) => (i === 33_333 ? 40 : 3 + Math.sin(i)));
    const { mean } = drawn([measured(1, bits)]);
    expect(mean.y.length).toBeLessThanOrEqual(1004);
    expect(mean.y[list(mean.x)!.indexOf(333_330)]).toBe(40);
    expect([mean.x[0], mean.x[mean.x.length - 1]]).toEqual([0, 999_990]);
  });

  it('has all its points where a stretch is in sight, and one beside it at either end', () => {
    const runs = [
      measured(
        1,
        Array.from({ length: 20_000 }, (_, i) => (i === 5005 ? 40 : 3)),
      ),
    ];
    const { mean, panel } = drawn(runs, { within: { x: [50_000, 50_100], y: null } });
    expect(list(mean.x)).toEqual(Array.from({ length: 13 }, (_, i) => 49_990 + 10 * i));
    expect(mean.y[6]).toBe(40);
    // The axes stay those of all there is: what is in sight of them is the card's.
    const { panel: whole } = drawn(runs);
    expect([panel.x.domain, panel.y.domain]).toEqual([whole.x.domain, whole.y.domain]);
  });
});

describe('the x axis', () => {
  // The second machine was slower: 0 and 6 seconds against 0 and 2.
  const slow = run('a', 2, [evaluation(0, 6, { seconds: 0 }), evaluation(10, 4, { seconds: 6 })]);
  const runs = [measured(1, [6, 4]), slow];

  it.each([
    ['step', [0, 10]],
    // 10 steps of 400 characters
    ['characters', [0, 4000]],
    // (2 + 6) / 2
    ['seconds', [0, 4]],
  ] as const)('can be %s, and has no place for 0 when it is logarithmic', (x, expected) => {
    expect(list(drawn(runs, { x }).mean.x)).toEqual(expected);
    expect(list(drawn(runs, { x, logX: true }).mean.x)).toEqual(expected.slice(1));
  });

  it('counts the means that have no place', () => {
    const odd = [measured(1, [6, 0, 4]), measured(2, [6, -2, 2])];
    const columns = armColumns(sourceOf(odd), usual);
    expect(withoutPlace(columns, usual)).toBeNull();
    expect(withoutPlace(columns, { ...usual, logY: true })).toMatch(/^1 mean has no place/);
    const { notes } = convergence(sourceOf(odd), { ...usual, logX: true, logY: true });
    expect(notes.join()).toMatch(/2 means have no place/);
  });
});

describe('a diverged run', () => {
  it('is marked at its last evaluation, and the others go on without it', () => {
    const { mean, panel } = drawn([measured(1, [6, 4, 3]), diverged(2, [6, 8])]);
    expect(panel.marks).toEqual([{ look: 0, x: 10, y: 8, kind: 'cross' }]);
    // (4 + 8) / 2 while both are there, 3 of one seed after that.
    expect(list(mean.y)).toEqual([6, 6, 3]);
    expect(mean.end).toBe('1 of 2 seeds diverged at step 15');
  });

  it('is marked where the axis says, and nowhere where that has no place for it', () => {
    const runs = [diverged(1, [6, 8])];
    expect(drawn(runs, { x: 'characters' }).panel.marks[0].x).toBe(4000);
    expect(drawn([diverged(1, [6])], { logX: true }).panel.marks).toEqual([]);
    expect(drawn([measured(1, [6, 8])]).panel.marks).toEqual([]);
  });

  it('tells when all seeds did', () => {
    expect(drawn([diverged(1, [6, 8]), diverged(2, [6, 8, 9])]).mean.end).toBe('diverged at steps 15 to 25');
    expect(drawn([diverged(1, [6, 8])]).mean.end).toBe('diverged at step 15');
  });
});

describe('smoothing', () => {
  it('is done to each seed, and keeps what was measured at every point', () => {
    // Span 3: α = ½. Seeds 8 6 6 and 4 4 3, so means 6, 5, 4.5; measured 6, 4, 4.
    const { mean, of } = drawn([measured(1, [8, 4, 6]), measured(2, [4, 4, 2])], { span: 3 });
    expect([list(mean.y), list(mean.measured)]).toEqual([
      [6, 5, 4.5],
      [6, 4, 4],
    ]);
    expect(of('as measured').map(({ y, weight }) => [list(y), weight])).toEqual([[[6, 4, 4], 'fine']]);
    // 6 and 4 at the second: 5 ± 12.7062.
    expect(mean.low![1]).toBeCloseTo(5 - 12.7062047, 6);
    expect(drawn([measured(1, [8, 4])]).mean.measured).toBeUndefined();
  });

  it('keeps what is not finite as a gap', () => {
    expect(list(drawn([measured(1, [8, NaN, 4])], { span: 3 }).mean.y)).toEqual([8, NaN, 6]);
  });

  it('is done to the full series before it is thinned', () => {
    const bits = Array.from({ length: 20_000 }, (_, i) => 3 + (i % 2));
    // Thinned first, the alternation would be aliased; smoothed first, it stays near 3.5.
    const { mean } = drawn([measured(1, bits)], { span: 100 });
    for (let i = 0; i < mean.x.length; i++)
      if (mean.x[i] > 20_000) expect(Math.abs(mean.y[i] - 3.5)).toBeLessThan(0.02);
    expect(new Set(list(mean.measured))).toEqual(new Set([3, 4]));
  });
});

describe('bands, traces and training batches', () => {
  const runs = [measured(1, [6, 4]), measured(2, [6, 5]), measured(3, [6, 3])];

  it('can be off, and by another interval', () => {
    expect(drawn(runs, { band: 'off' }).mean.low).toBeUndefined();
    const source = sourceOf(runs);
    const by = (values: readonly number[]) => ({ low: Math.min(...values), high: Math.max(...values) });
    const [panel] = convergenceOf(source, armColumns(source, usual), { ...usual, band: 'bca' }, by).panels;
    expect(panel?.kind === 'lines' && [list(panel.series[0].low), list(panel.series[0].high)]).toEqual([
      [6, 3],
      [6, 5],
    ]);
  });

  it('asks for few bootstrap intervals of a long series, the last among them', () => {
    const long = Array.from({ length: 3000 }, (_, i) => 3 + Math.sin(i));
    const source = sourceOf([measured(1, long), measured(2, long)]);
    const question = { ...usual, band: 'bca' } as const;
    const [panel] = convergenceOf(source, armColumns(source, usual), question, () => ({
      low: 0,
      high: 1,
    })).panels;
    const low = panel?.kind === 'lines' ? list(panel.series[0].low)! : [];
    expect(low.filter(Number.isFinite).length).toBeLessThanOrEqual(202);
    expect(low.at(-1)).toBe(0);
  });

  it('show each seed when asked to', () => {
    expect(drawn(runs).panel.series).toHaveLength(1);
    const { of } = drawn(runs, { traces: true });
    expect([1, 2, 3].map((k) => of(`seed ${k}`).map(({ y }) => list(y)))).toEqual([
      [[6, 4]],
      [[6, 5]],
      [[6, 3]],
    ]);
  });

  it('draw training batches along the same axis, dotted', () => {
    const one = [measured(1, [6, 4, 3])];
    const { step, bitsPerCharacter } = one[0].training;
    const [beside] = drawn(one, { training: true }).of('training batches');
    expect(beside).toMatchObject({ weight: 'fine', line: 'dotted' });
    expect([list(beside.x), list(beside.y)]).toEqual([[...step], [...bitsPerCharacter]]);
    const characters = drawn(one, { training: true, x: 'characters' }).of('training batches')[0];
    expect(list(characters.x)).toEqual([...step].map((at) => 400 * at));
    expect(convergence(sourceOf(one), { ...usual, training: true }).subtitle).toMatch(
      /dotted: training batches, every 10th step before its update/,
    );
  });

  it('are named in the subtitle', () => {
    const subtitle = (change: Partial<ConvergenceQuestion>) =>
      convergence(sourceOf(runs), { ...usual, ...change }).subtitle;
    expect(subtitle({ band: 'bca', traces: true, span: 20 })).toBe(
      'lower is better · mean of 3 paired seeds, band: 95 % BCa interval, each seed faint · moving average of each seed over 20 evaluations, the measured mean faint · one learning rate for all output layers, η = 0.1',
    );
    expect(subtitle({ band: 'off' })).toMatch(/mean of 3 paired seeds · one/);
  });
});

describe('the table of the curves', () => {
  const policy = 'one learning rate for all output layers, η = 0.1';
  const runs = [measured(1, [6, 4]), diverged(3, [5])];

  it('has all seeds as measured, with the rate and where it comes from, whatever is smoothed', () => {
    const { table } = convergence(sourceOf(runs), { ...usual, span: 20 });
    expect(table.columns).toContain('mean bits per character');
    expect([...table.rows()]).toEqual([
      [
        'arm a',
        0.1,
        policy,
        0,
        0,
        0,
        2,
        5.5,
        expect.closeTo(5.5 - 6.3531, 4),
        expect.closeTo(11.8531, 4),
        6,
        '',
        5,
      ],
      ['arm a', 0.1, policy, 10, 4000, 2, 1, 4, '', '', 4, '', ''],
    ]);
  });

  it('tells training batches by a column, after the rows of their arm', () => {
    const { columns, rows } = convergence(sourceOf(runs), { ...usual, training: true }).table;
    const all = [...rows()];
    const batches = all.filter((row) => row[3] === 'training batches');
    expect(columns[3]).toBe('text');
    expect(all.slice(-batches.length)).toEqual(batches);
    const { step, bitsPerCharacter } = runs[0].training;
    expect(batches.map((row) => [row[4], row[11]])).toEqual(
      [...step].map((at, i) => [at, bitsPerCharacter[i]]),
    );
    expect(new Set(all.map((row) => row.length))).toEqual(new Set([columns.length]));
  });
});

describe('what stands beside the curves', () => {
  const rulesOf = (yardstick: ConvergenceQuestion['yardstick'], models: boolean) => {
    const source = { ...sourceOf([]), corpus, baselines: models ? baselines.heldOut : null };
    const [panel] = convergence(source, convergenceQuestion(yardstick)).panels;
    return Object.fromEntries(
      panel?.kind === 'lines' ? panel.rules.map(({ label, value }) => [label, value]) : [],
    );
  };

  it('are guesses and what models of the training part reach, for every yardstick', () => {
    const { distinct: V, uniformEntropy } = corpus;
    const { heldOut } = baselines;
    expect(rulesOf('bitsPerCharacter', true)).toEqual({
      'pure guessing (log₂ V)': uniformEntropy,
      'letter counts (unigram)': heldOut.unigramBits,
      'letter pairs (bigram)': heldOut.bigramBits,
    });
    expect(rulesOf('accuracy', true)).toEqual({
      'guessing evenly': 1 / V,
      'the most frequent': heldOut.mostFrequentAccuracy,
    });
    expect(rulesOf('brier', true)['guessing evenly']).toBeCloseTo(1 - 1 / V, 12);
    expect(rulesOf('top5Accuracy', true)['guessing evenly']).toBeCloseTo(5 / V, 12);
  });

  it('are guesses alone where the models were not measured: in-sample entropies are no line', () => {
    expect(Object.keys(rulesOf('bitsPerCharacter', false))).toEqual(['pure guessing (log₂ V)']);
    expect(Object.keys(rulesOf('accuracy', false))).toEqual(['guessing evenly']);
  });
});

describe('the range of the yardstick', () => {
  it('is never set by the one arm that diverges, and a switch shows all', () => {
    const good = [3.1, 3.2, 3.3].map((end, i) =>
      measured(
        1,
        Array.from({ length: 21 }, (_, k) => end + 2 * Math.exp(-k)),
        {},
        `arm ${i}`,
      ),
    );
    const bad = measured(1, [6, 40, 900, 1e6], { status: 'diverged', divergence: divergence(35) }, 'bad');
    const source = sourceOf([...good, bad], ['arm 0', 'arm 1', 'arm 2', 'bad']);
    const domain = (all: boolean) => {
      const [panel] = convergence(source, { ...usual, all }).panels;
      return panel?.kind === 'lines' ? panel.y.domain : [];
    };
    expect(domain(false)[1]).toBeLessThan(5);
    expect(domain(true)[1]).toBeGreaterThan(1e6);
  });
});
