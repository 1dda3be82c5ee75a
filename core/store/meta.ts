import * as v from 'valibot';
import type { Plain } from '../experiments/plain.ts';
import { LabError } from '../errors.ts';

const schema = v.object({
  format: v.literal('loss-lab-run'),
  version: v.literal(1),
  armId: v.string(),
  seed: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  status: v.picklist(['waiting', 'training', 'finished', 'stopped', 'diverged', 'failed']),
  /** Steps done when it was written. */
  steps: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  /** What does the arithmetic; null before the first step. */
  engine: v.nullable(v.string()),
  /** Why it failed, else null. */
  failure: v.nullable(v.string()),
  labVersion: v.string(),
  /** Processor and JavaScript engine: on others, rounding may differ. */
  machine: v.string(),
  /** Who had made its steps before that; absent where nobody else had. */
  before: v.optional(
    v.array(v.object({ machine: v.string(), labVersion: v.string(), engine: v.nullable(v.string()) })),
  ),
});

/** What `meta.json` of a run says: what it is of, and how it stands. */
export type RunMeta = Plain<v.InferOutput<typeof schema>>;

export const metaText = (meta: RunMeta): string => `${JSON.stringify(meta, null, 2)}\n`;

/** @throws LabError `file-not-read` */
export function parseMeta(json: string, what: string): RunMeta {
  try {
    return v.parse(schema, JSON.parse(json));
  } catch {
    throw new LabError('file-not-read', `${what} does not say what run it is of.`);
  }
}
