import { outputLayers } from '../../outputs/registry.ts';
import { layerMatches } from '../../outputs/match.ts';
import * as v from 'valibot';
import { headingSchema } from '../../contract/report-heading-schema.ts';
import { corpusOptionsSchema } from '../../experiments/experiment.ts';
import { limits } from '../../experiments/limits.ts';
import { mostRepeated, variations } from '../../experiments/comparison/robustness.ts';
import { readingUnsaid } from '../../layers/layer-info.ts';
import { ofYardsticks } from '../../yardsticks/registry.ts';
import { readingIds } from '../../outputs/readings/registry.ts';

/** Numbers that JSON has no sign for. */
const spelt: Readonly<Record<string, number>> = { NaN: NaN, Infinity: Infinity, '-Infinity': -Infinity };

/** A number of a file, or undefined for anything that is none. */
function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && Object.hasOwn(spelt, value) ? spelt[value] : undefined;
}

const text = (longest: number) =>
  v.pipe(v.string('must be text'), v.maxLength(longest, `must have at most ${longest} characters`));

const whole = (high: number) => {
  const sentence = `must be a whole number from 0 to ${high}`;
  return v.pipe(v.number(sentence), v.integer(sentence), v.minValue(0, sentence), v.maxValue(high, sentence));
};

const count = whole(Number.MAX_SAFE_INTEGER);
const finite = v.pipe(v.number('must be a number'), v.finite('must be finite'));
const share = v.pipe(finite, v.minValue(0, 'must be from 0 to 1'), v.maxValue(1, 'must be from 0 to 1'));
const hash = v.pipe(v.string('must be text'), v.regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits'));
const flag = v.boolean('must be true or false');

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

const doubles = series(
  (length) => new Float64Array(length),
  () => true,
);
const flags = series(
  (length) => new Uint8Array(length),
  (value) => value === 0 || value === 1,
);

const blockMeans = v.pipe(v.array(double), v.maxLength(10_000, 'may have at most 10000 blocks'));

const values = ofYardsticks(() => double);

export const evaluationSchema = v.strictObject({
  step: whole(limits.steps),
  characters: count,
  seconds: double,
  ...values,
  ownLoss: double,
  clippedShare: double,
  tuning: v.optional(v.strictObject(values)),
  // Earlier versions read from h = 0 alone.
  zeroState: v.optional(v.nullable(double), null),
  // Of last evaluations alone, and not of earlier versions.
  blocks: v.optional(
    v.pipe(
      v.strictObject({
        characters: whole(limits.steps),
        ...ofYardsticks(() => blockMeans),
      }),
      v.check(
        ({ characters: _, ...lists }) => new Set(Object.values(lists).map(({ length }) => length)).size === 1,
        'must have equally many blocks of every yardstick',
      ),
    ),
  ),
});

export const glimpseSchema = v.strictObject({
  step: whole(limits.steps),
  sample: text(1_000_000),
  deltaHistogram: v.nullable(
    v.strictObject({
      low: double,
      high: double,
      counts: v.pipe(v.array(count), v.maxLength(10_000, 'may have at most 10000 bins')),
    }),
  ),
  saturatedOutputs: v.nullable(double),
  // Reports of earlier versions did not keep it.
  saturatedWrong: v.optional(v.nullable(double), null),
  saturatedHidden: double,
  gradientNorms: v.strictObject({
    Wxh: v.optional(double),
    Whh: v.optional(double),
    Why: v.optional(double),
    bh: v.optional(double),
    by: v.optional(double),
  }),
});

const recordedSteps = series(
  (length) => new Float64Array(length),
  (value) => Number.isSafeInteger(value) && value >= 1,
);

const matrices = v.strictObject({
  Wxh: v.optional(doubles),
  Whh: v.optional(doubles),
  Why: v.optional(doubles),
  bh: v.optional(doubles),
  by: v.optional(doubles),
});

const gradients = v.strictObject({
  step: recordedSteps,
  norms: matrices,
  // Reports of earlier versions did not keep them.
  updateRatios: v.optional(matrices, {}),
  saturatedOutputs: doubles,
  // Reports of earlier versions did not keep it.
  saturatedWrong: v.optional(doubles, []),
  saturatedHidden: doubles,
  cosine: doubles,
});

const training = v.strictObject({
  step: recordedSteps,
  ...ofYardsticks(() => doubles),
});

export const divergenceSchema = v.strictObject({
  step: whole(limits.steps + 1),
  where: text(100),
  rate: double,
});

export const earlySchema = v.strictObject({
  rule: v.picklist(['target', 'plateau', 'budget'], "must be 'target', 'plateau' or 'budget'"),
  step: whole(limits.steps),
});

const run = v.strictObject({
  armId: text(60),
  seed: whole(limits.seed),
  status: v.picklist(
    ['waiting', 'training', 'finished', 'stopped', 'diverged', 'failed'],
    'must be the status of a run',
  ),
  // Reports of earlier versions did not keep it.
  engine: v.optional(v.nullable(text(200)), null),
  steps: whole(limits.steps),
  seconds: double,
  series: v.strictObject({
    loss: doubles,
    gradientNorm: doubles,
    clipped: flags,
    seconds: doubles,
    // Of long runs.
    thinned: v.optional(
      v.strictObject({
        step: recordedSteps,
        lossLow: doubles,
        lossHigh: doubles,
        gradientNormLow: doubles,
        gradientNormHigh: doubles,
        clippedSteps: doubles,
      }),
    ),
  }),
  // Reports of earlier versions did not keep them.
  gradients: v.optional(gradients, {
    step: [],
    norms: {},
    updateRatios: {},
    saturatedOutputs: [],
    saturatedWrong: [],
    saturatedHidden: [],
    cosine: [],
  }),
  training: v.optional(training, { step: [], ...ofYardsticks(() => []) }),
  evaluations: v.array(evaluationSchema),
  glimpse: v.nullable(glimpseSchema),
  divergence: v.nullable(divergenceSchema),
  // Runs of earlier versions went on to their last step.
  early: v.optional(v.nullable(earlySchema), null),
  failure: v.nullable(text(10_000)),
});

const textFile = v.strictObject({
  name: text(10_000),
  bytes: count,
  sha256: hash,
  encoding: text(40),
  characters: count,
  heldOut: flag,
});

const corpus = v.strictObject({
  source: v.picklist(['file', 'upload', 'paste', 'stdin', 'builtin'], 'must be the source of a text'),
  builtin: v.nullable(v.strictObject({ id: text(100), seed: whole(limits.seed) })),
  name: text(10_000),
  encoding: text(40),
  encodingSource: v.picklist(
    ['byte-order-mark', 'nul-pattern', 'valid-utf-8', 'detected', 'chosen', 'generated'],
    'must say how the encoding was found',
  ),
  bytes: count,
  sha256: hash,
  // Texts were one file before several were joined.
  files: v.optional(v.pipe(v.array(textFile), v.maxLength(1000, 'may list at most 1000 files')), []),
  characters: count,
  distinct: v.pipe(whole(0x110000), v.minValue(1, 'must be at least 1')),
  trainCharacters: count,
  // Texts had no tuning part before sweeps and stopping rules read one.
  tuningCharacters: v.optional(count, 0),
  heldOutCharacters: count,
  heldOutShare: share,
  uniformEntropy: finite,
  unigramEntropy: finite,
  bigramEntropy: finite,
  // Baselines were in-sample entropies before they were scored on the held-out part.
  heldOut: v.optional(
    v.nullable(
      v.strictObject({
        characters: count,
        unigramBits: finite,
        bigramBits: finite,
        ownUnigramEntropy: finite,
      }),
    ),
    null,
  ),
  drift: v.optional(v.nullable(finite), null),
  entropyRate: v.nullable(finite),
  mostFrequent: v.pipe(
    v.array(v.strictObject({ codePoint: whole(0x10ffff), count })),
    v.maxLength(1000, 'may list at most 1000 characters'),
  ),
  preview: text(10_000),
  lineEnds: v.optional(v.nullable(v.strictObject({ lf: count, crlf: count, cr: count })), null),
  warnings: v.pipe(v.array(text(10_000)), v.maxLength(1000, 'may list at most 1000 warnings')),
  options: corpusOptionsSchema,
});

const baselines = v.strictObject({
  characters: count,
  unigramBits: finite,
  bigramBits: finite,
  mostFrequentAccuracy: share,
});

/** A formula written out is longer than it was typed. */
const longestFormula = 20_000;

const ownLayer = v.strictObject({
  kind: v.picklist(['formula', 'plugin'], "must be 'formula' or 'plugin'"),
  pairing: text(1000),
  check: v.nullable(v.strictObject({ confirmed: flag, worst: double })),
  warnings: v.pipe(v.array(text(10_000)), v.maxLength(100, 'may list at most 100 warnings')),
});

const outputLayer = v.pipe(
  v.strictObject({
    id: text(100),
    label: text(200),
    activation: text(100),
    loss: text(longestFormula),
    formula: text(longestFormula),
    delta: text(longestFormula),
    // Reports of earlier versions told matched from mismatched only.
    match: v.optional(v.picklist(layerMatches)),
    matched: v.optional(flag),
    reference: text(1000),
    // Reports of earlier versions read every layer by its activation.
    reading: v.optional(
      v.strictObject({ id: v.picklist([...readingIds, 'own', 'unknown']), words: text(1000) }),
      readingUnsaid,
    ),
    defaultClamp: v.nullable(finite),
    // Reports of earlier versions had layers of the registry only.
    own: v.optional(v.nullable(ownLayer), null),
  }),
  v.transform(({ matched, match, ...layer }) => ({
    ...layer,
    match: match ?? outputLayers.find(({ id }) => id === layer.id)?.match ?? (matched ? 'matched' : 'other'),
  })),
);

const optimizer = v.strictObject({
  id: text(100),
  label: text(200),
  formula: text(1000),
  defaults: v.record(text(100), finite),
  defaultRate: finite,
});

const registry = <Entry extends v.GenericSchema>(entry: Entry) =>
  v.pipe(v.array(entry), v.maxLength(1000, 'may list at most 1000 entries'));

const variationId = v.picklist(
  variations.map(({ id }) => id),
  `must be ${variations.map(({ id }) => `'${id}'`).join(', ')}`,
);

/** A robustness repeat. */
export const robustness = v.strictObject({
  repeats: v.pipe(
    v.array(
      v.strictObject({
        id: variationId,
        change: text(200),
        runs: v.pipe(
          v.array(
            v.strictObject({
              armId: text(60),
              seed: whole(limits.seed),
              status: v.picklist(['finished', 'diverged', 'failed'], 'must be how a run ended'),
              evaluation: v.nullable(evaluationSchema),
            }),
          ),
          v.maxLength(limits.arms * mostRepeated, 'has more runs than any repeat'),
        ),
      }),
    ),
    v.maxLength(variations.length, `may list at most ${variations.length} variations`),
  ),
  skipped: v.pipe(
    v.array(v.strictObject({ id: variationId, why: text(2000) })),
    v.maxLength(variations.length, `may list at most ${variations.length} variations`),
  ),
  cancelled: flag,
});

/** What makes a run. */
const maker = {
  machine: text(1000),
  labVersion: text(100),
  engine: v.nullable(text(1000)),
};

/** A report file. `experiment` is checked by its own schema; `results` are computed anew and only hashed. */
export const reportFileSchema = v.strictObject({
  format: v.literal('loss-lab-report', "must be 'loss-lab-report'"),
  version: v.literal(1, 'must be 1: this lab reads no other version'),
  sha256: hash,
  content: v.strictObject({
    experiment: v.unknown(),
    corpus,
    // Lines were in-sample entropies before they were scored on what the runs are.
    baselines: v.optional(
      v.nullable(v.strictObject({ heldOut: baselines, tuning: v.nullable(baselines) })),
      null,
    ),
    runs: v.pipe(v.array(run), v.maxLength(limits.arms * limits.seeds, 'has more runs than any experiment')),
    outputLayers: registry(outputLayer),
    optimizers: registry(optimizer),
    machine: v.strictObject({
      system: text(1000),
      processor: text(1000),
      cores: count,
      memory: count,
      runtime: text(1000),
    }),
    version: text(100),
    generatedAt: v.pipe(
      v.string('must be text'),
      v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/, 'must be a time in ISO 8601'),
    ),
    partial: flag,
    // Reports of earlier versions had no such repeat.
    robustness: v.optional(v.nullable(robustness), null),
    origins: v.optional(
      v.pipe(
        v.array(
          v.strictObject({
            ...maker,
            before: v.optional(v.pipe(v.array(v.strictObject(maker)), v.maxLength(1000))),
            runs: v.pipe(
              v.array(
                v.strictObject({
                  armId: text(1000),
                  seeds: v.pipe(v.array(count), v.maxLength(limits.seeds)),
                }),
              ),
              v.maxLength(limits.arms),
            ),
          }),
        ),
        v.maxLength(limits.arms * limits.seeds),
      ),
    ),
    heading: v.optional(headingSchema),
    results: v.unknown(),
  }),
});
