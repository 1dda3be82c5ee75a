import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../../core/experiments/run.ts';
import type { LineSeries } from '../../../core/figures/figure.ts';
import {
  clipWindow,
  overTraining,
  slidingShare,
  type OverTrainingQuestion,
} from '../../../core/figures/experiment/over-training.ts';
import { experiment, run } from '../reports/report-fixtures.ts';
import { lookOf } from './sources.ts';

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

type Question = Omit<OverTrainingQuestion, 'logY'>;
const norm: Question = { quantity: 'norm', matrix: 'all', seed: null };
const figureOf = (runs: readonly RunRecord[], choice: Question = norm, logY = false) =>
  overTraining(
    {
      experiment: experiment({
        arms: [{ id: 'a', layer: 'softmax-cross-entropy', rate: 0.1, clamp: null }],
      }),
      arms: [{ id: 'a', ...lookOf(0, 'arm a') }],
      corpus: null,
      baselines: null,
      runs,
    },
    { ...choice, logY },
  );
const panelOf = (...asked: Parameters<typeof figureOf>) => {
  const [panel] = figureOf(...asked).panels;
  if (panel?.kind !== 'lines') throw new Error('Curves were expected.');
  return panel;
};
const ofA = (...asked: Parameters<typeof figureOf>): LineSeries | undefined => panelOf(...asked).series[0];
const ys = (series: LineSeries | undefined) => Array.from(series?.y ?? []);

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
    const { x, y, low, high } = ofA([told(1, { norms: [4, 2] }), told(2, { norms: [6, 8] })])!;
    expect([x, y, low, high].map((column) => Array.from(column!))).toEqual([
      [1, 2],
      [5, 5],
      [4, 2],
      [6, 8],
    ]);
  });

  it('are one seed alone where one is chosen, without a band', () => {
    const runs = [told(1, { norms: [4, 2] }), told(2, { norms: [6, 8] })];
    const one = ofA(runs, { ...norm, seed: 2 })!;
    expect([ys(one), one.low, one.high]).toEqual([[6, 8], undefined, undefined]);
  });

  it('go as far as every run that goes on; one that diverged counts up to its end, which is marked', () => {
    const runs = [
      told(1, { norms: [1, 1, 1, 1], status: 'training' }),
      told(2, { norms: [3, 3, 3], status: 'training' }),
      told(3, { norms: [5, 50], status: 'diverged' }),
      told(4, { norms: [], status: 'waiting' }),
    ];
    expect(ys(ofA(runs))).toEqual([3, 18, 2]);
    expect(panelOf(runs).marks).toEqual([{ look: 0, x: 2, y: 50, kind: 'cross' }]);
  });

  it('end where the last run diverged when all did', () => {
    const runs = [
      told(1, { norms: [1, 2], status: 'diverged' }),
      told(2, { norms: [3], status: 'diverged' }),
    ];
    expect(ys(ofA(runs))).toEqual([2, 2]);
  });

  it('of a matrix stand at the recorded steps', () => {
    const { x, y } = ofA([told(1, { Whh: [3, 2, 1] })], { ...norm, matrix: 'Whh' })!;
    expect([Array.from(x), Array.from(y)]).toEqual([
      [1, 10, 20],
      [3, 2, 1],
    ]);
    expect(ofA([told(1, { Whh: [3] })], { ...norm, matrix: 'bh' })).toBeUndefined();
  });

  it('leave out values that do not exist: the cosine of the first step, linear outputs', () => {
    const cosine = { ...norm, quantity: 'cosine' } as const;
    expect(ys(ofA([told(1, { cosine: [NaN, 0.5] })], cosine))).toEqual([NaN, 0.5]);
    const outputs = { ...norm, quantity: 'saturatedOutputs' } as const;
    expect(ofA([told(1, { saturatedOutputs: [NaN, NaN] })], outputs)).toBeUndefined();
  });

  it('keep every spike of a long run and stay small', () => {
    const length = 200_000;
    for (const at of [0, 77_777, length - 1]) {
      const norms = Array.from({ length }, (_, i) => (i === at ? 1000 : 1 + (i % 7)));
      const { x, y } = ofA([told(1, { norms })])!;
      expect(y.length).toBeLessThan(2000);
      expect(y[Array.from(x).indexOf(at + 1)]).toBe(1000);
    }
  });

  it('follow the share of clipped steps over the last ones', () => {
    const clipped = Array.from({ length: 2 * clipWindow }, (_, i) => (i < clipWindow ? 1 : 0));
    const shares = ys(ofA([told(1, { clipped })], { ...norm, quantity: 'clipped' }));
    expect(shares[clipWindow - 1]).toBe(1);
    expect(shares[clipWindow + clipWindow / 2 - 1]).toBe(0.5);
    expect(shares.at(-1)).toBe(0);
  });
});

describe('rows of what is shown', () => {
  const policy = 'one learning rate for all output layers, η = 0.1';
  const rowsOf = (...asked: Parameters<typeof figureOf>) => [...figureOf(...asked).table.rows()];

  it('have mean, lowest and highest, how many seeds they are of, and the rate with where it comes from', () => {
    const runs = [told(1, { norms: [4, 2] }), told(2, { norms: [6, 8] })];
    expect(figureOf(runs).table.columns.slice(3)).toEqual([
      'step',
      'seeds',
      'mean gradient norm',
      'lowest',
      'highest',
    ]);
    expect(rowsOf(runs)).toEqual([
      ['arm a', 0.1, policy, 1, 2, 5, 4, 6],
      ['arm a', 0.1, policy, 2, 2, 5, 2, 8],
    ]);
  });

  it('have the values of one seed, all of them, and none that do not exist', () => {
    const norms = Array.from({ length: 5000 }, (_, i) => i / 3);
    const rows = rowsOf([told(7, { norms })], { ...norm, seed: 7 });
    expect(rows).toHaveLength(5000);
    expect(rows[3999]).toEqual(['arm a', 0.1, policy, 4000, 1, 3999 / 3]);
    const cosine = { quantity: 'cosine', matrix: 'all', seed: 1 } as const;
    expect(rowsOf([told(1, { cosine: [NaN, 0.25] })], cosine)).toEqual([['arm a', 0.1, policy, 10, 1, 0.25]]);
  });
});

describe('why there is nothing to draw', () => {
  const notes = (...asked: Parameters<typeof figureOf>) => figureOf(...asked).notes.join(' ');

  it('is said in words, and nothing is said where there is a curve', () => {
    const hidden = { ...norm, quantity: 'saturatedHidden' } as const;
    const outputs = { ...norm, quantity: 'saturatedOutputs' } as const;
    expect(notes([])).toMatch(/Nothing has been trained yet/);
    expect(notes([told(1, { norms: [], status: 'waiting' })])).toMatch(/Nothing has been trained yet/);
    expect(notes([told(1, { norms: [1, 2] })], hidden)).toMatch(/saved without the gradient over training/);
    expect(notes([told(1, { norms: [1, 2] })])).toBe('');
    expect(notes([told(1, { saturatedOutputs: [NaN, NaN] })], outputs)).toMatch(/have no flat part/);
    expect(notes([told(1, { Whh: [1, 2] })], { ...norm, matrix: 'by' })).toMatch(/nothing to draw/);
  });

  it('names what earlier versions did not record instead of a curve', () => {
    const update = { quantity: 'update', matrix: 'Whh', seed: null } as const;
    const outputs = { ...norm, quantity: 'saturatedOutputs' } as const;
    const before = (record: RunRecord): RunRecord => ({
      ...record,
      gradients: { ...record.gradients, updateRatios: {}, saturatedWrong: new Float64Array(0) },
    });
    const old = [before(told(1, { saturatedOutputs: [0.1, 0.2] }))];
    expect(ofA(old, update)).toBeUndefined();
    expect(notes(old, update)).toMatch(/earlier version, which did not record it/);
    expect(notes(old, outputs)).toMatch(/^Saved by an earlier version/);
    const runs = [told(1, { Whh: [0.5, 0.25] })];
    expect(ys(ofA(runs, update))).toEqual([0.5, 0.25]);
    expect(figureOf(runs, update).table.columns).toContain('mean update against weight of Whh');
  });
});
