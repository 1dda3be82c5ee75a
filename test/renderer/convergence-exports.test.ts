import { describe, expect, it } from 'vitest';
import { baselinesOf } from '../../renderer/charts/baselines.ts';
import { convergencePicture } from '../../renderer/charts/convergence-picture.ts';
import { convergenceRows } from '../../renderer/charts/convergence-rows.ts';
import { seedWords, smoothingWords, trainingWords } from '../../renderer/charts/convergence-words.ts';
import { tablePicture } from '../../renderer/charts/drawn-pictures.ts';
import { BcaQueue } from '../../renderer/state/bca-queue.ts';
import { bcaInterval } from '../../core/experiments/statistics/bca-interval.ts';
import type { ShownArm } from '../../renderer/state/lab-state.svelte.ts';
import { baselines, corpus, evaluation, run } from '../core/reports/report-fixtures.ts';

const hostile = '<script>"&';
const look = { light: '#0072B2', dark: '#56B4E9', line: 'dashed' as const };
const arm: ShownArm = {
  arm: { id: 'a', layer: 'softmax-cross-entropy', rate: 0.1, clamp: null },
  label: hostile,
  look,
  formula: '',
  delta: '',
  match: 'matched' as const,
  reading: { id: 'softmax', words: '' },
  warnings: [],
};

describe('the values of the chart in a file', () => {
  it('are all seeds as measured, with the rate and where it comes from', () => {
    const runs = [
      run('a', 1, [evaluation(0, 6), evaluation(10, 4)]),
      run('a', 7, [evaluation(0, 5)], { status: 'diverged' }),
    ];
    const [head, ...rows] = convergenceRows([arm], runs, [1, 7], 'bitsPerCharacter', 'one rate');
    expect(head).toContain('mean bits per character');
    expect(rows.map((row) => row.slice(1))).toEqual([
      [
        0.1,
        'one rate',
        0,
        0,
        expect.any(Number),
        2,
        5.5,
        expect.closeTo(5.5 - 6.3531, 4),
        expect.closeTo(11.8531, 4),
        6,
        5,
      ],
      [0.1, 'one rate', 10, 4000, expect.any(Number), 1, 4, '', '', 4, ''],
    ]);
  });
});

describe('the values of training batches in a file', () => {
  it('follow those of the arm, told apart by a column, as measured', () => {
    const runs = [run('a', 1, [evaluation(0, 6), evaluation(10, 4)]), run('a', 7, [evaluation(0, 5)])];
    const choice = { span: 50, charactersPerStep: 400 };
    const [head, ...rows] = convergenceRows([arm], runs, [1, 7], 'bitsPerCharacter', 'one rate', choice);
    expect(head!.indexOf('text')).toBe(3);
    expect(head).toHaveLength(rows[0]!.length);
    const batches = rows.filter((row) => row[3] === 'training batches');
    expect(rows.length - batches.length).toBeGreaterThan(0);
    expect(rows.findIndex((row) => row[3] === 'training batches')).toBe(rows.length - batches.length);
    const { step, bitsPerCharacter } = runs[0]!.training;
    expect(batches.map((row) => row[4])).toEqual([...step]);
    expect(batches.map((row) => row[11])).toEqual([...bitsPerCharacter]);
    expect(batches.map((row) => row[12])).toEqual([...step].map(() => ''));
    expect(new Set(rows.map((row) => row.length)).size).toBe(1);
  });
});

describe('the picture of the chart', () => {
  const points = [1, 2, 3].map((x) => ({ x, y: 10 ** -x }));
  const drawn = (logarithmic: boolean) =>
    convergencePicture({
      title: hostile,
      note: `${'word '.repeat(60)}${hostile}`,
      xTitle: 'steps',
      yTitle: 'Brier',
      x: { low: 1, high: 3, logarithmic },
      y: { low: 0.001, high: 1, logarithmic },
      curves: [
        {
          armId: 'a',
          label: hostile,
          line: 'dashed' as const,
          look,
          mean: [...points, { x: 4, y: NaN }],
          low: points,
          high: points,
          raw: [{ x: 0, y: 0 }, ...points],
          traces: [points],
          training: points,
          divergences: [{ x: 2, y: 0 }],
        },
      ],
      baselines: [{ label: 'guessing', value: 0, place: 0.9 }],
      target: 0.5,
    });

  it.each([true, false])('is sound, with logarithmic axes: %s', (logarithmic) => {
    const svg = drawn(logarithmic);
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" /);
    expect(svg).not.toMatch(/<script|NaN|undefined|Infinity/);
    expect(svg.match(/<text/g)!.length).toBe(svg.match(/<\/text>/g)!.length);
    expect(svg).toContain('stroke-dasharray="6 4"');
    expect(svg.match(/stroke-opacity="0.6" stroke-dasharray="2 2"/g)).toHaveLength(1);
    expect(svg).toContain('target 0.50');
    // A baseline at 0 has no place on a logarithmic axis.
    expect(svg.includes('guessing')).toBe(!logarithmic);
  });

  it('of a table has all its words as text', () => {
    const svg = tablePicture(hostile, ['A', 'B'], [['1', hostile]], [hostile]);
    expect(svg).not.toMatch(/<script|NaN|undefined/);
    expect(svg.match(/&lt;script&gt;&quot;&amp;/g)!.length).toBe(3);
  });
});

describe('what stands beside the curves', () => {
  const { heldOut } = baselines;
  const valuesOf = (...asked: Parameters<typeof baselinesOf>) =>
    Object.fromEntries(baselinesOf(...asked).map(({ label, value }) => [label, value]));

  it('are guesses and what models of the training part reach, for every yardstick', () => {
    expect(baselinesOf('bitsPerCharacter', null, heldOut)).toEqual([]);
    const { distinct: V, uniformEntropy } = corpus;
    expect(valuesOf('bitsPerCharacter', corpus, heldOut)).toEqual({
      'log₂ V': uniformEntropy,
      unigram: heldOut.unigramBits,
      bigram: heldOut.bigramBits,
    });
    expect(valuesOf('accuracy', corpus, heldOut)).toEqual({
      'guessing evenly': 1 / V,
      'the most frequent': heldOut.mostFrequentAccuracy,
    });
    expect(valuesOf('brier', corpus, heldOut)['guessing evenly']).toBeCloseTo(1 - 1 / V, 12);
    expect(valuesOf('top5Accuracy', corpus, heldOut)['guessing evenly']).toBeCloseTo(5 / V, 12);
  });

  it('are guesses alone where the models were not measured: in-sample entropies are no line', () => {
    expect(Object.keys(valuesOf('bitsPerCharacter', corpus, null))).toEqual(['log₂ V']);
    expect(Object.keys(valuesOf('accuracy', corpus, null))).toEqual(['guessing evenly']);
  });

  it('names seeds, band and smoothing', () => {
    expect(seedWords(1, 't', true)).toBe('one seed');
    expect(seedWords(5, 'bca', true)).toBe(
      'mean of 5 paired seeds, band = 95 % BCa interval, each seed faint',
    );
    expect(seedWords(5, 'off', false)).toBe('mean of 5 paired seeds');
    expect(trainingWords(false)).toBeNull();
    expect(trainingWords(true)).toBe('dotted: training batches, every 10th step before its update');
    expect(smoothingWords(1)).toBeNull();
    expect(smoothingWords(20)).toMatch(/moving average of each seed over 20 evaluations, exports are raw/);
  });
});

describe('bootstrap intervals that wait', () => {
  it('are worked out later, once', () => {
    const queue = new BcaQueue();
    const values = [0.1, 0.11, 0.14, 0.9];
    expect(queue.of(values)).toBeUndefined();
    expect(queue.of([2, 2])).toBeUndefined();
    while (!queue.isEmpty) queue.work(0);
    const { low, high } = bcaInterval(values)!;
    expect(queue.of(values)).toEqual({ low, high });
    expect(queue.of([2, 2])).toBeNull();
    expect(queue.isEmpty).toBe(true);
  });
});
