import { describe, expect, it } from 'vitest';
import { emptyProgress, RunBook } from '../../../core/contract/run-book.ts';
import { overTraining } from '../../../core/figures/experiment/over-training.ts';
import {
  gradientEvery,
  recordsGradient,
  trainingSeries,
  type RunRecord,
} from '../../../core/experiments/run.ts';
import {
  clippedCount,
  runsWithin,
  onOneGrid,
  recordEvery,
  rowEvery,
  rowOfStep,
  secondsAt,
  stepsIn,
  thinSteps,
  wholeSteps,
} from '../../../core/experiments/thinning.ts';
import { curvesOf, columnsOf } from '../../../core/store/curves.ts';
import { quickExperiment } from '../lab/lab-fixtures.ts';
import { armLooks } from '../../../core/contract/arm-look.ts';

const [arm] = quickExperiment().arms;
const seeds = [1, 2];
const experiment = { ...quickExperiment(), steps: 200_000, seeds, arms: [arm] };
const keyOf = (seed: number) => ({ armId: arm.id, seed });

/** Values of some steps of a run, each told apart by its step. */
function steps(from: number, to: number, seed = 1) {
  const list = (value: (step: number) => number) =>
    Float64Array.from({ length: to - from + 1 }, (_, i) => value(from + i));
  const recorded = Array.from({ length: to - from + 1 }, (_, i) => from + i).filter(recordsGradient);
  return {
    ...emptyProgress(keyOf(seed)),
    status: 'training' as const,
    fromStep: from,
    // One spike each way, far from any row that is kept.
    loss: list((step) => (step === 30_003 ? 99 : 5 + Math.sin(step))),
    gradientNorm: list((step) => (step === 30_007 ? 1e-9 : seed + step / 1e6)),
    clipped: Uint8Array.from({ length: to - from + 1 }, (_, i) => ((from + i) % 3 === 0 ? 1 : 0)),
    seconds: list((step) => step / 1000),
    gradients: {
      step: Float64Array.from(recorded),
      norms: { Whh: Float64Array.from(recorded, (step) => step + 0.5) },
      updateRatios: { Whh: Float64Array.from(recorded) },
      saturatedOutputs: Float64Array.from(recorded),
      saturatedWrong: Float64Array.from(recorded),
      saturatedHidden: Float64Array.from(recorded),
      cosine: Float64Array.from(recorded),
    },
    training: trainingSeries(() => Float64Array.from(recorded)),
  };
}

function bookOf(total: number, piece: number): RunRecord {
  const book = new RunBook(experiment);
  for (let from = 1; from <= total; from += piece) book.add(steps(from, Math.min(total, from + piece - 1)));
  return book.records()[0];
}

describe('rows of long runs', () => {
  it('are of every step up to a number of steps, and then no more however long the run', () => {
    expect(bookOf(wholeSteps, 1000).series.thinned).toBeUndefined();
    for (const total of [wholeSteps + 1, 100_000, 1e8]) {
      const every = rowEvery(total);
      expect(every % gradientEvery).toBe(0);
      expect(total / every).toBeLessThanOrEqual(8192);
      expect(recordEvery(total)).toBe(every);
    }
    const { series, gradients, training, steps: done } = bookOf(123_457, 5000);
    expect(done).toBe(123_457);
    expect(series.loss.length).toBeLessThan(8195);
    expect(gradients.step.length).toBeLessThan(8195);
    expect(training.brier.length).toBe(gradients.step.length);
  });

  it('keep the first step, the last one, every spike and the number of clipped steps', () => {
    const { series } = bookOf(123_457, 5000);
    const { thinned } = series;
    expect(thinned!.step[0]).toBe(1);
    expect(thinned!.step.at(-1)).toBe(123_457);
    expect(stepsIn(series)).toBe(123_457);
    expect(series.loss.at(-1)).toBe(5 + Math.sin(123_457));
    expect(Math.max(...thinned!.lossHigh)).toBe(99);
    expect(Math.min(...thinned!.gradientNormLow)).toBe(1e-9);
    expect(Math.max(...series.loss)).toBeLessThan(99);
    expect(clippedCount(series)).toBe(Math.floor(123_457 / 3));
    expect(thinned!.step[rowOfStep(series, 30_003)]).toBeGreaterThanOrEqual(30_003);
    expect(secondsAt(series, 30_000)).toBeCloseTo(30, 1);
    expect(rowOfStep(series, 123_458)).toBe(-1);
  });

  it('are the same however the steps came, and after a break', () => {
    const whole = bookOf(123_457, 123_457);
    for (const piece of [97, 4096, 16_384, 60_000]) expect(bookOf(123_457, piece)).toEqual(whole);
    for (const broken of [10_001, 16_385, 90_003]) {
      const book = RunBook.of({ ...experiment, seeds: [1] }, [bookOf(broken, 5000)]);
      for (let from = broken + 1; from <= 123_457; from += 7000)
        book.add(steps(from, Math.min(123_457, from + 6999)));
      expect(book.records()[0]).toEqual(whole);
    }
  });

  it('come out of the blocks of a folder as they were', () => {
    const blocks = function* () {
      for (let from = 1; from <= 123_457; from += 20_000)
        yield columnsOf(steps(from, Math.min(123_457, from + 19_999)));
    };
    const { series, gradients, training } = bookOf(123_457, 5000);
    expect(curvesOf(blocks(), 123_457)).toEqual({ series, gradients, training });
    expect(() => curvesOf(blocks(), 123_456)).toThrow(/123457 values for 123456 steps/);
  });

  it('are held of many runs within a bound, the same however they come', () => {
    const runs = [bookOf(3000, 3000), bookOf(90_000, 5000), bookOf(12, 12), bookOf(20_000, 5000)];
    const numbers = (list: readonly RunRecord[]) =>
      list.reduce((sum, { series }) => sum + series.loss.length, 0);
    const few = runsWithin(runs, 20_000);
    expect(numbers(few)).toBeLessThan(2000);
    expect(runsWithin(runsWithin(runs, 60_000), 20_000)).toEqual(few);
    expect(runsWithin(runs, Infinity)).toEqual(runs);
    expect(few[0].series.thinned!.clippedSteps.reduce((sum, each) => sum + each, 0)).toBe(
      clippedCount(runs[0].series),
    );
  });

  it('of seeds that are not equally far are brought to the same steps before they are averaged', () => {
    const book = new RunBook(experiment);
    for (const [seed, to] of [
      [1, 90_000],
      [2, 15_000],
    ])
      book.add(steps(1, to, seed));
    const [long, short] = onOneGrid(book.records());
    const { step } = short.series.thinned!;
    expect(long.series.thinned!.step.subarray(0, step.length)).toEqual(step);
    expect(long.gradients.step.subarray(0, short.gradients.step.length)).toEqual(short.gradients.step);
    expect(long.training.step).toEqual(long.gradients.step);
  });

  it('show in a figure what lay between them', () => {
    const runs = [bookOf(123_457, 5000)];
    const source = {
      experiment: { ...experiment, seeds: [1] },
      corpus: null,
      baselines: null,
      runs,
      arms: [{ id: arm.id, label: 'A', ...armLooks([arm], () => 'matched')[0] }],
    };
    const { panels } = overTraining(source, { quantity: 'norm', matrix: 'all', seed: null, logY: true });
    const [panel] = panels;
    expect(panel.kind === 'lines' && Math.min(...Array.from(panel.series[0].low!))).toBe(1e-9);
  });

  it('of a value that is not a number leave room for those beside it', () => {
    const { series } = bookOf(wholeSteps, wholeSteps);
    const loss = series.loss.map((value, i) => (i % 20 < 15 ? NaN : value));
    const { thinned } = thinSteps({ ...series, loss }, 20);
    expect(thinned!.lossLow.subarray(1, -1).every(Number.isFinite)).toBe(true);
  });
});
