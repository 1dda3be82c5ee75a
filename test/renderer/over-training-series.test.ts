import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../core/experiments/run.ts';
import {
  clipWindow,
  countedOtherwise,
  overTrainingCurves,
  overTrainingRows,
  slidingShare,
  whyNothing,
  type OverTrainingChoice,
} from '../../renderer/charts/over-training-series.ts';
import type { ShownArm } from '../../renderer/state/lab-state.svelte.ts';
import { run } from '../core/reports/report-fixtures.ts';

const shown = (id: string): ShownArm => ({
  arm: { id, layer: 'softmax-cross-entropy', rate: 0.1, clamp: null },
  label: `arm ${id}`,
  look: { light: '#000', dark: '#fff', line: 'solid' as const },
  formula: '',
  delta: '',
  match: 'matched' as const,
  reading: { id: 'softmax', words: '' },
  warnings: [],
});

interface Told {
  readonly norms?: readonly number[];
  readonly clipped?: readonly number[];
  /** One value per recorded step: 1, 10, 20, … */
  readonly Whh?: readonly number[];
  readonly saturatedOutputs?: readonly number[];
  readonly cosine?: readonly number[];
  readonly status?: RunRecord['status'];
}

/** A run of arm `a` with the given values, and nothing else recorded. */
function told(seed: number, values: Told): RunRecord {
  const norms = values.norms ?? values.clipped ?? [];
  const recorded = values.Whh ?? values.saturatedOutputs ?? values.cosine ?? [];
  const list = (given: readonly number[] | undefined) => Float64Array.from(given ?? recorded.map(() => 0.5));
  const steps = Math.max(norms.length, recorded.length > 0 ? 10 * (recorded.length - 1) : 0);
  const record = run('a', seed, [], { steps, status: values.status ?? 'finished' });
  return {
    ...record,
    series: {
      ...record.series,
      gradientNorm: Float64Array.from(norms),
      clipped: Uint8Array.from(values.clipped ?? norms.map(() => 0)),
    },
    gradients: {
      step: Float64Array.from(recorded, (_, i) => Math.max(1, 10 * i)),
      norms: { Whh: list(values.Whh) },
      updateRatios: { Whh: list(values.Whh) },
      saturatedOutputs: list(values.saturatedOutputs),
      saturatedWrong: list(undefined),
      saturatedHidden: list(undefined),
      cosine: list(values.cosine),
    },
  };
}

const norm: OverTrainingChoice = { quantity: 'norm', matrix: 'all', seed: null };
const ofA = (runs: readonly RunRecord[], choice: OverTrainingChoice = norm, logarithmic = false) =>
  overTrainingCurves([shown('a')], runs, choice, logarithmic)[0]!;
const ys = (points: readonly { readonly y: number }[]) => points.map(({ y }) => y);

describe('a sliding share', () => {
  it('is over the last values, and over as many as there are at the beginning', () => {
    expect([...slidingShare(Uint8Array.of(1, 0, 1, 1, 0, 0), 3)]).toEqual([
      1,
      1 / 2,
      2 / 3,
      2 / 3,
      2 / 3,
      1 / 3,
    ]);
    expect([...slidingShare(new Uint8Array(0), 3)]).toEqual([]);
  });
});

describe('curves over training', () => {
  it('are the mean of the seeds with the lowest and the highest, step by step from 1', () => {
    const { mean, low, high } = ofA([told(1, { norms: [4, 2] }), told(2, { norms: [6, 8] })]);
    expect(mean).toEqual([
      { x: 1, y: 5 },
      { x: 2, y: 5 },
    ]);
    expect([ys(low), ys(high)]).toEqual([
      [4, 2],
      [6, 8],
    ]);
  });

  it('are one seed alone where one is chosen, without a band', () => {
    const runs = [told(1, { norms: [4, 2] }), told(2, { norms: [6, 8] })];
    const { mean, low, high } = ofA(runs, { ...norm, seed: 2 });
    expect([ys(mean), low, high]).toEqual([[6, 8], [], []]);
  });

  it('go as far as every run that goes on; one that diverged counts up to its end, which is marked', () => {
    const runs = [
      told(1, { norms: [1, 1, 1, 1], status: 'training' }),
      told(2, { norms: [3, 3, 3], status: 'training' }),
      told(3, { norms: [5, 50], status: 'diverged' }),
      told(4, { norms: [], status: 'waiting' }),
    ];
    const { mean, divergences } = ofA(runs);
    expect(ys(mean)).toEqual([3, 18, 2]);
    expect(divergences).toEqual([{ x: 2, y: 50 }]);
  });

  it('end where the last run diverged when all did', () => {
    const runs = [
      told(1, { norms: [1, 2], status: 'diverged' }),
      told(2, { norms: [3], status: 'diverged' }),
    ];
    expect(ys(ofA(runs).mean)).toEqual([2, 2]);
  });

  it('of a matrix stand at the recorded steps', () => {
    const { mean } = ofA([told(1, { Whh: [3, 2, 1] })], { ...norm, matrix: 'Whh' });
    expect(mean).toEqual([
      { x: 1, y: 3 },
      { x: 10, y: 2 },
      { x: 20, y: 1 },
    ]);
    expect(ofA([told(1, { Whh: [3] })], { ...norm, matrix: 'bh' }).mean).toEqual([]);
  });

  it('leave out values that do not exist: the cosine of the first step, linear outputs', () => {
    const cosine = { ...norm, quantity: 'cosine' } as const;
    expect(ys(ofA([told(1, { cosine: [NaN, 0.5] })], cosine).mean)).toEqual([NaN, 0.5]);
    const outputs = { ...norm, quantity: 'saturatedOutputs' } as const;
    expect(ofA([told(1, { saturatedOutputs: [NaN, NaN] })], outputs).mean).toEqual([]);
  });

  it('have gaps on a log axis where a value is 0', () => {
    const runs = [told(1, { norms: [1, 0, 2] })];
    expect(ys(ofA(runs).mean)).toEqual([1, 0, 2]);
    expect(ys(ofA(runs, norm, true).mean)).toEqual([1, NaN, 2]);
  });

  it('keep every spike of a long run and stay small', () => {
    const length = 200_000;
    for (const at of [0, 77_777, length - 1]) {
      const norms = Array.from({ length }, (_, i) => (i === at ? 1000 : 1 + (i % 7)));
      const { mean } = ofA([told(1, { norms })]);
      expect(mean.length).toBeLessThan(2000);
      expect(mean.find(({ x }) => x === at + 1)?.y).toBe(1000);
    }
  });

  it('follow the share of clipped steps over the last ones', () => {
    const clipped = Array.from({ length: 2 * clipWindow }, (_, i) => (i < clipWindow ? 1 : 0));
    const { mean } = ofA([told(1, { clipped })], { ...norm, quantity: 'clipped' });
    expect(mean[clipWindow - 1]!.y).toBe(1);
    expect(mean[clipWindow + clipWindow / 2 - 1]!.y).toBe(0.5);
    expect(mean.at(-1)).toEqual({ x: 2 * clipWindow, y: 0 });
  });
});

describe('rows of what is shown', () => {
  const runs = [told(1, { norms: [4, 2] }), told(2, { norms: [6, 8] })];

  it('have mean, lowest and highest, and how many seeds they are of', () => {
    expect(overTrainingRows([shown('a')], runs, norm)).toEqual([
      ['output layer', 'step', 'seeds', 'mean gradient norm, all', 'lowest', 'highest'],
      ['arm a', 1, 2, 5, 4, 6],
      ['arm a', 2, 2, 5, 2, 8],
    ]);
  });

  it('have the values of one seed, all of them, and none that do not exist', () => {
    const norms = Array.from({ length: 5000 }, (_, i) => i / 3);
    const rows = overTrainingRows([shown('a')], [told(7, { norms })], { ...norm, seed: 7 });
    expect(rows).toHaveLength(5001);
    expect(rows[0]).toEqual(['output layer', 'seed', 'step', 'gradient norm, all']);
    expect(rows[4000]).toEqual(['arm a', 7, 4000, 3999 / 3]);
    const cosines = overTrainingRows([shown('a')], [told(1, { cosine: [NaN, 0.25] })], {
      quantity: 'cosine',
      matrix: 'all',
      seed: 1,
    });
    expect(cosines.slice(1)).toEqual([['arm a', 1, 10, 0.25]]);
  });
});

describe('why there is nothing to draw', () => {
  const why = (runs: readonly RunRecord[], choice: OverTrainingChoice) =>
    whyNothing(overTrainingCurves([shown('a')], runs, choice, false), runs, choice);

  it('is said in words, and nothing is said where there is a curve', () => {
    const hidden = { ...norm, quantity: 'saturatedHidden' } as const;
    const outputs = { ...norm, quantity: 'saturatedOutputs' } as const;
    expect(why([], norm)).toMatch(/Nothing has been trained yet/);
    expect(why([told(1, { norms: [], status: 'waiting' })], norm)).toMatch(/Nothing has been trained yet/);
    expect(why([told(1, { norms: [1, 2] })], hidden)).toMatch(/saved without the gradient over training/);
    expect(why([told(1, { norms: [1, 2] })], norm)).toBeNull();
    expect(why([told(1, { saturatedOutputs: [NaN, NaN] })], outputs)).toMatch(
      /Linear outputs have no flat part/,
    );
    expect(why([told(1, { Whh: [1, 2] })], { ...norm, matrix: 'by' })).toMatch(/nothing to draw/);
  });
});

describe('what earlier versions did not record', () => {
  const update = { quantity: 'update', matrix: 'Whh', seed: null } as const;
  const before = (run: RunRecord): RunRecord => ({
    ...run,
    gradients: { ...run.gradients, updateRatios: {}, saturatedWrong: new Float64Array(0) },
  });

  it('is named instead of a curve', () => {
    const old = [before(told(1, { Whh: [1, 2] }))];
    const curves = overTrainingCurves([shown('a')], old, update, false);
    expect(curves[0]!.mean).toEqual([]);
    expect(whyNothing(curves, old, update)).toMatch(/earlier version, which did not record it/);
    expect(countedOtherwise(old)).toBe(true);
    expect(countedOtherwise([told(1, { Whh: [1, 2] })])).toBe(false);
  });

  it('is one curve a matrix where it was recorded', () => {
    const runs = [told(1, { Whh: [0.5, 0.25] })];
    expect(overTrainingCurves([shown('a')], runs, update, false)[0]!.mean.map(({ y }) => y)).toEqual([
      0.5, 0.25,
    ]);
    expect(overTrainingRows([shown('a')], runs, update)[0]).toContain('mean update against weight, Whh');
  });
});
