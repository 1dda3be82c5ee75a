import type { InferOutput } from 'valibot';
import { ofYardsticks } from '../yardsticks/registry.ts';
import type { Plain } from './plain.ts';
import type { runSchema } from './run-schema.ts';

/** Everything recorded of one arm with one seed. */
export type RunRecord = Plain<InferOutput<typeof runSchema>>;
export type RunStatus = RunRecord['status'];
export type Evaluation = RunRecord['evaluations'][number];
export type Glimpse = NonNullable<RunRecord['glimpse']>;
export type Divergence = NonNullable<RunRecord['divergence']>;
export type EarlyStop = NonNullable<RunRecord['early']>;
export type StepSeries = RunRecord['series'];
export type ThinnedSteps = NonNullable<StepSeries['thinned']>;
export type GradientSeries = RunRecord['gradients'];
export type TrainingSeries = RunRecord['training'];

/** What a run records of its steps. */
export type Curves = Pick<RunRecord, 'series' | 'gradients' | 'training'>;

/** Whether a run is through, well or not: nothing of it is left to train. */
export const hasEnded = (status: RunStatus): boolean =>
  status === 'finished' || status === 'diverged' || status === 'failed';

/** What a glimpse shows of the last step, whose tensors go with the next one. */
export type LastStepFigures = Pick<
  Glimpse,
  'deltaHistogram' | 'saturatedOutputs' | 'saturatedWrong' | 'saturatedHidden'
>;

/** Of every so many steps the gradient is recorded, the same for all arms. At least 2: the step before has its own work. */
export const gradientEvery = 10;

/** Whether the gradient of a step is recorded: of the first, and of every `gradientEvery`-th. */
export const recordsGradient = (step: number): boolean => step === 1 || step % gradientEvery === 0;

/** Lists of a gradient series, and records of lists by matrix. */
export const perRecord = ['step', 'saturatedOutputs', 'saturatedWrong', 'saturatedHidden', 'cosine'] as const;
export const perMatrix = ['norms', 'updateRatios'] as const;

/** A training series with every list made from its name. */
export const trainingSeries = <A extends Float64Array>(
  make: (name: keyof TrainingSeries) => A,
): TrainingSeries => ({ step: make('step'), ...ofYardsticks(({ id }) => make(id)) });

/** A gradient series with every list, and the lists of every matrix, made from their name. */
export const gradientSeries = (
  list: (name: (typeof perRecord)[number]) => Float64Array,
  matrices: (kind: (typeof perMatrix)[number]) => GradientSeries['norms'],
): GradientSeries => ({
  step: list('step'),
  norms: matrices('norms'),
  updateRatios: matrices('updateRatios'),
  saturatedOutputs: list('saturatedOutputs'),
  saturatedWrong: list('saturatedWrong'),
  saturatedHidden: list('saturatedHidden'),
  cosine: list('cosine'),
});

/** The same series with each list made into another. */
export const eachGradientList = (
  series: GradientSeries,
  make: (list: Float64Array) => Float64Array,
): GradientSeries =>
  gradientSeries(
    (name) => make(series[name]),
    (kind) => Object.fromEntries(Object.entries(series[kind]).map(([name, list]) => [name, make(list)])),
  );

/** The series of a run that has recorded nothing. */
export const noGradients = (): GradientSeries =>
  gradientSeries(
    () => new Float64Array(0),
    () => ({}),
  );

/** Of a run that has recorded nothing. */
export const noTraining = (): TrainingSeries => trainingSeries(() => new Float64Array(0));

/** The last evaluation of a run, or null before the first one. */
export function lastEvaluation(run: Pick<RunRecord, 'evaluations'>): Evaluation | null {
  return run.evaluations.at(-1) ?? null;
}

/** What an evaluation measures. */
export type EvaluationMetric = Exclude<
  keyof Evaluation,
  'step' | 'characters' | 'seconds' | 'unmeasured' | 'tuning' | 'zeroState' | 'blocks'
>;

/** What is told of a run alike in its record and in news of it, while nothing is known of it. */
export const nothingKnown = () =>
  ({
    status: 'waiting',
    engine: null,
    gradients: noGradients(),
    training: noTraining(),
    evaluations: [],
    glimpse: null,
    divergence: null,
    early: null,
    failure: null,
  }) satisfies Partial<RunRecord>;

export const noSteps = (): StepSeries => ({
  loss: new Float64Array(0),
  gradientNorm: new Float64Array(0),
  clipped: new Uint8Array(0),
  seconds: new Float64Array(0),
});

/** The record of a run of which nothing is known yet. */
export const waitingRun = (armId: string, seed: number): RunRecord => ({
  ...{ armId, seed, steps: 0, seconds: 0, series: noSteps() },
  ...nothingKnown(),
});
