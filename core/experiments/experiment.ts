import * as v from 'valibot';
import { formerSplit } from '../corpora/corpus.ts';
import type { SplitOptions } from '../corpora/parts.ts';
import { unscaled } from '../network/initial-weights.ts';
import { precisions } from '../network/precision.ts';
import { definitionsSchema } from '../outputs/layer-definition.ts';
import { ofYardsticks } from '../yardsticks/registry.ts';
import {
  armId,
  finite,
  listOf,
  notNegative,
  positive,
  sha256,
  text,
  whole,
  yardstickId,
  yesOrNo,
} from './files/fields.ts';
import { limits } from './limits.ts';
import type { Plain } from './plain.ts';
import { withoutEmpty, withoutUsual } from './plan/declared.ts';
import { tuningSchema } from './rates/rate-tuning.ts';

const scale = v.pipe(positive(), v.maxValue(limits.initialScale, `must be at most ${limits.initialScale}`));
const words = text(limits.text);
const name = v.string('must be text');
const share = v.pipe(v.number('must be a share between 0 and 1'), v.ltValue(1, 'must be below 1'));

/** Shares of a text that are held out, and kept for tuning. */
export const splitShares = {
  heldOutShare: v.pipe(share, v.gtValue(0, 'must be above 0')),
  tuningShare: v.optional(v.pipe(share, v.minValue(0, 'must be 0 or more')), formerSplit.tuningShare),
};

/** Texts were split at the end and had no tuning part before there was a choice. */
const splitFields = {
  split: v.optional(
    v.picklist(['end', 'blocks', 'file'], "must be 'end', 'blocks' or 'file'"),
    formerSplit.split,
  ),
  ...splitShares,
};

const leavesTraining = ({ split, heldOutShare, tuningShare }: SplitOptions) =>
  (split === 'file' ? 0 : heldOutShare) + tuningShare < 1;
const nothingLeft = 'must leave something to train on: the shares come to 1 or more';

export const splitSchema = v.pipe(
  v.strictObject(splitFields),
  v.check(({ split }) => split !== 'file', 'must be split at the end or by blocks'),
  v.check((options) => leavesTraining(options), nothingLeft),
);

export const corpusOptionsSchema = v.pipe(
  v.strictObject({
    encoding: v.nullable(v.pipe(v.string('must be the name of an encoding'), v.maxLength(40))),
    normaliseLineEnds: yesOrNo,
    minimumCount: whole(1, 1_000_000),
    ...splitFields,
  }),
  v.check((options) => leavesTraining(options), nothingLeft),
);

/** Where the text of an experiment comes from. A file is named by its contents (SHA-256), never opened by path. */
const corpus = v.variant('kind', [
  v.strictObject({
    kind: v.literal('builtin'),
    id: words,
    seed: whole(0, limits.seed),
    characters: whole(2, limits.builtinCharacters),
    // Built-in texts were split in one way only before there was a choice.
    split: v.optional(splitSchema, formerSplit),
  }),
  v.strictObject({
    kind: v.literal('text'),
    name,
    sha256,
    /** The held-out text of its own, where the text is split by file; else null. */
    heldOut: v.optional(v.nullable(v.strictObject({ name, sha256 })), null),
    options: corpusOptionsSchema,
  }),
]);

const model = v.strictObject({
  /** Hidden units H. */
  hidden: whole(1, limits.hidden),
  /** Sequence length T. */
  length: whole(1, limits.length),
  /** Batch B. */
  batch: whole(1, limits.batch),
  biases: yesOrNo,
  /** `uniform`: (−1/√H, 1/√H); `normal`: N(0, 0.01²). */
  initial: v.picklist(['uniform', 'normal'], "must be 'uniform' or 'normal'"),
  /** Initial by: 0, or the bias at which y = 1/V. */
  outputBias: v.picklist(['zero', 'uniform-output'], "must be 'zero' or 'uniform-output'"),
  /** Factors of the drawn matrices, the same for all arms; 1 as drawn. Experiments written before there was a scale have none. */
  initialScale: v.optional(v.strictObject({ Wxh: scale, Whh: scale, Why: scale }), unscaled),
});

const clipping = v.variant('kind', [
  v.strictObject({ kind: v.literal('norm'), threshold: positive() }),
  v.strictObject({ kind: v.literal('value'), threshold: positive() }),
  v.strictObject({ kind: v.literal('off') }),
]);

/** One thing compared: an output layer with its learning rate. */
const arm = v.strictObject({
  /** Unique within the experiment; letters, digits and dashes. */
  id: v.pipe(
    v.string('must be text'),
    v.regex(/^[A-Za-z0-9-]{1,60}$/, 'may have letters, digits and dashes only'),
  ),
  /** Id of the output layer: one of `layers`, else one of the registry. */
  layer: v.string('must be the id of an output layer'),
  /** Learning rate η. */
  rate: positive('must be a learning rate above 0'),
  /** Clamp ε of a layer whose loss is undefined for some y; null for all others. */
  clamp: v.nullable(
    v.pipe(
      v.number('must be a number between 0 and 0.5'),
      v.gtValue(0, 'must be above 0'),
      v.ltValue(0.5, 'must be below 0.5'),
    ),
  ),
});

const budgetLimit = whole(1, Number.MAX_SAFE_INTEGER);

/** What ends a run before the last step of the experiment. Each run is judged by itself, and the others go on. */
const stopping = v.strictObject({
  /** Ends a run at the first evaluation at which a yardstick is at the value or better. */
  target: v.nullable(v.strictObject({ yardstick: yardstickId, value: finite })),
  /** Ends a run when the last so many evaluations have brought no more than the tolerance. */
  plateau: v.nullable(
    v.strictObject({
      yardstick: yardstickId,
      evaluations: whole(1, limits.steps),
      /** In the unit of the yardstick; 0 asks for any progress at all. */
      tolerance: notNegative,
    }),
  ),
  /** Ends the runs of an arm after less than the steps of the experiment. Of time there is none: no clock enters a result. */
  budget: v.nullable(
    v.pipe(
      v.strictObject({
        unit: v.picklist(['steps', 'characters'], "must be 'steps' or 'characters'"),
        /** For every arm without one of its own; null where those have only the steps of the experiment. */
        limit: v.nullable(budgetLimit),
        arms: listOf(v.strictObject({ armId, limit: budgetLimit }), limits.arms, 'arms'),
      }),
      v.check(({ limit, arms }) => limit !== null || arms.length > 0, 'must have a limit'),
    ),
  ),
});

/** What is declared about a comparison before its first run, so that the data cannot choose what they are asked. */
const plan = v.strictObject({
  /** Paired seeds. */
  seeds: whole(1, limits.seeds),
  /** The primary yardstick: the one that decides. */
  yardstick: yardstickId,
  /** Smallest differences that matter, in the unit of each yardstick; only those that are not the usual ones, else null. */
  smallest: v.nullable(
    v.pipe(v.strictObject(ofYardsticks(() => v.optional(notNegative))), v.transform(withoutUsual)),
  ),
  /** Seeds are added until every pair is decided, up to so many in all; null where the number of seeds is fixed. */
  untilDecided: v.nullable(whole(2, limits.seeds)),
});

/** Seeds that were added to an experiment after its runs had ended and could be looked at. */
const addition = v.strictObject({
  /** `hand`: somebody looked and asked for more; `until-decided`: judged by the e-process, which allows looking. */
  by: v.picklist(['hand', 'until-decided'], "must be 'hand' or 'until-decided'"),
  /** Paired seeds there were before. */
  after: whole(1, limits.seeds),
  /** Seeds added and trained to their end. */
  added: whole(0, limits.seeds),
  /** Seeds that were asked for and given up while they trained: their runs are in no record. */
  givenUp: whole(0, limits.seeds),
});

const evaluation = v.strictObject({
  /** Steps between evaluations; step 0 and the last step are always evaluated. */
  every: whole(1, limits.steps),
  /** Characters of the held-out text used: its first ones, or blocks that lie evenly over it (`evenlyOf`). */
  characters: whole(1, 1_000_000_000),
  /**
   * The hidden state from which a trained network reads and draws text: `carried`, that of its training, warmed up on the
   * characters before; `zero`, h = 0, as in experiments that were made before there was a choice, and repeat their numbers.
   */
  start: v.optional(v.picklist(['carried', 'zero'], "must be 'carried' or 'zero'"), 'zero'),
});

/**
 * Corpus + model + arms + seeds + budget. Plain data; a file; the same experiment gives the same numbers. What is missing in
 * experiments of earlier versions is what they were made with.
 */
export const experimentSchema = v.strictObject({
  format: v.literal('loss-lab-experiment', "must be 'loss-lab-experiment'"),
  version: v.literal(1, 'must be 1: this lab reads no other version'),
  name: words,
  /** What the comparison is to answer, in the user's words; may be empty. */
  question: words,
  /** What it was to answer before there were results; absent where that is the same. */
  firstQuestion: v.optional(words),
  corpus,
  precision: v.picklist(
    precisions.map(({ id }) => id),
    `must be ${precisions.map(({ id }) => `'${id}'`).join(' or ')}`,
  ),
  model,
  optimizer: v.strictObject({
    id: v.string('must be the id of an optimiser'),
    settings: v.record(v.string(), finite),
  }),
  clipping,
  /** Output layers that the experiment brings along; an arm may use them, but need not. */
  layers: v.optional(definitionsSchema, []),
  arms: v.pipe(listOf(arm, limits.arms, 'arms'), v.minLength(1, 'must list at least one output layer')),
  /** Where the rates of the arms come from; null where they were typed in. */
  tuning: v.optional(v.nullable(tuningSchema), null),
  /**
   * `quick`: the best rate of every arm is looked for before the first step, by a quick sweep, unless `tuning` has it.
   * Null: the rates are as they stand.
   */
  search: v.optional(v.nullable(v.literal('quick', "must be 'quick' or null")), null),
  /** One run per arm and seed; runs of one seed are paired. */
  seeds: v.pipe(
    listOf(whole(0, limits.seed), limits.seeds, 'seeds'),
    v.minLength(1, 'must list at least one seed'),
  ),
  /** Steps of each run. */
  steps: whole(1, limits.steps),
  evaluation,
  /** What ends a run before its last step; null where nothing does. */
  stopping: v.optional(v.nullable(v.pipe(stopping, v.transform(withoutEmpty))), null),
  /** What was declared before the first run; null where nothing was. */
  plan: v.optional(v.nullable(plan), null),
  /** Seeds that were added after looking at results, in order; empty as long as the first ones are all. */
  additions: v.optional(listOf(addition, limits.seeds, 'additions'), []),
});

export type Experiment = Plain<v.InferOutput<typeof experimentSchema>>;
export type CorpusReference = Plain<v.InferOutput<typeof corpus>>;
export type Model = Plain<v.InferOutput<typeof model>>;
export type Arm = Plain<v.InferOutput<typeof arm>>;
export type EvaluationPlan = Plain<v.InferOutput<typeof evaluation>>;
export type Stopping = Plain<v.InferOutput<typeof stopping>>;
export type Plan = Plain<v.InferOutput<typeof plan>>;
export type SeedAddition = Plain<v.InferOutput<typeof addition>>;
