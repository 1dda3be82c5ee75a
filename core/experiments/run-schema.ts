import * as v from 'valibot';
import type { ParameterName } from '../network/weights.ts';
import { ofYardsticks, yardsticks, type YardstickId } from '../yardsticks/registry.ts';
import { text, whole, yardstickId } from './files/fields.ts';
import { limits } from './limits.ts';

/** Numbers that JSON has no sign for. */
const spelt: Readonly<Record<string, number>> = { NaN: NaN, Infinity: Infinity, '-Infinity': -Infinity };

/** A number of a file, or undefined for anything that is none. */
function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && Object.hasOwn(spelt, value) ? spelt[value] : undefined;
}

export const count = whole(0, Number.MAX_SAFE_INTEGER);

/** Any double, also those that are spelt out. */
export const double = v.pipe(
  v.unknown(),
  v.rawTransform<unknown, number>(({ dataset, addIssue, NEVER }) => {
    const value = numberOf(dataset.value);
    if (value !== undefined) return value;
    addIssue({ message: "must be a number, 'NaN', 'Infinity' or '-Infinity'" });
    return NEVER;
  }),
);

/**
 * A list with one number per step as a typed array. A loop of its own: a schema per number would take a hundred
 * times as long for a million steps.
 */
function series<A extends Float64Array | Uint8Array>(
  make: (length: number) => A,
  allowed: (x: number) => boolean,
) {
  return v.pipe(
    v.unknown(),
    v.rawTransform<unknown, A>(({ dataset, addIssue, NEVER }) => {
      const fail = (message: string) => {
        addIssue({ message });
        return NEVER;
      };
      const list = dataset.value;
      if (!Array.isArray(list)) return fail('must be a list of numbers');
      if (list.length > limits.steps) return fail(`may list at most ${limits.steps} numbers`);
      const values = make(list.length);
      for (let i = 0; i < list.length; i++) {
        const value = numberOf(list[i]);
        if (value === undefined || !allowed(value))
          return fail(`has a value that cannot be there, at place ${i}`);
        values[i] = value;
      }
      return values;
    }),
  );
}

const doubles = series<Float64Array>(
  (length) => new Float64Array(length),
  () => true,
);
const flags = series<Uint8Array>(
  (length) => new Uint8Array(length),
  (value) => value === 0 || value === 1,
);
const recordedSteps = series<Float64Array>(
  (length) => new Float64Array(length),
  (value) => Number.isSafeInteger(value) && value >= 1,
);

/** Something of each matrix; networks without biases have three. */
const ofMatrices = <Value extends v.GenericSchema>(value: Value) => {
  const each = v.optional(value);
  return v.pipe(
    v.strictObject({ Wxh: each, Whh: each, Why: each, bh: each, by: each }),
    v.transform((found) => found as Partial<Record<ParameterName, v.InferOutput<Value>>>),
  );
};

/** Of every yardstick that the version of a file knew. */
const known = <Value extends v.GenericSchema>(value: Value) => ofYardsticks(() => v.optional(value));

/** The same of all that there are now: `absent` for those that have come since. */
const filled = <Value>(found: { readonly [Id in YardstickId]?: Value | undefined }, absent: Value) =>
  ofYardsticks(({ id }): Value => found[id] ?? absent);

const blockMeans = v.pipe(v.array(double), v.maxLength(10_000, 'may have at most 10000 blocks'));

/** The yardsticks of one run at one moment, on held-out text. */
const evaluationFields = v.strictObject({
  step: whole(0, limits.steps),
  /** Characters trained on so far: step · B · T. */
  characters: count,
  /** Seconds of training so far, arithmetic only; differs from machine to machine. */
  seconds: double,
  ...known(double),
  /** Yardsticks of which there is no value, for they have come since the evaluation was made; absent where there are none. */
  unmeasured: v.optional(v.array(yardstickId)),
  /** The arm's own loss E per character on the held-out text; NaN where it is not defined. */
  ownLoss: double,
  /** Share of positions in which an output had to be clipped to be read as a probability; NaN where none is read. */
  clippedShare: double,
  /** The yardsticks on the tuning part; absent where no rule reads them there. */
  tuning: v.optional(
    v.pipe(
      v.strictObject(known(double)),
      v.transform((found) => filled(found, NaN)),
    ),
  ),
  /**
   * Bits per character of the same text read from h = 0, at the last evaluation of a run whose text is read from the state
   * that training carries; else null. Earlier versions read from h = 0 alone.
   */
  zeroState: v.optional(v.nullable(double), null),
  /** Means over blocks of the held-out text, at the last evaluation of a run that reads enough of it; else absent. */
  blocks: v.optional(
    v.pipe(
      v.strictObject({ characters: whole(0, limits.steps), ...known(blockMeans) }),
      v.check(
        ({ characters: _, ...lists }) => new Set(Object.values(lists).map((list) => list?.length)).size === 1,
        'must have equally many blocks of every yardstick',
      ),
      v.transform(({ characters, ...lists }) => {
        const [first = []] = Object.values(lists);
        const none = first.map(() => NaN);
        return { characters, ...filled(lists, none) };
      }),
    ),
  ),
});

/** An evaluation; what its version did not measure is NaN, and named as unmeasured. */
export const evaluationSchema = v.pipe(
  evaluationFields,
  v.transform(({ unmeasured = [], ...found }) => {
    const since = yardsticks.flatMap(({ id }) => (found[id] === undefined ? id : []));
    const all = [...unmeasured, ...since];
    return { ...found, ...filled(found, NaN), ...(all.length > 0 && { unmeasured: all }) };
  }),
);

/** A look at a run at an evaluation: what the lane of an arm shows. */
export const glimpseSchema = v.strictObject({
  step: whole(0, limits.steps),
  /** Text drawn from the model (temperature 1), paired random numbers; empty where there is no reading as probabilities. */
  sample: text(1_000_000),
  /** δ of the last training step. */
  deltaHistogram: v.nullable(
    v.strictObject({
      low: double,
      high: double,
      counts: v.pipe(v.array(count), v.maxLength(10_000, 'may have at most 10000 bins')),
    }),
  ),
  /** Share of outputs on the flat part of the activation, for a softmax of steps; null for linear. */
  saturatedOutputs: v.nullable(double),
  /** The part of it that is wrong, |y_i − t_i| > 0.5; null for linear, and in reports of earlier versions. */
  saturatedWrong: v.optional(v.nullable(double), null),
  /** Share of hidden units with |h| > 0.95. */
  saturatedHidden: double,
  /** L2 norm of the gradient of each matrix in the last step, before clipping. */
  gradientNorms: ofMatrices(double),
});

export const divergenceSchema = v.strictObject({
  /** The step whose update was not kept. */
  step: whole(0, limits.steps + 1),
  /** Which value was not finite first, e.g. `∂E/∂Whh`. */
  where: text(100),
  rate: double,
});

/** A run that ended before the last step of its experiment, by a rule of the experiment; its status is `finished`. */
export const earlySchema = v.strictObject({
  rule: v.picklist(['target', 'plateau', 'budget'], "must be 'target', 'plateau' or 'budget'"),
  /** The step it ended at, where it was evaluated. */
  step: whole(0, limits.steps),
});

/** Which steps the rows of a long run are of, and what was between them; one value per row. See `thinning.ts`. */
const thinned = v.strictObject({
  step: recordedSteps,
  /** Lowest and highest values since the row before, its own among them. */
  lossLow: doubles,
  lossHigh: doubles,
  gradientNormLow: doubles,
  gradientNormHigh: doubles,
  /** How many steps since the row before were clipped, its own among them. */
  clippedSteps: doubles,
});

/** One value per row, in order. A row is a step, index 0 of step 1, unless the run was so long that it was thinned. */
const steps = v.strictObject({
  /** Own loss per character on the training batch, E / T. */
  loss: doubles,
  /** Global gradient norm before clipping. */
  gradientNorm: doubles,
  /** 1 where clipping changed the gradient. */
  clipped: flags,
  /** Seconds of training up to and including this step. */
  seconds: doubles,
  /** Absent while every step has its row. */
  thinned: v.optional(thinned),
});

/** One value per recorded step; see `recordsGradient`. */
const gradients = v.strictObject({
  /** The recorded steps, ascending. */
  step: recordedSteps,
  /** L2 norm of ∂E/∂W of each matrix, before clipping. */
  norms: ofMatrices(doubles),
  /** ‖ΔW‖ / ‖W‖ of each matrix, of the update that was made; none in results of earlier versions. */
  updateRatios: v.optional(ofMatrices(doubles), {}),
  /** Share of saturated outputs in the step, for a softmax of saturated steps of its text; NaN for linear. */
  saturatedOutputs: doubles,
  /** The part of it that is wrong; empty in results of earlier versions. */
  saturatedWrong: v.optional(doubles, []),
  /** Share of hidden units with |h| > 0.95 in the step. */
  saturatedHidden: doubles,
  /** Cosine between the gradients of this step and of the one before, both before clipping; NaN for the first step. */
  cosine: doubles,
});

/**
 * The yardsticks of the training batches, by the weights before their update: one value per recorded step, as those of
 * the gradients. NaN where the layer has no reading, and of yardsticks that have come since.
 */
const training = v.pipe(
  v.strictObject({ step: recordedSteps, ...known(doubles) }),
  v.transform(({ step, ...found }) => ({
    step,
    ...filled(found, new Float64Array(step.length).fill(NaN)),
  })),
);

/** Everything recorded of one arm with one seed. What reports of earlier versions did not keep is empty. */
export const runSchema = v.strictObject({
  armId: text(60),
  seed: whole(0, limits.seed),
  status: v.picklist(
    ['waiting', 'training', 'finished', 'stopped', 'diverged', 'failed'],
    'must be the status of a run',
  ),
  /** What did the arithmetic, as its thread named it; null before the run began and in reports that did not keep it. */
  engine: v.optional(v.nullable(text(200)), null),
  /** Steps done. */
  steps: whole(0, limits.steps),
  /** Seconds of training, arithmetic only. */
  seconds: double,
  series: steps,
  gradients: v.optional(gradients, {
    step: [],
    norms: {},
    saturatedOutputs: [],
    saturatedHidden: [],
    cosine: [],
  }),
  training: v.optional(training, { step: [] }),
  evaluations: v.array(evaluationSchema),
  glimpse: v.nullable(glimpseSchema),
  divergence: v.nullable(divergenceSchema),
  /** Null for a run that did not end early, as all of earlier versions. */
  early: v.optional(v.nullable(earlySchema), null),
  /** Why a run failed (status `failed`), else null. */
  failure: v.nullable(text(10_000)),
});
