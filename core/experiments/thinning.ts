import { firstFrom } from '../halving.ts';
import {
  eachGradientList,
  gradientEvery,
  trainingSeries,
  type Curves,
  type StepSeries,
  type ThinnedSteps,
} from './run.ts';

/** Steps of a run up to which each keeps a row of its own. */
export const wholeSteps = 16_384;
/** Most rows of a longer run, beside its first and its last. */
const mostRows = 8192;

/**
 * Of a run of so many steps every how manieth keeps a row, beside the first and the last: so what is held of a run does not
 * grow with its steps. Above `wholeSteps` these are steps whose gradient is recorded too.
 */
export function rowEvery(steps: number): number {
  if (steps <= wholeSteps) return 1;
  let every = gradientEvery;
  while (steps > mostRows * every) every *= 2;
  return every;
}

/** Of the steps whose gradient is recorded, every how manieth step keeps its record. */
export const recordEvery = (steps: number): number => Math.max(gradientEvery, rowEvery(steps));

/** Whether a step keeps its row or record wherever it is not the last. */
const onGrid = (step: number, every: number): boolean => step === 1 || step % every === 0;

/** Step of a row. */
export const stepOfRow = ({ thinned }: StepSeries, row: number): number =>
  thinned ? thinned.step[row] : row + 1;

/** Steps that the rows tell of. */
export const stepsIn = (series: StepSeries): number =>
  series.loss.length === 0 ? 0 : stepOfRow(series, series.loss.length - 1);

/** The row of a step, or of the next step that has one; −1 beyond the last. */
export function rowOfStep({ thinned, seconds }: StepSeries, step: number): number {
  if (!thinned) return step <= seconds.length ? step - 1 : -1;
  const rows = thinned.step.length;
  const row = firstFrom(0, rows, (i) => thinned.step[i] >= step);
  return row < rows ? row : -1;
}

/** Seconds of training up to a step of a run, or to the next one that has a row; NaN beyond the last. */
export const secondsAt = (series: StepSeries, step: number): number =>
  series.seconds[rowOfStep(series, step)] ?? NaN;

/** How many steps clipping changed, exactly. */
export function clippedCount({ clipped, thinned }: StepSeries): number {
  let count = 0;
  for (const each of thinned?.clippedSteps ?? clipped) count += each;
  return count;
}

/** What the rows of a series tell of the steps between them; of one that was not thinned, each of itself. */
const asThinned = (series: StepSeries, after = 0): ThinnedSteps =>
  series.thinned ?? {
    step: Float64Array.from(series.loss, (_, i) => after + i + 1),
    lossLow: series.loss,
    lossHigh: series.loss,
    gradientNormLow: series.gradientNorm,
    gradientNormHigh: series.gradientNorm,
    clippedSteps: Float64Array.from(series.clipped),
  };

/**
 * Fewer rows of the same series: of its first step, of every `every`-th and of its last. Each knows the lowest and the
 * highest values since the row before, so that no spike is lost, and how many of those steps were clipped. What comes out
 * depends on the steps alone, not on how often they were thinned on the way.
 */
export function thinSteps(series: StepSeries, every: number): StepSeries {
  const rows = series.loss.length;
  const places: number[] = [];
  for (let i = 0; i < rows; i++) if (i === rows - 1 || onGrid(stepOfRow(series, i), every)) places.push(i);
  const all = asThinned(series);
  const over = (values: Float64Array, fold: (a: number, b: number) => number) => {
    const folded = new Float64Array(places.length);
    let from = 0;
    places.forEach((place, k) => {
      let value = values[from];
      for (let i = from + 1; i <= place; i++) value = fold(value, values[i]);
      folded[k] = value;
      from = place + 1;
    });
    return folded;
  };
  const [lower, higher] = [apart(Math.min), apart(Math.max)];
  const at = (values: Float64Array) => Float64Array.from(places, (i) => values[i]);
  return {
    loss: at(series.loss),
    gradientNorm: at(series.gradientNorm),
    clipped: Uint8Array.from(places, (i) => series.clipped[i]),
    seconds: at(series.seconds),
    thinned: {
      step: at(all.step),
      lossLow: over(all.lossLow, lower),
      lossHigh: over(all.lossHigh, higher),
      gradientNormLow: over(all.gradientNormLow, lower),
      gradientNormHigh: over(all.gradientNormHigh, higher),
      clippedSteps: over(all.clippedSteps, (a, b) => a + b),
    },
  };
}

/** A value that is NaN takes no part beside one that is a number. */
const apart = (fold: (a: number, b: number) => number) => (a: number, b: number) =>
  Number.isNaN(a) ? b : Number.isNaN(b) ? a : fold(a, b);

/** Two stretches of one run as one; the second goes on where the first ends. */
export function joinSteps(first: StepSeries, second: StepSeries): StepSeries {
  const both = (a: Float64Array, b: Float64Array): Float64Array => {
    const all = new Float64Array(a.length + b.length);
    all.set(a);
    all.set(b, a.length);
    return all;
  };
  const [a, b] = [asThinned(first), asThinned(second, stepsIn(first))];
  const clipped = new Uint8Array(first.clipped.length + second.clipped.length);
  clipped.set(first.clipped);
  clipped.set(second.clipped, first.clipped.length);
  return {
    loss: both(first.loss, second.loss),
    gradientNorm: both(first.gradientNorm, second.gradientNorm),
    clipped,
    seconds: both(first.seconds, second.seconds),
    thinned: {
      step: both(a.step, b.step),
      lossLow: both(a.lossLow, b.lossLow),
      lossHigh: both(a.lossHigh, b.lossHigh),
      gradientNormLow: both(a.gradientNormLow, b.gradientNormLow),
      gradientNormHigh: both(a.gradientNormHigh, b.gradientNormHigh),
      clippedSteps: both(a.clippedSteps, b.clippedSteps),
    },
  };
}

/** The places of recorded steps that keep their record. */
export const placesOnGrid = (step: Float64Array, every: number): number[] =>
  Array.from(step.keys()).filter((i) => onGrid(step[i], every));

/** One run with rows and records of every so manieth step only. */
function thinRun<Run extends Curves>(run: Run, every: number, records: number): Run {
  const { series, gradients, training } = run;
  const places = placesOnGrid(gradients.step, records);
  const of = placesOnGrid(training.step, records);
  return {
    ...run,
    series: series.loss.length > 0 ? thinSteps(series, every) : series,
    gradients: eachGradientList(gradients, (list) =>
      list.length > 0 ? Float64Array.from(places, (i) => list[i]) : list,
    ),
    training: trainingSeries((name) => Float64Array.from(of, (i) => training[name][i])),
  };
}

/** Numbers in the curves of a run. */
function numbersIn({ series, gradients, training }: Curves): number {
  let count = (series.thinned ? 10 : 4) * series.loss.length;
  eachGradientList(gradients, (list) => ((count += list.length), list));
  trainingSeries((name) => ((count += training[name].length), training[name]));
  return count;
}

/**
 * Runs one after the other, all thinned as far as it takes to hold at most so many numbers of their curves, or a handful of
 * rows each: what is held does not grow with their steps.
 */
export class RunsWithin<Run extends Curves> {
  readonly #most: number;
  #runs: Run[] = [];
  #numbers = 0;
  /** Every how manieth step has its row; 0 while runs are as they came. */
  #every = 0;

  constructor(most: number) {
    this.#most = most;
  }

  add(run: Run): void {
    const own = this.#every === 0 ? run : thinRun(run, this.#every, this.#every);
    this.#runs.push(own);
    this.#numbers += numbersIn(own);
    while (this.#numbers > this.#most && this.#every < 2 ** 23) {
      const every = this.#every === 0 ? gradientEvery : 2 * this.#every;
      this.#every = every;
      this.#runs = this.#runs.map((each) => thinRun(each, every, every));
      this.#numbers = this.#runs.reduce((sum, each) => sum + numbersIn(each), 0);
    }
  }

  get runs(): readonly Run[] {
    return this.#runs;
  }
}

/** The same runs, thinned until their curves have at most so many numbers, or a handful of rows each. */
export function runsWithin<Run extends Curves>(runs: readonly Run[], most: number): readonly Run[] {
  const within = new RunsWithin<Run>(most);
  for (const run of runs) within.add(run);
  return within.runs;
}

/**
 * Runs whose rows and records are of the same steps, as means over seeds need them: each thinned as far as the one with the
 * most steps, without a last row that the others do not have. Runs that are all whole stay as they are.
 */
export function onOneGrid<Run extends Curves & { readonly steps: number }>(
  runs: readonly Run[],
): readonly Run[] {
  const steps = Math.max(0, ...runs.map((run) => run.steps));
  const every = rowEvery(steps);
  if (every === 1 || runs.length === 1) return runs;
  const records = recordEvery(steps);
  return runs.map((run): Run => {
    const thinned = thinRun(run, every, records);
    const { series } = thinned;
    const rows = series.loss.length;
    if (rows === 0 || onGrid(stepOfRow(series, rows - 1), every)) return thinned;
    return { ...thinned, series: withoutLast(series) };
  });
}

function withoutLast({ clipped, thinned, ...series }: StepSeries): StepSeries {
  const shorter = <Lists extends object>(lists: Lists): Lists =>
    Object.fromEntries(
      Object.entries(lists).map(([name, list]) => [name, (list as Float64Array).subarray(0, -1)]),
    ) as Lists;
  return {
    ...shorter(series),
    clipped: clipped.subarray(0, -1),
    ...(thinned && { thinned: shorter(thinned) }),
  };
}
