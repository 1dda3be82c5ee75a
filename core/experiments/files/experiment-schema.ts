import * as v from 'valibot';
import { formerSplit } from '../../corpora/corpus.ts';
import { type SplitOptions } from '../../corpora/parts.ts';
import { LabError } from '../../errors.ts';
import { checkDefinitions, definitionsSchema } from '../../layers/definition-schema.ts';
import { knownLayerId } from '../../layers/layer-of.ts';
import { unscaled } from '../../network/initial-weights.ts';
import { precisions } from '../../network/precision.ts';
import { optimizer } from '../../optimizers/registry.ts';
import { armLayer } from '../default-experiment.ts';
import type { Experiment } from '../experiment.ts';
import { withoutUsual } from '../plan/plan.ts';
import { type Smallest } from '../plan/declared-plan.ts';
import { tuningSchema } from '../rates/rate-tuning.ts';
import { ofYardsticks } from '../../yardsticks/registry.ts';
import { withoutEmpty } from '../plan/stopping.ts';
import { type Stopping } from '../plan/declared-stopping.ts';
import { armId, finite, listOf, positive, whole, yardstickId, yesOrNo } from './fields.ts';
import { requireReadings } from './required-readings.ts';
import { limits } from '../limits.ts';

const scale = v.pipe(positive(), v.maxValue(limits.initialScale, `must be at most ${limits.initialScale}`));

const text = v.pipe(
  v.string('must be text'),
  v.maxLength(limits.text, `must have at most ${limits.text} characters`),
);

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

const sha256 = v.pipe(v.string('must be text'), v.regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits'));

const corpusSchema = v.variant('kind', [
  v.strictObject({
    kind: v.literal('builtin'),
    id: text,
    seed: whole(0, limits.seed),
    characters: whole(2, limits.builtinCharacters),
    // Built-in texts were split in one way only before there was a choice.
    split: v.optional(splitSchema, formerSplit),
  }),
  v.strictObject({
    kind: v.literal('text'),
    name: v.string('must be text'),
    sha256,
    heldOut: v.optional(v.nullable(v.strictObject({ name: v.string('must be text'), sha256 })), null),
    options: corpusOptionsSchema,
  }),
]);

const clippingSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('norm'), threshold: positive() }),
  v.strictObject({ kind: v.literal('value'), threshold: positive() }),
  v.strictObject({ kind: v.literal('off') }),
]);

const armSchema = v.strictObject({
  id: v.pipe(
    v.string('must be text'),
    v.regex(/^[A-Za-z0-9-]{1,60}$/, 'may have letters, digits and dashes only'),
  ),
  layer: v.string('must be the id of an output layer'),
  rate: positive('must be a learning rate above 0'),
  clamp: v.nullable(
    v.pipe(
      v.number('must be a number between 0 and 0.5'),
      v.gtValue(0, 'must be above 0'),
      v.ltValue(0.5, 'must be below 0.5'),
    ),
  ),
});

const budgetLimit = whole(1, Number.MAX_SAFE_INTEGER);

const stoppingSchema = v.pipe(
  v.strictObject({
    target: v.nullable(v.strictObject({ yardstick: yardstickId, value: finite })),
    plateau: v.nullable(
      v.strictObject({
        yardstick: yardstickId,
        evaluations: whole(1, limits.steps),
        tolerance: v.pipe(finite, v.minValue(0, 'must be 0 or more')),
      }),
    ),
    budget: v.nullable(
      v.pipe(
        v.strictObject({
          unit: v.picklist(['steps', 'characters'], "must be 'steps' or 'characters'"),
          limit: v.nullable(budgetLimit),
          arms: listOf(v.strictObject({ armId, limit: budgetLimit }), limits.arms, 'arms'),
        }),
        v.check(({ limit, arms }) => limit !== null || arms.length > 0, 'must have a limit'),
      ),
    ),
  }),
  v.transform((stopping): Stopping | null => withoutEmpty(stopping)),
);

const smallestDifference = v.optional(v.pipe(finite, v.minValue(0, 'must be 0 or more')));

const planSchema = v.strictObject({
  seeds: whole(1, limits.seeds),
  yardstick: yardstickId,
  smallest: v.nullable(
    v.pipe(
      v.strictObject(ofYardsticks(() => smallestDifference)),
      v.transform((smallest): Smallest | null => withoutUsual(smallest)),
    ),
  ),
  untilDecided: v.nullable(whole(2, limits.seeds)),
});

const additionSchema = v.strictObject({
  by: v.picklist(['hand', 'until-decided'], "must be 'hand' or 'until-decided'"),
  after: whole(1, limits.seeds),
  added: whole(0, limits.seeds),
  givenUp: whole(0, limits.seeds),
});

const experimentSchema = v.strictObject({
  format: v.literal('loss-lab-experiment', "must be 'loss-lab-experiment'"),
  version: v.literal(1, 'must be 1: this lab reads no other version'),
  name: text,
  question: text,
  firstQuestion: v.optional(text),
  corpus: corpusSchema,
  precision: v.picklist(
    precisions.map(({ id }) => id),
    `must be ${precisions.map(({ id }) => `'${id}'`).join(' or ')}`,
  ),
  model: v.strictObject({
    hidden: whole(1, limits.hidden),
    length: whole(1, limits.length),
    batch: whole(1, limits.batch),
    biases: yesOrNo,
    initial: v.picklist(['uniform', 'normal'], "must be 'uniform' or 'normal'"),
    outputBias: v.picklist(['zero', 'uniform-output'], "must be 'zero' or 'uniform-output'"),
    // Experiments written before there was a scale were made without one.
    initialScale: v.optional(v.strictObject({ Wxh: scale, Whh: scale, Why: scale }), unscaled),
  }),
  optimizer: v.strictObject({
    id: v.string('must be the id of an optimiser'),
    settings: v.record(v.string(), finite),
  }),
  clipping: clippingSchema,
  // Experiments of earlier versions brought none along.
  layers: v.optional(definitionsSchema, []),
  arms: v.pipe(listOf(armSchema, limits.arms, 'arms'), v.minLength(1, 'must list at least one output layer')),
  tuning: v.optional(v.nullable(tuningSchema), null),
  search: v.optional(v.nullable(v.literal('quick', "must be 'quick' or null")), null),
  seeds: v.pipe(
    listOf(whole(0, limits.seed), limits.seeds, 'seeds'),
    v.minLength(1, 'must list at least one seed'),
  ),
  steps: whole(1, limits.steps),
  evaluation: v.strictObject({
    every: whole(1, limits.steps),
    characters: whole(1, 1_000_000_000),
    // Experiments that do not say were made from h = 0, and repeat their numbers.
    start: v.optional(v.picklist(['carried', 'zero'], "must be 'carried' or 'zero'"), 'zero'),
  }),
  // Experiments written before there were such rules ran to their last step.
  stopping: v.optional(v.nullable(stoppingSchema), null),
  // Experiments of earlier versions declared nothing, and could not be given further seeds.
  plan: v.optional(v.nullable(planSchema), null),
  additions: v.optional(listOf(additionSchema, limits.seeds, 'additions'), []),
});

function bad(field: string, problem: string): LabError {
  return new LabError('bad-experiment', `${field}: ${problem}.`, 'Correct this field and try again.');
}

/** `arms[1].rate` for a path of keys and indices. */
export function fieldName(issue: v.BaseIssue<unknown>): string {
  const path = (issue.path ?? []).map((item) => (item as { key: unknown }).key);
  return (
    path.map((key, i) => (typeof key === 'number' ? `[${key}]` : `${i ? '.' : ''}${String(key)}`)).join('') ||
    'experiment'
  );
}

/** The first thing that is wrong, named by field. Valibot's own words for missing and unknown keys are rewritten. */
function firstIssue(issue: v.BaseIssue<unknown>): LabError {
  if (issue.type === 'strict_object' && issue.expected === 'never')
    return bad(fieldName(issue), 'is not a field of an experiment');
  if (issue.type === 'strict_object') return bad(fieldName(issue), 'is missing or not an object');
  if (issue.type === 'variant')
    return bad(fieldName(issue), `must be ${issue.expected ?? 'of a known kind'}`);
  if (issue.type === 'array') return bad(fieldName(issue), 'must be a list');
  return bad(fieldName(issue), issue.message);
}

/**
 * An experiment from anything: a file, a screen, a socket.
 * @throws LabError `bad-experiment`, `bad-formula` or `unknown-name` with the field and what it must be.
 */
export function parseExperiment(value: unknown): Experiment {
  const result = v.safeParse(experimentSchema, value, { abortEarly: true });
  if (!result.success) throw firstIssue(result.issues[0]);
  const experiment = result.output as Experiment;
  checkNames(experiment);
  return experiment;
}

/** What a schema cannot say: names that must exist, ids that must differ, settings that belong together. */
function checkNames(experiment: Experiment): void {
  const { layers } = experiment;
  checkDefinitions(layers, bad);
  const ids = new Set<string>();
  experiment.arms.forEach((arm, i) => {
    const layer = armLayer(knownLayerId(layers, arm.layer), layers);
    if (ids.has(arm.id)) throw bad(`arms[${i}].id`, `'${arm.id}' is used twice`);
    ids.add(arm.id);
    const needsClamp = layer.defaultClamp !== null;
    if (needsClamp && arm.clamp === null)
      throw bad(`arms[${i}].clamp`, `${layer.id} trains only with a clamp ε between 0 and 0.5`);
    if (!needsClamp && arm.clamp !== null)
      throw bad(`arms[${i}].clamp`, `${layer.id} has no clamp; use null`);
  });
  if (new Set(experiment.seeds).size !== experiment.seeds.length)
    throw bad('seeds', 'a seed stands in the list twice');
  checkBudgets(experiment, ids);
  checkReadings(experiment);
  checkSettings(experiment);
}

/** Every budget is one of an arm, and of no other twice. */
function checkBudgets({ stopping }: Experiment, ids: ReadonlySet<string>): void {
  const budgeted = new Set<string>();
  stopping?.budget?.arms.forEach(({ armId: id }, i) => {
    const field = `stopping.budget.arms[${i}].armId`;
    if (!ids.has(id)) throw bad(field, `'${id}' is no arm; there are: ${[...ids].join(', ')}`);
    if (budgeted.has(id)) throw bad(field, `'${id}' is named twice`);
    budgeted.add(id);
  });
}

/** A rule needs a value of every arm. */
function checkReadings(experiment: Experiment): void {
  const { stopping, plan } = experiment;
  const rules = [
    ['stopping.target.yardstick', stopping?.target?.yardstick],
    ['stopping.plateau.yardstick', stopping?.plateau?.yardstick],
    ['plan.untilDecided', plan?.untilDecided == null ? undefined : plan.yardstick],
  ] as const;
  for (const [field, yardstick] of rules)
    if (yardstick)
      requireReadings(
        experiment,
        yardstick,
        (sentence, next) => new LabError('bad-experiment', `${field}: ${sentence}.`, next),
      );
}

/** Every setting is one its optimiser has, and in the range it has there. */
function checkSettings({ optimizer: { id, settings } }: Experiment): void {
  const { ranges } = optimizer(id);
  for (const [name, value] of Object.entries(settings)) {
    const field = `optimizer.settings.${name}`;
    if (!Object.hasOwn(ranges, name))
      throw bad(field, `is no setting of ${id}; there are: ${Object.keys(ranges).join(', ') || 'none'}`);
    const { low, below } = ranges[name];
    if (value < low || value >= below)
      throw bad(
        field,
        below === Infinity ? `must be ${low} or more` : `must be at least ${low} and below ${below}`,
      );
  }
}
