import { allParameters, type ParameterName } from '../../core/network/weights.ts';
import type { RunRecord } from '../../core/experiments/run.ts';
import type { ShownArm } from '../state/lab-state.svelte.ts';
import type { CsvRows } from './export-csv.ts';
import { thinIndices, type Point } from '../../core/figures/thin.ts';
import { lostRuns, type ArmCurve } from './yardstick-series.ts';

/** Steps over which the share of clipped ones is taken. */
export const clipWindow = 50;

/** What can be followed over training, with the title of its axis and the name of its column. */
export const quantities = [
  { id: 'norm', label: 'gradient norm', axis: '‖∂E/∂W‖ before clipping, L2', column: 'gradient norm' },
  {
    id: 'clipped',
    label: 'clipped steps',
    axis: `share of clipped steps, last ${clipWindow} steps`,
    column: `share of clipped steps in the last ${clipWindow}`,
  },
  {
    id: 'update',
    label: 'update against weight',
    axis: '‖ΔW‖ / ‖W‖ of the update made',
    column: 'update against weight',
  },
  {
    id: 'saturatedOutputs',
    label: 'saturated outputs',
    axis: 'share of saturated outputs; of a softmax, of steps',
    column: 'share of saturated outputs or steps',
  },
  {
    id: 'saturatedWrong',
    label: 'saturated and wrong',
    axis: 'share saturated and wrong; of a softmax, of steps',
    column: 'share of outputs or steps that are saturated and wrong',
  },
  {
    id: 'saturatedHidden',
    label: 'saturated hidden units',
    axis: 'share of hidden units with |h| > 0.95',
    column: 'share of saturated hidden units',
  },
  {
    id: 'cosine',
    label: 'cosine to the step before',
    axis: 'cosine to the gradient before',
    column: 'cosine to the gradient of the step before',
  },
] as const;
export type QuantityId = (typeof quantities)[number]['id'];

/** Of which matrix the norm is; all of them together is what clipping by norm looks at. */
export type MatrixChoice = ParameterName | 'all';
export const matrixChoices: readonly MatrixChoice[] = ['all', ...allParameters];

export interface OverTrainingChoice {
  readonly quantity: QuantityId;
  /** Counts for norm and update alone; of an update there is none over all matrices, so that of Whh is shown. */
  readonly matrix: MatrixChoice;
  /** Null: the mean over all seeds, with the lowest and the highest. */
  readonly seed: number | null;
}

/** Whether a quantity is one of each matrix. */
export const isPerMatrix = (quantity: QuantityId): boolean => quantity === 'norm' || quantity === 'update';

/** Whether some of these results counted saturation otherwise. */
export const countedOtherwise = (runs: readonly RunRecord[]): boolean =>
  runs.some(({ gradients }) => gradients.step.length > 0 && gradients.saturatedWrong.length === 0);

const mostPoints = 1500;

/** Share of ones among the last `window` values, at each of them; at the beginning among as many as there are. */
export function slidingShare(ones: Uint8Array, window: number): Float64Array {
  const shares = new Float64Array(ones.length);
  let sum = 0;
  for (let i = 0; i < ones.length; i++) {
    sum += ones[i]! - (i >= window ? ones[i - window]! : 0);
    shares[i] = sum / Math.min(i + 1, window);
  }
  return shares;
}

/** Values of one run, and the step each belongs to. Empty where nothing was recorded. */
function valuesOf(
  { series, gradients }: RunRecord,
  { quantity, matrix }: OverTrainingChoice,
): { readonly values: Float64Array; readonly stepOf: (i: number) => number } {
  const each = (i: number) => i + 1;
  const recorded = (i: number) => gradients.step[i]!;
  if (quantity === 'clipped') return { values: slidingShare(series.clipped, clipWindow), stepOf: each };
  if (quantity === 'update') {
    const values = gradients.updateRatios[matrix === 'all' ? 'Whh' : matrix];
    return { values: values ?? new Float64Array(0), stepOf: recorded };
  }
  if (quantity !== 'norm') return { values: gradients[quantity], stepOf: recorded };
  if (matrix === 'all') return { values: series.gradientNorm, stepOf: each };
  return { values: gradients.norms[matrix] ?? new Float64Array(0), stepOf: recorded };
}

/** One arm over its seeds, at full resolution. */
interface ArmValues {
  readonly stepOf: (i: number) => number;
  readonly mean: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Seeds in each mean. */
  readonly counts: Uint32Array;
}

/**
 * Mean, lowest and highest over runs, as far as every run has come that has not diverged, failed or ended early; one
 * that did counts up to its end. Values that do not exist (NaN) count nowhere.
 */
function overSeeds(runs: readonly RunRecord[], choice: OverTrainingChoice): ArmValues {
  const started = runs
    .map((run) => ({ run, ...valuesOf(run, choice) }))
    .filter(({ values }) => values.length > 0);
  const going = started.filter(
    ({ run }) => run.status !== 'diverged' && run.status !== 'failed' && run.early === null,
  );
  const length =
    going.length > 0
      ? Math.min(...going.map(({ values }) => values.length))
      : Math.max(0, ...started.map(({ values }) => values.length));
  const mean = new Float64Array(length);
  const low = new Float64Array(length).fill(Infinity);
  const high = new Float64Array(length).fill(-Infinity);
  const counts = new Uint32Array(length);
  for (const { values } of started)
    for (let i = 0, end = Math.min(length, values.length); i < end; i++) {
      const value = values[i]!;
      if (Number.isNaN(value)) continue;
      counts[i]++;
      mean[i] += value;
      if (value < low[i]!) low[i] = value;
      if (value > high[i]!) high[i] = value;
    }
  for (let i = 0; i < length; i++) {
    if (counts[i]! > 0) mean[i] /= counts[i]!;
    else mean[i] = low[i] = high[i] = NaN;
  }
  const longest = started.reduce<(typeof started)[number] | null>(
    (best, each) => (best && best.values.length >= each.values.length ? best : each),
    null,
  );
  return { stepOf: longest?.stepOf ?? ((i) => i + 1), mean, low, high, counts };
}

const chosenRuns = (runs: readonly RunRecord[], armId: string, { seed }: OverTrainingChoice) =>
  runs.filter((run) => run.armId === armId && (seed === null || run.seed === seed));

/** What the chart draws: curves of all arms, thinned so that no spike is lost. On a log axis only values above 0 have a place. */
export function overTrainingCurves(
  arms: readonly ShownArm[],
  runs: readonly RunRecord[],
  choice: OverTrainingChoice,
  logarithmic: boolean,
): readonly ArmCurve[] {
  return arms.map(({ arm, label, look }) => {
    const own = chosenRuns(runs, arm.id, choice);
    const { stepOf, mean, low, high, counts } = overSeeds(own, choice);
    const line = (values: Float64Array): readonly Point[] => {
      const y = (i: number) => (logarithmic && !(values[i]! > 0) ? NaN : values[i]!);
      return thinIndices(values.length, y, mostPoints).map((i) => ({ x: stepOf(i), y: y(i) }));
    };
    const drawn = counts.some((n) => n > 0);
    const banded = drawn && own.length > 1;
    return {
      armId: arm.id,
      label,
      line: look.line,
      mean: drawn ? line(mean) : [],
      low: banded ? line(low) : [],
      high: banded ? line(high) : [],
      divergences: own.flatMap((run) => lastOf(run, choice, logarithmic)),
      lost: lostRuns(own, (run) => {
        const { values, stepOf: placeOf } = valuesOf(run, choice);
        return values.length > 0 ? placeOf(values.length - 1) : undefined;
      }),
      runs: own.length,
    };
  });
}

/** Where a run that diverged ended. */
function lastOf(run: RunRecord, choice: OverTrainingChoice, logarithmic: boolean): readonly Point[] {
  if (run.status !== 'diverged') return [];
  const { values, stepOf } = valuesOf(run, choice);
  const y = values.at(-1) ?? NaN;
  return Number.isFinite(y) && (!logarithmic || y > 0) ? [{ x: stepOf(values.length - 1), y }] : [];
}

/** The same values for a file, not thinned: one row per arm and step. */
export function overTrainingRows(
  arms: readonly ShownArm[],
  runs: readonly RunRecord[],
  choice: OverTrainingChoice,
): CsvRows {
  const { column } = quantities.find(({ id }) => id === choice.quantity)!;
  const name = isPerMatrix(choice.quantity) ? `${column}, ${choice.matrix}` : column;
  const rows: (string | number)[][] = [
    choice.seed === null
      ? ['output layer', 'step', 'seeds', `mean ${name}`, 'lowest', 'highest']
      : ['output layer', 'seed', 'step', name],
  ];
  for (const { arm, label } of arms) {
    const { stepOf, mean, low, high, counts } = overSeeds(chosenRuns(runs, arm.id, choice), choice);
    for (let i = 0; i < mean.length; i++) {
      if (counts[i] === 0) continue;
      rows.push(
        choice.seed === null
          ? [label, stepOf(i), counts[i]!, mean[i]!, low[i]!, high[i]!]
          : [label, choice.seed, stepOf(i), mean[i]!],
      );
    }
  }
  return rows;
}

/** Why there is no curve at all, in words; null when there is one. */
export function whyNothing(
  curves: readonly ArmCurve[],
  runs: readonly RunRecord[],
  { quantity }: OverTrainingChoice,
): string | null {
  if (curves.some(({ mean }) => mean.some(({ y }) => Number.isFinite(y)))) return null;
  if (runs.every(({ steps }) => steps === 0))
    return 'Nothing has been trained yet. Run the experiment: the curves grow with it.';
  if (runs.every(({ gradients }) => gradients.step.length === 0))
    return 'These results were saved without the gradient over training. The norm over all matrices and the clipped steps are there.';
  if (
    (quantity === 'update' || quantity === 'saturatedWrong') &&
    runs.every(({ gradients }) => gradients.saturatedWrong.length === 0)
  )
    return 'These results were saved by an earlier version, which did not record it.';
  if (quantity === 'saturatedOutputs' || quantity === 'saturatedWrong')
    return 'Linear outputs have no flat part, so none of them can be saturated.';
  return 'There is nothing to draw of this quantity.';
}
