import type { RunRecord } from '../../experiments/run.ts';
import { onOneGrid, stepOfRow } from '../../experiments/thinning.ts';
import { allParameters, type ParameterName } from '../../network/weights.ts';
import { inEnglish, type Say } from '../../words/said/say.ts';
import { curveDomain } from '../domain.ts';
import {
  divergedWords,
  policyOf,
  rateOf,
  runsOf,
  sayOf,
  stepsAxis,
  type ExperimentSource,
} from './experiment-source.ts';
import type { Figure, LineSeries, Mark } from '../figure.ts';
import { tableOf } from '../csv.ts';
import { linesPanel } from '../panels.ts';
import { thinIndices } from '../thin.ts';

/** Steps over which the share of clipped ones is taken. */
export const clipWindow = 50;

/** What of an arm's own gradient can be followed over training: a new quantity is a line here. */
export const quantities = [
  { id: 'norm', label: 'gradient norm', axis: '‖∂E/∂W‖ before clipping, L2', bounds: [0, Infinity] },
  {
    id: 'clipped',
    label: 'clipped steps',
    axis: `share of clipped steps, last ${clipWindow} steps`,
    bounds: [0, 1],
  },
  {
    id: 'update',
    label: 'update against weight',
    axis: '‖ΔW‖ / ‖W‖ of the update made',
    bounds: [0, Infinity],
  },
  {
    id: 'saturatedOutputs',
    label: 'saturated outputs',
    axis: 'share of saturated outputs; of a softmax, of steps',
    bounds: [0, 1],
  },
  {
    id: 'saturatedWrong',
    label: 'saturated and wrong',
    axis: 'share of outputs that are saturated and wrong; of a softmax, of steps',
    bounds: [0, 1],
  },
  {
    id: 'saturatedHidden',
    label: 'saturated hidden units',
    axis: 'share of hidden units with |h| > 0.95',
    bounds: [0, 1],
  },
  {
    id: 'cosine',
    label: 'cosine to the step before',
    axis: 'cosine to the gradient of the step before',
    bounds: [-1, 1],
  },
] as const satisfies readonly { id: string; label: string; axis: string; bounds: [number, number] }[];
export type QuantityId = (typeof quantities)[number]['id'];

/** Of which matrix the norm is; all of them together is what clipping by norm looks at. */
export type MatrixChoice = ParameterName | 'all';
export const matrixChoices: readonly MatrixChoice[] = ['all', ...allParameters];

export interface OverTrainingQuestion {
  readonly quantity: QuantityId;
  /** Counts for norm and update alone; of an update there is none over all matrices, so that of Whh is shown. */
  readonly matrix: MatrixChoice;
  /** Null: the mean over all seeds, with the lowest and the highest. */
  readonly seed: number | null;
  readonly logY: boolean;
}

const mostPoints = 1500;

/** Share of ones among the last `window` values, at each of them; at the beginning among as many as there are. */
export function slidingShare(ones: Uint8Array, window: number): Float64Array {
  const shares = new Float64Array(ones.length);
  let sum = 0;
  for (let i = 0; i < ones.length; i++) {
    sum += ones[i] - (i >= window ? ones[i - window] : 0);
    shares[i] = sum / Math.min(i + 1, window);
  }
  return shares;
}

type Choice = Omit<OverTrainingQuestion, 'logY'>;

/** Values of one run, and the step each belongs to. Empty where nothing was recorded. */
function valuesOf(
  { series, gradients }: RunRecord,
  { quantity, matrix }: Choice,
): {
  readonly values: Float64Array;
  /** Lowest and highest since the value before, where steps in between have none. */
  readonly least?: Float64Array;
  readonly most?: Float64Array;
  readonly stepOf: (i: number) => number;
} {
  const each = (i: number) => stepOfRow(series, i);
  const recorded = (i: number) => gradients.step[i];
  const { thinned } = series;
  if (quantity === 'clipped') {
    const values = thinned
      ? thinned.clippedSteps.map((count, i) => count / (thinned.step[i] - (thinned.step[i - 1] ?? 0)))
      : slidingShare(series.clipped, clipWindow);
    return { values, stepOf: each };
  }
  if (quantity === 'update') {
    const values = gradients.updateRatios[matrix === 'all' ? 'Whh' : matrix];
    return { values: values ?? new Float64Array(0), stepOf: recorded };
  }
  if (quantity !== 'norm') return { values: gradients[quantity], stepOf: recorded };
  if (matrix === 'all')
    return {
      values: series.gradientNorm,
      ...(thinned && { least: thinned.gradientNormLow, most: thinned.gradientNormHigh }),
      stepOf: each,
    };
  return { values: gradients.norms[matrix] ?? new Float64Array(0), stepOf: recorded };
}

/**
 * Mean, lowest and highest over runs, as far as every run has come that has not diverged, failed or ended early; one
 * that did counts up to its end. Values that do not exist (NaN) count nowhere. Of thinned runs lowest and highest are those
 * of all steps.
 */
function overSeeds(runs: readonly RunRecord[], choice: Choice) {
  const started = onOneGrid(runs)
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
  for (const { values, least = values, most = values } of started)
    for (let i = 0, end = Math.min(length, values.length); i < end; i++) {
      const value = values[i];
      if (Number.isNaN(value)) continue;
      counts[i]++;
      mean[i] += value;
      if (least[i] < low[i]) low[i] = least[i];
      if (most[i] > high[i]) high[i] = most[i];
    }
  for (let i = 0; i < length; i++) {
    if (counts[i] > 0) mean[i] /= counts[i];
    else mean[i] = low[i] = high[i] = NaN;
  }
  const longest = started.reduce<(typeof started)[number] | null>(
    (best, each) => (best && best.values.length >= each.values.length ? best : each),
    null,
  );
  return { stepOf: longest?.stepOf ?? ((i: number) => i + 1), mean, low, high, counts };
}

const chosen = (source: ExperimentSource, armId: string, { seed }: Choice) =>
  runsOf(source, armId).filter((run) => seed === null || run.seed === seed);

/** Where a run that diverged ended. */
function lastOf(look: number, run: RunRecord, question: OverTrainingQuestion): Mark[] {
  if (run.status !== 'diverged') return [];
  const { values, stepOf } = valuesOf(run, question);
  const y = values.at(-1) ?? NaN;
  return Number.isFinite(y) && (!question.logY || y > 0)
    ? [{ look, x: stepOf(values.length - 1), y, kind: 'cross' }]
    : [];
}

/** Why there is no curve at all, in words; null when there is one. */
function whyNothing(
  series: readonly LineSeries[],
  runs: readonly RunRecord[],
  { quantity }: Choice,
  say: Say = inEnglish,
): string | null {
  if (series.some(({ y }) => Array.from(y).some(Number.isFinite))) return null;
  if (runs.every(({ steps }) => steps === 0))
    return say`Nothing has been trained yet. Run the experiment: the curves grow with it.`;
  if (runs.every(({ gradients }) => gradients.step.length === 0))
    return say`These results were saved without the gradient over training. The norm over all matrices and the clipped steps are there.`;
  if (
    (quantity === 'update' || quantity === 'saturatedWrong') &&
    runs.every(({ gradients }) => gradients.saturatedWrong.length === 0)
  )
    return say`These results were saved by an earlier version, which did not record it.`;
  if (quantity === 'saturatedOutputs' || quantity === 'saturatedWrong')
    return say`Linear outputs have no flat part, so none of them can be saturated.`;
  return say`There is nothing to draw of this quantity.`;
}

/** Whether some of these results counted saturation otherwise. */
const countedOtherwise = (runs: readonly RunRecord[]): boolean =>
  runs.some(({ gradients }) => gradients.step.length > 0 && gradients.saturatedWrong.length === 0);

/** Arms that have no such quantity, named so that nobody looks for their curves. */
function missing(
  { arms, say = inEnglish }: ExperimentSource,
  series: readonly LineSeries[],
  quantity: QuantityId,
): string[] {
  if (quantity !== 'saturatedOutputs' && quantity !== 'saturatedWrong') return [];
  const without = arms.filter((_, look) => series.every((each) => each.look !== look));
  return without.length === 0
    ? []
    : [say`Linear outputs have no flat part: no curve of ${say.names(without.map(({ label }) => label))}.`];
}

/** One quantity of every arm's own gradient, of every tenth step (norm over all matrices and clipping: of every step). */
export function overTraining(source: ExperimentSource, question: OverTrainingQuestion): Figure {
  const { quantity, matrix, seed, logY } = question;
  const { axis, bounds, label } = quantities.find(({ id }) => id === quantity)!;
  const { clipping } = source.experiment;
  const say = sayOf(source);
  const marks: Mark[] = [];
  const series = source.arms.flatMap(({ id }, look): LineSeries[] => {
    const own = chosen(source, id, question);
    const { stepOf, mean, low, high, counts } = overSeeds(own, question);
    const thinned = own.some(({ series: { thinned } }) => thinned);
    if (!counts.some((n) => n > 0)) return [];
    marks.push(...own.flatMap((run) => lastOf(look, run, question)));
    // The places of the mean, and of both ends of a band that stands for steps in between, so that no spike is lost.
    const drawn = thinned ? [mean, low, high] : [mean];
    const placesOf = (values: Float64Array) =>
      thinIndices(values.length, (i) => (logY && !(values[i] > 0) ? NaN : values[i]), mostPoints);
    const places = [...new Set(drawn.flatMap(placesOf))].sort((a, b) => a - b);
    const column = (values: Float64Array) => Float64Array.from(places, (i) => values[i]);
    const end = divergedWords(own, say);
    return [
      {
        look,
        weight: 'strong',
        x: Float64Array.from(places, stepOf),
        y: column(mean),
        ...(own.length > 1 || thinned ? { low: column(low), high: column(high) } : {}),
        ...(end === undefined ? {} : { end }),
      },
    ];
  });
  const ofMatrix = quantity === 'update' ? (matrix === 'all' ? 'Whh' : matrix) : matrix;
  const perMatrix = quantity === 'update' || (quantity === 'norm' && matrix !== 'all');
  const name = perMatrix ? `${label} of ${ofMatrix}` : label;
  const named = say.of(name);
  const nothing = whyNothing(series, source.runs, question, say);
  const threshold =
    quantity === 'norm' && matrix === 'all' && clipping.kind === 'norm'
      ? [{ label: say`clipping threshold`, value: clipping.threshold, kind: 'baseline' } as const]
      : [];
  return {
    id: 'over-training',
    title: say`Over training: ${named}`,
    subtitle: [
      seed === null ? say`mean over seeds, band: lowest to highest` : say`seed ${seed}`,
      policyOf(source),
    ].join(' · '),
    notes:
      nothing === null
        ? [
            ...(marks.length > 0 ? [say`✕ a seed diverged`] : []),
            ...missing(source, series, quantity),
            ...(quantity === 'saturatedOutputs' && countedOtherwise(source.runs)
              ? [
                  say`Saved by an earlier version: outputs of every activation were counted where y(1 − y) < 0.05.`,
                ]
              : []),
          ]
        : [nothing],
    looks: source.arms,
    across: 1,
    panels: [
      linesPanel({
        x: stepsAxis(source),
        y: {
          label: perMatrix ? say.of(axis).replaceAll('W‖', `${ofMatrix}‖`) : say.of(axis),
          scale: logY ? 'log' : 'linear',
          domain: curveDomain(series, { scale: logY ? 'log' : 'linear', bounds }),
        },
        series,
        rules: threshold,
        marks,
      }),
    ],
    table: tableOf(
      [
        ...['output layer', 'learning rate', 'policy', 'step', 'seeds'],
        ...(seed === null ? [`mean ${name}`, 'lowest', 'highest'] : [`${name}, seed ${seed}`]),
      ],
      function* () {
        const policy = policyOf(source);
        for (const { id, label: arm } of source.arms) {
          const { stepOf, mean, low, high, counts } = overSeeds(chosen(source, id, question), question);
          for (let i = 0; i < mean.length; i++)
            if (counts[i] > 0)
              yield [
                ...[arm, rateOf(source, id), policy, stepOf(i), counts[i], mean[i]],
                ...(seed === null ? [low[i], high[i]] : []),
              ];
        }
      },
    ),
  };
}
