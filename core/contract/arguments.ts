import * as v from 'valibot';
import type { Experiment } from '../experiments/experiment.ts';
import { limits } from '../experiments/limits.ts';
import { mostChanges } from '../derivation/derivation.ts';
import { probeLimits } from '../probes/probe.ts';

/** Bytes of one `appendText`. */
export const largestPiece = 1024 * 1024;
/** UTF-16 units of an experiment, report or link that comes with a call; larger files are streams. */
export const largestCall = 2 ** 20;
/** Bytes of one file of `saveFiles`: pictures of figures, and what else a page makes itself. */
export const largestSave = 2 ** 26;

export const whole = (low: number, high: number) =>
  v.pipe(v.unknown(), v.number(), v.integer(), v.minValue(low), v.maxValue(high));
export const seed = whole(0, 2 ** 32 - 1);
export const text = (longest: number) => v.pipe(v.unknown(), v.string(), v.maxLength(longest));
export const bytes = (most: number) =>
  v.custom<Uint8Array>(
    (value) => value instanceof Uint8Array && value.byteLength <= most,
    `must be at most ${most} bytes`,
  );
export const id = text(200);
export const sha256 = v.pipe(text(64), v.regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits'));

/** A name without folders: letters, digits and a few signs, no leading dot. A page may name files, never places. */
export const fileName = v.pipe(
  text(120),
  v.regex(/^[\p{L}\p{N}_][\p{L}\p{N}\p{M} _().-]*$/u, 'must be a plain file name'),
);

/** Name of a folder of the library, which users may rename: never a path. */
export const keptId = v.pipe(
  text(255),
  v.regex(/^[^./\\:\p{Cc}][^/\\:\p{Cc}]*$/u, 'must be the id of a kept experiment'),
);

/** What an experiment must hold is the lab's own question; here it only has to be an object. */
export const plainExperiment = v.custom<Experiment>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'must be an experiment',
);

export const finite = v.pipe(v.unknown(), v.number(), v.finite());
export const temperature = v.pipe(finite, v.minValue(0));
const step = whole(0, limits.steps);
export const moment = v.variant('kind', [
  v.strictObject({ kind: v.literal('fresh'), armId: id, seed }),
  v.strictObject({ kind: v.literal('run'), armId: id, seed, step: v.nullable(step) }),
]);
export const stretch = v.strictObject({
  part: v.picklist(['training', 'held-out']),
  start: whole(0, Number.MAX_SAFE_INTEGER),
  length: whole(1, probeLimits.length),
  context: whole(0, probeLimits.context),
});
export const probedLayer = v.strictObject({
  layer: id,
  clamp: v.nullable(v.pipe(finite, v.gtValue(0), v.ltValue(0.5))),
  rate: v.nullable(v.pipe(finite, v.gtValue(0))),
});
export const probedLayers = v.pipe(
  v.unknown(),
  v.array(probedLayer),
  v.minLength(1),
  v.maxLength(probeLimits.layers),
);
export const numbers = (most: number) =>
  v.custom<Float64Array>(
    (value) => value instanceof Float64Array && value.length <= most && value.every(Number.isFinite),
    `must be at most ${most} finite numbers`,
  );

/** Outputs, units and characters there may be. */
const index = whole(0, 2 ** 31 - 1);
const time = whole(1, probeLimits.length);
export const derivationPlace = v.strictObject({
  t: time,
  output: v.nullable(index),
  unit: v.nullable(index),
  from: v.nullable(index),
});
export const derivationChanges = v.pipe(
  v.unknown(),
  v.array(
    v.variant('kind', [
      v.strictObject({ kind: v.literal('logit'), t: time, output: index, value: finite }),
      v.strictObject({
        kind: v.literal('weight'),
        parameter: v.picklist(['Wxh', 'Whh', 'Why']),
        row: index,
        column: index,
        value: finite,
      }),
      v.strictObject({ kind: v.literal('target'), t: time, output: index }),
    ]),
  ),
  v.maxLength(mostChanges),
);
