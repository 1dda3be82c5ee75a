import { describe, expect, it } from 'vitest';
import {
  armColumns,
  armCurves,
  bitsCeiling,
  describeCurves,
  reachOf,
  withoutPlace,
  type ArmCurve,
  type CurveChoice,
} from '../../renderer/charts/yardstick-series.ts';
import type { LineStyle } from '../../core/contract/arm-look.ts';
import type { ShownArm } from '../../renderer/state/lab-state.svelte.ts';
import { evaluation, run } from '../core/reports/report-fixtures.ts';

const shown = (id: string, line: LineStyle = 'solid'): ShownArm => ({
  arm: { id, layer: 'softmax-cross-entropy', rate: 0.1, clamp: null },
  label: `arm ${id}`,
  look: { light: '#000', dark: '#fff', line },
  formula: '',
  delta: '',
  match: line === 'solid' ? 'matched' : 'other',
  reading: { id: 'softmax', words: '' },
  warnings: [],
});

/** A run of arm `a` with these bits per character at steps 0, 10, 20, …; 400 characters a step. */
const measured = (seed: number, bits: readonly number[], change: Parameters<typeof run>[3] = {}) =>
  run(
    'a',
    seed,
    bits.map((value, i) => evaluation(10 * i, value, { seconds: 2 * i })),
    change,
  );

const usual: CurveChoice = { x: 'step', logX: false, logY: false, band: 't', traces: false, within: null };
const none = () => null;

type Runs = Parameters<typeof armColumns>[1];

const drawn = (runs: Runs, change: Partial<CurveChoice> = {}, span = 1): ArmCurve =>
  armCurves(armColumns([shown('a')], runs, 'bitsPerCharacter', span), { ...usual, ...change }, none)[0];

const ofA = (runs: Runs, x: CurveChoice['x'] = 'step', logX = false): ArmCurve => drawn(runs, { x, logX });

describe('training batches beside the curve', () => {
  const runs = [measured(1, [6, 4, 3])];
  const beside = (change: Partial<CurveChoice> = {}) =>
    armCurves(
      armColumns([shown('a')], runs, 'bitsPerCharacter', 1, { span: 1, charactersPerStep: 400 }),
      { ...usual, ...change },
      none,
    )[0]!.training!;

  it('are drawn where they are asked for, along the same axis', () => {
    const { step, bitsPerCharacter } = runs[0]!.training;
    expect(beside()).toEqual(Array.from(step, (x, i) => ({ x, y: bitsPerCharacter[i] })));
    expect(beside({ x: 'characters' }).map(({ x }) => x)).toEqual([...step].map((at) => 400 * at));
    expect(beside({ within: { low: 12, high: 20 } }).map(({ x }) => x)).toEqual([10, 20]);
    expect(ofA(runs).training).toEqual([]);
  });

  it('count for the reach of the axis', () => {
    const high = { ...ofA(runs), training: [{ x: 1, y: 9 }] };
    expect(reachOf([high])).toEqual({ low: 3, high: 9 });
  });
});

describe('the curve of an arm', () => {
  it('is empty without runs, and without evaluations', () => {
    const empty = {
      armId: 'a',
      label: 'arm a',
      line: 'solid' as const,
      mean: [],
      low: [],
      high: [],
      divergences: [],
      raw: [],
      traces: [],
      training: [],
      lost: [],
    };
    expect(ofA([])).toEqual({ ...empty, runs: 0 });
    expect(ofA([measured(1, [], { status: 'waiting' })])).toEqual({ ...empty, runs: 1 });
    expect(ofA([measured(1, [], { status: 'diverged' })])).toEqual({ ...empty, runs: 1 });
  });

  it('is the measurement itself for one seed, without an interval', () => {
    const { mean, low, high } = ofA([measured(1, [6, 4])]);
    expect(mean).toEqual([
      { x: 0, y: 6 },
      { x: 10, y: 4 },
    ]);
    expect([low, high]).toEqual([[], []]);
  });

  it('is the mean of the seeds with the 95 % interval of Student', () => {
    const { mean, low, high } = ofA([measured(1, [6, 4]), measured(2, [6, 5]), measured(3, [6, 3])]);
    expect(mean).toEqual([
      { x: 0, y: 6 },
      { x: 10, y: 4 },
    ]);
    // Equal values have an interval of no width. For 4, 5, 3: s = 1, t(0.975, 2) = 4.302653, half width t / √3 = 2.484138.
    expect([low[0], high[0]]).toEqual([
      { x: 0, y: 6 },
      { x: 0, y: 6 },
    ]);
    expect([low[1].x, high[1].x]).toEqual([10, 10]);
    expect(low[1].y).toBeCloseTo(4 - 2.484138, 5);
    expect(high[1].y).toBeCloseTo(4 + 2.484138, 5);
  });

  it('takes its runs alone, and comes in the order of the arms with their look', () => {
    const other = run('b', 1, [evaluation(0, 9)]);
    const arms = [shown('b', 'dotted'), shown('a')];
    const curves = armCurves(armColumns(arms, [measured(1, [6]), other], 'bitsPerCharacter', 1), usual, none);
    expect(curves.map(({ armId, label, line, mean }) => [armId, label, line, mean])).toEqual([
      ['b', 'arm b', 'dotted', [{ x: 0, y: 9 }]],
      ['a', 'arm a', 'solid', [{ x: 0, y: 6 }]],
    ]);
  });

  it('shows the yardstick that was asked for', () => {
    const own = run('a', 1, [evaluation(10, 6, { accuracy: 0.25, brier: 0.75 })]);
    const value = (yardstick: 'accuracy' | 'brier') =>
      armCurves(armColumns([shown('a')], [own], yardstick, 1), usual, none)[0].mean;
    expect(value('accuracy')).toEqual([{ x: 10, y: 0.25 }]);
    expect(value('brier')).toEqual([{ x: 10, y: 0.75 }]);
  });

  it('keeps a mean that is not finite as a gap', () => {
    expect(ofA([measured(1, [6, Infinity, 4])]).mean.map(({ y }) => y)).toEqual([6, Infinity, 4]);
  });

  it('is thinned for the screen without its spike, first or last point lost', () => {
    const bits = Array.from({ length: 5000 }, (_, i) => (i === 3333 ? 40 : 3 + Math.sin(i)));
    const { mean } = ofA([measured(1, bits)]);
    expect(mean.length).toBeLessThanOrEqual(1004);
    expect(mean).toContainEqual({ x: 33_330, y: 40 });
    expect([mean[0].x, mean.at(-1)!.x]).toEqual([0, 49_990]);
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
  ] as const)('can be %s', (x, expected) => {
    expect(ofA(runs, x).mean.map((point) => point.x)).toEqual(expected);
  });

  it.each([
    ['step', [10]],
    ['characters', [4000]],
    ['seconds', [4]],
  ] as const)('of %s has no place for 0 when it is logarithmic', (x, expected) => {
    const { mean, low, high } = ofA(runs, x, true);
    for (const line of [mean, low, high]) expect(line.map((point) => point.x)).toEqual(expected);
  });
});

describe('a diverged run', () => {
  it('is marked at its last evaluation, and the others go on without it', () => {
    const { mean, low, divergences } = ofA([
      measured(1, [6, 4, 3]),
      measured(2, [6, 8], { status: 'diverged' }),
    ]);
    expect(divergences).toEqual([{ x: 10, y: 8 }]);
    // (4 + 8) / 2 while both are there, 3 of one seed after that: no interval any more.
    expect(mean.map(({ y }) => y)).toEqual([6, 6, 3]);
    expect(low.map(({ x }) => x)).toEqual([0, 10]);
  });

  it('is marked where the axis says', () => {
    const diverged = measured(1, [6, 8], { status: 'diverged' });
    expect(ofA([diverged], 'characters').divergences).toEqual([{ x: 4000, y: 8 }]);
    expect(ofA([diverged], 'seconds').divergences).toEqual([{ x: 2, y: 8 }]);
  });

  it('has no mark where its last evaluation is not finite', () => {
    expect(ofA([measured(1, [6, NaN], { status: 'diverged' })]).divergences).toEqual([]);
  });

  it('has no mark on a logarithmic axis when only step 0 was measured', () => {
    const atOnce = measured(1, [6], { status: 'diverged' });
    expect(ofA([atOnce]).divergences).toEqual([{ x: 0, y: 6 }]);
    expect(ofA([atOnce], 'step', true).divergences).toEqual([]);
  });

  it.each(['finished', 'stopped', 'failed', 'training'] as const)('is not a run that is %s', (status) => {
    expect(ofA([measured(1, [6, 8], { status })]).divergences).toEqual([]);
  });
});

describe('a logarithmic y', () => {
  it('has a gap where a value is 0 or below, and counts them', () => {
    const runs = [measured(1, [6, 0, 4]), measured(2, [6, -2, 2])];
    const choice = { ...usual, logY: true };
    const curve = drawn(runs, choice);
    expect(curve.mean.map(({ y }) => y)).toEqual([6, NaN, 3]);
    // 6 ± 0, and 3 ± t(0.975, 1) · 1 = 12.706: its low end lies below 0.
    expect(curve.low.map(({ y }) => y)).toEqual([6, NaN, NaN]);
    const columns = armColumns([shown('a')], runs, 'bitsPerCharacter', 1);
    expect([withoutPlace(columns, choice), withoutPlace(columns, usual)]).toEqual([1, 0]);
    expect(withoutPlace(columns, { ...usual, logX: true })).toBe(1);
  });

  it('has no place for a divergence at 0', () => {
    const runs = [measured(1, [6, 0], { status: 'diverged' })];
    expect(drawn(runs, { logY: true }).divergences).toEqual([]);
    expect(drawn(runs).divergences).toEqual([{ x: 10, y: 0 }]);
  });
});

describe('smoothing', () => {
  it('is done to each seed, and keeps the measured mean beside it', () => {
    // Span 3: α = ½. Seeds 8 6 6 and 4 4 3, so means 6, 5, 4.5; measured 6, 4, 4.
    const { mean, raw } = drawn([measured(1, [8, 4, 6]), measured(2, [4, 4, 2])], {}, 3);
    expect(mean.map(({ y }) => y)).toEqual([6, 5, 4.5]);
    expect(raw!.map(({ y }) => y)).toEqual([6, 4, 4]);
    expect(drawn([measured(1, [8, 4])]).raw).toEqual([]);
  });

  it('has the interval over the smoothed seeds', () => {
    const { low, high } = drawn([measured(1, [8, 4]), measured(2, [4, 4])], {}, 3);
    // 6 and 4 at the second: 5 ± 12.7062.
    expect(low[1].y).toBeCloseTo(5 - 12.7062047, 6);
    expect(high[1].y).toBeCloseTo(5 + 12.7062047, 6);
  });

  it('keeps what is not finite as a gap', () => {
    expect(drawn([measured(1, [8, NaN, 4])], {}, 3).mean.map(({ y }) => y)).toEqual([8, NaN, 6]);
  });

  it('is done to the full series before it is thinned', () => {
    const bits = Array.from({ length: 20_000 }, (_, i) => 3 + (i % 2));
    // Thinned first, the alternation would be aliased; smoothed first, it stays near 3.5.
    const { mean, raw } = drawn([measured(1, bits)], {}, 100);
    const late = mean.filter(({ x }) => x > 20_000);
    for (const { y } of late) expect(Math.abs(y - 3.5)).toBeLessThan(0.02);
    expect(new Set(raw!.map(({ y }) => y))).toEqual(new Set([3, 4]));
  });
});

describe('bands and traces', () => {
  const runs = [measured(1, [6, 4]), measured(2, [6, 5]), measured(3, [6, 3])];

  it('can be off, and by another interval', () => {
    expect(drawn(runs, { band: 'off' })).toMatchObject({ low: [], high: [] });
    const columns = armColumns([shown('a')], runs, 'bitsPerCharacter', 1);
    const by = (values: readonly number[]) => ({ low: Math.min(...values), high: Math.max(...values) });
    const [curve] = armCurves(columns, { ...usual, band: 'bca' }, by);
    expect([curve.low[1], curve.high[1]]).toEqual([
      { x: 10, y: 3 },
      { x: 10, y: 5 },
    ]);
  });

  it('asks for few bootstrap intervals of a long series, the last among them', () => {
    const long = Array.from({ length: 3000 }, (_, i) => 3 + Math.sin(i));
    const columns = armColumns([shown('a')], [measured(1, long), measured(2, long)], 'bitsPerCharacter', 1);
    const [{ low }] = armCurves(columns, { ...usual, band: 'bca' }, () => ({ low: 0, high: 1 }));
    expect(low.length).toBeLessThanOrEqual(202);
    expect(low.at(-1)!.x).toBe(29_990);
  });

  it('shows each seed when asked to', () => {
    expect(drawn(runs).traces).toEqual([]);
    expect(drawn(runs, { traces: true }).traces!.map((line) => line.map(({ y }) => y))).toEqual([
      [6, 4],
      [6, 5],
      [6, 3],
    ]);
    expect(reachOf([drawn(runs, { traces: true, band: 'off' })])).toEqual({ low: 3, high: 6 });
    expect(reachOf([])).toBeNull();
  });
});

describe('a stretch in sight', () => {
  it('is drawn with all its points, and one beside it at either end', () => {
    const bits = Array.from({ length: 100_000 }, (_, i) => (i === 50_005 ? 40 : 3));
    const within = { low: 500_000, high: 500_100 };
    const { mean } = drawn([measured(1, bits)], { within });
    expect(mean.map(({ x }) => x)).toEqual(Array.from({ length: 13 }, (_, i) => 499_990 + 10 * i));
    expect(mean[6]).toEqual({ x: 500_050, y: 40 });
  });
});

describe('the sentence about the curves', () => {
  const curve = (label: string, ys: readonly number[]): ArmCurve => ({
    armId: label,
    label,
    line: 'solid',
    mean: ys.map((y, x) => ({ x, y })),
    low: [],
    high: [],
    divergences: [],
  });

  it('says from where to where every arm went', () => {
    const curves = [curve('softmax', [6.022, 4, 2.309]), curve('linear', [6, 5.5])];
    expect(describeCurves(curves, 'bits per character', 'step')).toBe(
      'bits per character against step: softmax from 6.02 to 2.31; linear from 6.00 to 5.50.',
    );
  });

  it('is about one point too, and leaves out an arm without any', () => {
    const curves = [curve('softmax', [6]), curve('linear', [])];
    expect(describeCurves(curves, 'Brier', 'seconds')).toBe(
      'Brier against seconds: softmax from 6.00 to 6.00.',
    );
  });

  it('says so when nothing was measured', () => {
    for (const curves of [[], [curve('softmax', [])]])
      expect(describeCurves(curves, 'Brier', 'step')).toBe('Brier against step: nothing measured yet.');
  });
});

describe('the axis of bits per character', () => {
  const course = (...ys: number[]) => ({ mean: ys.map((y, x) => ({ x, y })) });

  it('is as high as learning needs, whatever the first values are', () => {
    expect(bitsCeiling([course(9.4, 2, 1), course(3, 2)], 3)).toBeCloseTo(3.45, 12);
    expect(bitsCeiling([], 0)).toBe(1.15);
  });

  it('has room for every arm as it stands now', () => {
    expect(bitsCeiling([course(3, 1), course(3, 9, 12)], 3)).toBeCloseTo(13.8, 12);
    expect(bitsCeiling([course(3, 8, NaN), course()], 3)).toBeCloseTo(9.2, 12);
  });
});
