import * as v from 'valibot';
import { corpusOptionsSchema } from '../../experiments/experiment.ts';
import { finite, sha256, text, whole, yesOrNo } from '../../experiments/files/fields.ts';
import { count, double, evaluationSchema, runSchema } from '../../experiments/run-schema.ts';
import { headingSchema } from '../../contract/report-heading-schema.ts';
import { limits } from '../../experiments/limits.ts';
import { mostRepeated, variations } from '../../experiments/comparison/robustness.ts';
import { readingUnsaid } from '../../layers/layer-info.ts';
import { layerMatches } from '../../outputs/match.ts';
import { readingIds } from '../../outputs/readings/registry.ts';
import { outputLayers } from '../../outputs/registry.ts';

const share = v.pipe(finite, v.minValue(0, 'must be from 0 to 1'), v.maxValue(1, 'must be from 0 to 1'));

const textFile = v.strictObject({
  name: text(10_000),
  bytes: count,
  sha256,
  encoding: text(40),
  characters: count,
  heldOut: yesOrNo,
});

const corpus = v.strictObject({
  source: v.picklist(['file', 'upload', 'paste', 'stdin', 'builtin'], 'must be the source of a text'),
  builtin: v.nullable(v.strictObject({ id: text(100), seed: whole(0, limits.seed) })),
  name: text(10_000),
  encoding: text(40),
  encodingSource: v.picklist(
    ['byte-order-mark', 'nul-pattern', 'valid-utf-8', 'detected', 'chosen', 'generated'],
    'must say how the encoding was found',
  ),
  bytes: count,
  sha256,
  // Texts were one file before several were joined.
  files: v.optional(v.pipe(v.array(textFile), v.maxLength(1000, 'may list at most 1000 files')), []),
  characters: count,
  distinct: v.pipe(whole(0, 0x110000), v.minValue(1, 'must be at least 1')),
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
    v.array(v.strictObject({ codePoint: whole(0, 0x10ffff), count })),
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
  check: v.nullable(v.strictObject({ confirmed: yesOrNo, worst: double })),
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
    matched: v.optional(yesOrNo),
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
              seed: whole(0, limits.seed),
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
  cancelled: yesOrNo,
});

/** What makes a run. */
const maker = {
  machine: text(1000),
  labVersion: text(100),
  engine: v.nullable(text(1000)),
};

const origin = v.strictObject({
  ...maker,
  before: v.optional(v.pipe(v.array(v.strictObject(maker)), v.maxLength(1000))),
  runs: v.pipe(
    v.array(v.strictObject({ armId: text(1000), seeds: v.pipe(v.array(count), v.maxLength(limits.seeds)) })),
    v.maxLength(limits.arms),
  ),
});

/** Everything a report is made from. `experiment` is checked by its own schema. */
export const reportInputSchema = v.strictObject({
  experiment: v.unknown(),
  corpus,
  /** On the characters that the runs are scored on; null in reports that were made before they were. */
  baselines: v.optional(
    v.nullable(v.strictObject({ heldOut: baselines, tuning: v.nullable(baselines) })),
    null,
  ),
  /** In any order; a run that is missing is listed as waiting. */
  runs: v.pipe(
    v.array(runSchema),
    v.maxLength(limits.arms * limits.seeds, 'has more runs than any experiment'),
  ),
  outputLayers: registry(outputLayer),
  optimizers: registry(optimizer),
  machine: v.strictObject({
    system: text(1000),
    processor: text(1000),
    cores: count,
    memory: count,
    runtime: text(1000),
  }),
  /** Version of the lab. */
  version: text(100),
  /** ISO 8601. */
  generatedAt: v.pipe(
    v.string('must be text'),
    v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/, 'must be a time in ISO 8601'),
  ),
  /** True when not every run ended by itself. */
  partial: yesOrNo,
  /** Null where none was made, as in reports of earlier versions. */
  robustness: v.optional(v.nullable(robustness), null),
  /** What made which runs, where not all were made alike; else absent. */
  origins: v.optional(v.pipe(v.array(origin), v.maxLength(limits.arms * limits.seeds))),
  /** Absent where nobody has said anything. */
  heading: v.optional(headingSchema),
});

/** A report file. `results` are computed anew and only hashed. */
export const reportFileSchema = v.strictObject({
  format: v.literal('loss-lab-report', "must be 'loss-lab-report'"),
  version: v.literal(1, 'must be 1: this lab reads no other version'),
  sha256,
  content: v.strictObject({ ...reportInputSchema.entries, results: v.unknown() }),
});
