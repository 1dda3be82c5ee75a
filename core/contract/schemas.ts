import * as v from 'valibot';
import { duelLimits } from '../duels/duel.ts';
import type { Experiment } from '../experiments/experiment.ts';
import { corpusOptionsSchema, splitSchema } from '../experiments/files/experiment-schema.ts';
import { limits } from '../experiments/limits.ts';
import { gridLimits } from '../experiments/rates/rate-grid.ts';
import { yardsticks } from '../yardsticks/registry.ts';
import { formulaSchema } from '../layers/definition-schema.ts';
import { faults } from '../probes/faults.ts';
import { probeLimits } from '../probes/probe.ts';
import type { LabApi } from './lab-api.ts';

/** A schema for the argument of each method; its output is what the method takes, as the compiler checks. */
export type ArgumentSchemas = {
  readonly [Method in keyof LabApi]: v.GenericSchema<unknown, Parameters<LabApi[Method]>[0]>;
};

/** Bytes of one `appendText`. */
export const largestPiece = 1024 * 1024;
/** UTF-16 units of an opened experiment or report: the longest string there is. A socket takes less. */
const largestFile = 2 ** 29;
/** The longest source of a plug-in: bytes of a file, and UTF-16 units of the text. */
export const largestPlugin = 256 * 1024;
/** Bytes of one file of `saveFiles`: a long training fills hundreds of megabytes of curves. */
const largestSave = 2 ** 31 - 1;

const whole = (low: number, high: number) =>
  v.pipe(v.unknown(), v.number(), v.integer(), v.minValue(low), v.maxValue(high));
const seed = whole(0, 2 ** 32 - 1);
const text = (longest: number) => v.pipe(v.unknown(), v.string(), v.maxLength(longest));
const bytes = (most: number) =>
  v.custom<Uint8Array>(
    (value) => value instanceof Uint8Array && value.byteLength <= most,
    `must be at most ${most} bytes`,
  );
const id = text(200);
const sha256 = v.pipe(text(64), v.regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits'));

/** A name without folders: letters, digits and a few signs, no leading dot. A page may name files, never places. */
const fileName = v.pipe(
  text(120),
  v.regex(/^[\p{L}\p{N}_][\p{L}\p{N}\p{M} _().-]*$/u, 'must be a plain file name'),
);

/** What an experiment must hold is the lab's own question; here it only has to be an object. */
const plainExperiment = v.custom<Experiment>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'must be an experiment',
);

const nothing = v.strictObject({});

const finite = v.pipe(v.unknown(), v.number(), v.finite());
const temperature = v.pipe(finite, v.minValue(0));
const step = whole(0, limits.steps);
const moment = v.variant('kind', [
  v.strictObject({ kind: v.literal('fresh'), armId: id, seed }),
  v.strictObject({ kind: v.literal('run'), armId: id, seed, step: v.nullable(step) }),
]);
const stretch = v.strictObject({
  part: v.picklist(['training', 'held-out']),
  start: whole(0, Number.MAX_SAFE_INTEGER),
  length: whole(1, probeLimits.length),
  context: whole(0, probeLimits.context),
});
const probedLayer = v.strictObject({
  layer: id,
  clamp: v.nullable(v.pipe(finite, v.gtValue(0), v.ltValue(0.5))),
  rate: v.nullable(v.pipe(finite, v.gtValue(0))),
});
const probedLayers = v.pipe(
  v.unknown(),
  v.array(probedLayer),
  v.minLength(1),
  v.maxLength(probeLimits.layers),
);
const numbers = (most: number) =>
  v.custom<Float64Array>(
    (value) => value instanceof Float64Array && value.length <= most && value.every(Number.isFinite),
    `must be at most ${most} finite numbers`,
  );

export const argumentSchemas: ArgumentSchemas = {
  capabilities: nothing,
  catalogue: nothing,
  snapshot: nothing,
  beginText: v.strictObject({
    name: text(1000),
    bytes: whole(0, Number.MAX_SAFE_INTEGER),
    source: v.picklist(['upload', 'paste']),
  }),
  appendText: v.strictObject({ uploadId: id, bytes: bytes(largestPiece) }),
  finishText: v.strictObject({
    uploadId: id,
    options: corpusOptionsSchema,
    more: v.optional(v.pipe(v.unknown(), v.array(id), v.maxLength(100))),
    heldOut: v.optional(v.boolean()),
  }),
  cancelText: v.strictObject({ uploadId: id }),
  openTextDialog: v.strictObject({ options: corpusOptionsSchema }),
  cancelReading: nothing,
  useBuiltin: v.strictObject({ id, seed, characters: whole(1, 1e9), split: v.optional(splitSchema) }),
  rereadText: v.strictObject({ options: corpusOptionsSchema }),
  setExperiment: v.strictObject({ experiment: plainExperiment }),
  openExperiment: v.strictObject({ json: text(largestFile) }),
  run: nothing,
  pause: nothing,
  step: nothing,
  stop: nothing,
  reset: nothing,
  addSeeds: v.union([
    v.strictObject({ count: whole(1, limits.seeds) }),
    v.strictObject({ untilDecided: whole(2, limits.seeds) }),
  ]),
  startRobustness: nothing,
  cancelRobustness: nothing,
  sample: v.strictObject({
    armId: id,
    seed,
    characters: whole(1, 1_000_000),
    temperature,
    prompt: text(100_000),
    sampleSeed: seed,
  }),
  duel: v.strictObject({
    arms: v.pipe(v.unknown(), v.array(moment), v.minLength(1), v.maxLength(duelLimits.arms)),
    text: v.variant('kind', [
      v.strictObject({
        kind: v.literal('drawn'),
        prompt: text(duelLimits.prompt),
        characters: whole(1, duelLimits.characters),
        sampleSeed: seed,
      }),
      v.strictObject({ kind: v.literal('given'), text: text(duelLimits.characters + 1) }),
      v.strictObject({
        kind: v.literal('held-out'),
        start: whole(0, Number.MAX_SAFE_INTEGER),
        characters: whole(1, duelLimits.characters),
      }),
    ]),
    temperature,
    top: whole(1, duelLimits.top),
  }),
  keptSteps: v.strictObject({ armId: id, seed }),
  probe: v.strictObject({ moment, stretch, layers: probedLayers, rows: whole(1, probeLimits.rows) }),
  unitResponses: v.strictObject({
    layers: probedLayers,
    t: v.picklist([0, 1]),
    others: numbers(2 ** 21),
    z: numbers(4096),
  }),
  checkGradient: v.strictObject({
    moment,
    stretch,
    layer: probedLayer,
    fault: v.nullable(v.picklist(faults.map((fault) => fault.id))),
  }),
  lookAtFormula: v.strictObject({ definition: formulaSchema }),
  formulaGuide: nothing,
  sweepState: nothing,
  startSweep: v.strictObject({
    grid: v.pipe(
      v.strictObject({
        low: v.pipe(finite, v.minValue(gridLimits.low), v.maxValue(gridLimits.high)),
        high: v.pipe(finite, v.minValue(gridLimits.low), v.maxValue(gridLimits.high)),
        count: whole(1, gridLimits.count),
      }),
      v.check(({ low, high, count }) => (count === 1 ? low === high : low < high), 'must ascend'),
    ),
    seeds: whole(1, 100),
    steps: whole(1, limits.steps),
    yardstick: v.picklist(yardsticks.map(({ id: name }) => name)),
    extension: whole(0, 50),
  }),
  cancelSweep: nothing,
  matchNorms: v.strictObject({ reference: id }),
  proposePlugin: v.strictObject({
    file: v.pipe(text(255), v.regex(/^[^/\\]+$/, 'must be a file name without folders')),
    source: text(largestPlugin),
  }),
  trustPlugin: v.strictObject({ sha256 }),
  inspectPlugin: v.strictObject({ sha256 }),
  pluginGuide: nothing,
  exportExperiment: nothing,
  exportReport: v.strictObject({
    formats: v.pipe(
      v.unknown(),
      v.array(v.picklist(['html', 'markdown', 'csv', 'json'])),
      v.minLength(1),
      v.maxLength(4),
    ),
  }),
  saveFiles: v.strictObject({
    files: v.pipe(
      v.unknown(),
      v.array(v.strictObject({ name: fileName, mediaType: text(100), bytes: bytes(largestSave) })),
      v.minLength(1),
      v.maxLength(100),
    ),
  }),
};
