import type { EvaluationMetric, RunRecord } from '../run.ts';

/** Values of several seeds at common steps, column by column: a million evaluations make no million objects. */
export interface SeedColumns {
  readonly step: Float64Array;
  /** Characters trained on so far. */
  readonly characters: Float64Array;
  /** One list per seed, each as long as `step`; NaN also where a seed has no value. */
  readonly values: readonly Float64Array[];
  /** 1 where a seed was evaluated: a NaN there is what was measured. */
  readonly present: readonly Uint8Array[];
}

/** The seeds of one arm, in the order of the runs. */
export interface ConvergenceColumns extends SeedColumns {
  /** Seconds of training, averaged over the seeds that were evaluated. */
  readonly seconds: Float64Array;
}

/** The seeds that two arms have in common: value of the one minus value of the other. */
interface DifferenceColumns extends SeedColumns {
  readonly seeds: readonly number[];
}

type Evaluated = Pick<RunRecord, 'evaluations' | 'status' | 'early'>;

/** A series of evaluations. */
interface Track {
  readonly length: number;
  readonly step: (i: number) => number;
  /** A common step has to wait for it. */
  readonly awaited: boolean;
  /** The step after which its last value stands for it; null where nothing does. */
  readonly heldAfter: number | null;
}

/** Whether a run goes on, so that a step is common to all only once it was evaluated there. */
const isAwaited = ({ status, evaluations }: Evaluated): boolean =>
  evaluations.length > 0 && status !== 'diverged' && status !== 'failed';

/**
 * Visits the steps that every awaited track has, ascending, with each track's place there: the last one where it is held,
 * −1 where it has none.
 */
function eachCommonStep(
  tracks: readonly Track[],
  visit: (step: number, places: readonly number[]) => void,
): void {
  const next = tracks.map(() => 0);
  const places = tracks.map(() => -1);
  for (;;) {
    let step = Infinity;
    tracks.forEach(({ length, step: stepOf }, k) => {
      if (next[k] < length) step = Math.min(step, stepOf(next[k]));
    });
    if (step === Infinity) return;
    let complete = true;
    for (let k = 0; k < tracks.length; k++) {
      const { length, step: stepOf, awaited, heldAfter } = tracks[k];
      if (next[k] < length && stepOf(next[k]) === step) places[k] = next[k]++;
      else places[k] = heldAfter !== null && step > heldAfter ? length - 1 : -1;
      if (awaited && places[k] < 0) complete = false;
    }
    if (complete) visit(step, places);
  }
}

/** Most steps that can be common: as many as the shortest track has that others have to wait for to its end. */
function mostCommon(tracks: readonly Track[]): number {
  const awaited = tracks
    .filter((track) => track.awaited && track.heldAfter === null)
    .map(({ length }) => length);
  return awaited.length > 0 ? Math.min(...awaited) : tracks.reduce((sum, { length }) => sum + length, 0);
}

/** Columns while they are filled. */
class Filling {
  readonly #step: Float64Array;
  readonly #characters: Float64Array;
  readonly #values: readonly Float64Array[];
  readonly #present: readonly Uint8Array[];
  length = 0;

  constructor(tracks: readonly Track[]) {
    const room = mostCommon(tracks);
    this.#step = new Float64Array(room);
    this.#characters = new Float64Array(room);
    this.#values = tracks.map(() => new Float64Array(room).fill(NaN));
    this.#present = tracks.map(() => new Uint8Array(room));
  }

  value(k: number, value: number): void {
    this.#values[k][this.length] = value;
    this.#present[k][this.length] = 1;
  }

  next(step: number, characters: number): void {
    this.#step[this.length] = step;
    this.#characters[this.length++] = characters;
  }

  columns(): SeedColumns {
    const filled = <A extends Float64Array | Uint8Array>(list: A) => list.subarray(0, this.length) as A;
    return {
      step: filled(this.#step),
      characters: filled(this.#characters),
      values: this.#values.map(filled),
      present: this.#present.map(filled),
    };
  }
}

/**
 * One metric of the runs of one arm, at the steps at which every seed was evaluated that has not diverged or failed. A
 * seed that diverged is there up to its last evaluation. A seed that ended early stays at its last value as long as
 * others go on: without the best, or the worst, the mean would jump. A run without any evaluation yet is not waited for.
 * @param runs the runs of one arm; the steps of each ascend
 */
export function convergenceColumns(runs: readonly Evaluated[], metric: EvaluationMetric): ConvergenceColumns {
  const tracks = runs.map((run) => ({ ...trackOf(run.evaluations, run.early), awaited: isAwaited(run) }));
  const filling = new Filling(tracks);
  const seconds = new Float64Array(mostCommon(tracks));
  eachCommonStep(tracks, (step, places) => {
    let [characters, sum, n] = [NaN, 0, 0];
    for (let k = 0; k < places.length; k++) {
      if (places[k] < 0) continue;
      const evaluation = runs[k].evaluations[places[k]];
      filling.value(k, evaluation[metric]);
      // A value that is held was measured at another time.
      if (evaluation.step !== step) continue;
      if (n++ === 0) characters = evaluation.characters;
      sum += evaluation.seconds;
    }
    seconds[filling.length] = sum / n;
    filling.next(step, characters);
  });
  return { ...filling.columns(), seconds: seconds.subarray(0, filling.length) };
}

/**
 * Seed by seed, the metric of one arm minus that of another, at the steps at which both were evaluated. A seed of
 * which one run diverged is there up to the last step that both have; a run that ended early stays at its last value.
 * @param a runs of the one arm
 * @param b runs of the other
 */
export function differenceColumns(
  a: readonly RunRecord[],
  b: readonly RunRecord[],
  metric: EvaluationMetric,
): DifferenceColumns {
  const pairs = a.flatMap((one) => {
    const other = b.find(({ seed }) => seed === one.seed);
    if (!other) return [];
    const common: { step: number; characters: number; value: number }[] = [];
    const both = [one, other].map(({ evaluations, early }) => trackOf(evaluations, early));
    eachCommonStep(both, (step, [i, j]) => {
      const [x, y] = [one.evaluations[i], other.evaluations[j]];
      const characters = Math.max(x.characters, y.characters);
      common.push({ step, characters, value: x[metric] - y[metric] });
    });
    const early = one.early && other.early && { step: Math.max(one.early.step, other.early.step) };
    const awaited = common.length > 0 && isAwaited(one) && isAwaited(other);
    return [{ seed: one.seed, common, early, awaited }];
  });
  const tracks = pairs.map(({ common, early, awaited }) => ({ ...trackOf(common, early), awaited }));
  const filling = new Filling(tracks);
  eachCommonStep(tracks, (step, places) => {
    let characters = NaN;
    for (let k = 0; k < places.length; k++) {
      if (places[k] < 0) continue;
      const there = pairs[k].common[places[k]];
      filling.value(k, there.value);
      if (there.step === step) ({ characters } = there);
    }
    filling.next(step, characters);
  });
  return { ...filling.columns(), seeds: pairs.map(({ seed }) => seed) };
}

const trackOf = (
  list: readonly { readonly step: number }[],
  early: { readonly step: number } | null,
): Track => ({
  length: list.length,
  step: (i) => list[i].step,
  awaited: true,
  heldAfter: list.length > 0 && early ? early.step : null,
});

/** The values of all seeds at one point, in their order, without those that have none. */
export function valuesAt({ values, present }: SeedColumns, i: number): number[] {
  const found: number[] = [];
  for (let k = 0; k < values.length; k++) if (present[k][i] === 1) found.push(values[k][i]);
  return found;
}

/** Means over the seeds at every point; as in `mean`, the second pass removes the rounding error of the first. */
export function meansOf({ step, values, present }: SeedColumns): Float64Array {
  const means = new Float64Array(step.length);
  for (let i = 0; i < means.length; i++) {
    let [sum, n] = [0, 0];
    for (let k = 0; k < values.length; k++)
      if (present[k][i] === 1) {
        sum += values[k][i];
        n++;
      }
    const first = sum / n;
    let rest = 0;
    if (Number.isFinite(first))
      for (let k = 0; k < values.length; k++) if (present[k][i] === 1) rest += values[k][i] - first;
    means[i] = first + rest / n;
  }
  return means;
}
