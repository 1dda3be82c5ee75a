import type { Histogram } from '../network/histogram.ts';
import type { ParameterName } from '../network/weights.ts';
import type { BlockMeans } from '../network/yardstick-sums.ts';
import { ofYardsticks, type YardstickId, type Yardsticks } from '../yardsticks/registry.ts';

export type RunStatus = 'waiting' | 'training' | 'finished' | 'stopped' | 'diverged' | 'failed';

/** Whether a run is through, well or not: nothing of it is left to train. */
export const hasEnded = (status: RunStatus): boolean =>
  status === 'finished' || status === 'diverged' || status === 'failed';

/** The yardsticks of one run at one moment, on held-out text. */
export interface Evaluation extends Yardsticks {
  readonly step: number;
  /** Characters trained on so far: step · B · T. */
  readonly characters: number;
  /** Seconds of training so far, arithmetic only; differs from machine to machine. */
  readonly seconds: number;
  /** The arm's own loss E per character on the held-out text; NaN where it is not defined. */
  readonly ownLoss: number;
  /** Share of positions in which an output had to be clipped to be read as a probability; NaN where none is read. */
  readonly clippedShare: number;
  /** The yardsticks on the tuning part; absent where no rule reads them there. */
  readonly tuning?: Yardsticks | undefined;
  /**
   * Bits per character of the same text read from h = 0, at the last evaluation of a run whose text is read from the state
   * that training carries; else null.
   */
  readonly zeroState: number | null;
  /** Means over blocks of the held-out text, at the last evaluation of a run that reads enough of it; else absent. */
  readonly blocks?: BlockMeans | undefined;
}

/** A look at a run at an evaluation: what the lane of an arm shows. */
export interface Glimpse {
  readonly step: number;
  /** Text drawn from the model (temperature 1), paired random numbers; empty where there is no reading as probabilities. */
  readonly sample: string;
  /** δ of the last training step. */
  readonly deltaHistogram: Histogram | null;
  /** Share of outputs on the flat part of the activation, for a softmax of steps; null for linear. */
  readonly saturatedOutputs: number | null;
  /** The part of it that is wrong, |y_i − t_i| > 0.5; null for linear and where it was not recorded. */
  readonly saturatedWrong: number | null;
  /** Share of hidden units with |h| > 0.95. */
  readonly saturatedHidden: number;
  /** L2 norm of the gradient of each matrix in the last step, before clipping. */
  readonly gradientNorms: Readonly<Partial<Record<ParameterName, number>>>;
}

/** What a glimpse shows of the last step, whose tensors go with the next one. */
export type LastStepFigures = Pick<
  Glimpse,
  'deltaHistogram' | 'saturatedOutputs' | 'saturatedWrong' | 'saturatedHidden'
>;

export interface Divergence {
  /** The step whose update was not kept. */
  readonly step: number;
  /** Which value was not finite first, e.g. `∂E/∂Whh`. */
  readonly where: string;
  readonly rate: number;
}

/** A run that ended before the last step of its experiment, by a rule of the experiment; its status is `finished`. */
export interface EarlyStop {
  readonly rule: 'target' | 'plateau' | 'budget';
  /** The step it ended at, where it was evaluated. */
  readonly step: number;
}

/** One value per row, in order. A row is a step, index 0 of step 1, unless the run was so long that it was thinned. */
export interface StepSeries {
  /** Own loss per character on the training batch, E / T. */
  readonly loss: Float64Array;
  /** Global gradient norm before clipping. */
  readonly gradientNorm: Float64Array;
  /** 1 where clipping changed the gradient. */
  readonly clipped: Uint8Array;
  /** Seconds of training up to and including this step. */
  readonly seconds: Float64Array;
  /** Absent while every step has its row. */
  readonly thinned?: ThinnedSteps | undefined;
}

/** Which steps the rows of a long run are of, and what was between them; one value per row. See `thinning.ts`. */
export interface ThinnedSteps {
  readonly step: Float64Array;
  /** Lowest and highest values since the row before, its own among them. */
  readonly lossLow: Float64Array;
  readonly lossHigh: Float64Array;
  readonly gradientNormLow: Float64Array;
  readonly gradientNormHigh: Float64Array;
  /** How many steps since the row before were clipped, its own among them. */
  readonly clippedSteps: Float64Array;
}

/** Of every so many steps the gradient is recorded, the same for all arms. At least 2: the step before has its own work. */
export const gradientEvery = 10;

/** Whether the gradient of a step is recorded: of the first, and of every `gradientEvery`-th. */
export const recordsGradient = (step: number): boolean => step === 1 || step % gradientEvery === 0;

/** One value per recorded step; see `recordsGradient`. */
export interface GradientSeries {
  /** The recorded steps, ascending. */
  readonly step: Float64Array;
  /** L2 norm of ∂E/∂W of each matrix, before clipping. */
  readonly norms: Readonly<Partial<Record<ParameterName, Float64Array>>>;
  /** ‖ΔW‖ / ‖W‖ of each matrix, of the update that was made; none in results of earlier versions. */
  readonly updateRatios: Readonly<Partial<Record<ParameterName, Float64Array>>>;
  /** Share of saturated outputs in the step, for a softmax of saturated steps of its text; NaN for linear. */
  readonly saturatedOutputs: Float64Array;
  /** The part of it that is wrong; empty in results of earlier versions. */
  readonly saturatedWrong: Float64Array;
  /** Share of hidden units with |h| > 0.95 in the step. */
  readonly saturatedHidden: Float64Array;
  /** Cosine between the gradients of this step and of the one before, both before clipping; NaN for the first step. */
  readonly cosine: Float64Array;
}

/** Lists of a gradient series, and records of lists by matrix. */
export const perRecord = ['step', 'saturatedOutputs', 'saturatedWrong', 'saturatedHidden', 'cosine'] as const;
export const perMatrix = ['norms', 'updateRatios'] as const;

/**
 * The yardsticks of the training batches, by the weights before their update: one value per recorded step, as those of
 * `GradientSeries`. NaN where the layer has no reading.
 */
export type TrainingSeries = Readonly<Record<'step' | YardstickId, Float64Array>>;

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

/** What a run records of its steps. */
export interface Curves {
  readonly series: StepSeries;
  /** Empty in reports that did not keep it. */
  readonly gradients: GradientSeries;
  /** Empty in reports that did not keep it. */
  readonly training: TrainingSeries;
}

/** Everything recorded of one arm with one seed. */
export interface RunRecord extends Curves {
  readonly armId: string;
  readonly seed: number;
  readonly status: RunStatus;
  /** What did the arithmetic, as its thread named it; null before the run began and in reports that did not keep it. */
  readonly engine: string | null;
  /** Steps done. */
  readonly steps: number;
  /** Seconds of training, arithmetic only. */
  readonly seconds: number;
  readonly evaluations: readonly Evaluation[];
  readonly glimpse: Glimpse | null;
  readonly divergence: Divergence | null;
  /** Null for a run that did not end early. */
  readonly early: EarlyStop | null;
  /** Why a run failed (status `failed`), else null. */
  readonly failure: string | null;
}

/** The last evaluation of a run, or null before the first one. */
export function lastEvaluation(run: Pick<RunRecord, 'evaluations'>): Evaluation | null {
  return run.evaluations.at(-1) ?? null;
}

/** What an evaluation measures. */
export type EvaluationMetric = Exclude<
  keyof Evaluation,
  'step' | 'characters' | 'seconds' | 'tuning' | 'zeroState' | 'blocks'
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
