import * as v from 'valibot';
import { LabError } from '../errors.ts';
import type { Maker } from '../experiments/run-origins.ts';
import type { RunStatus } from '../experiments/run.ts';

/** What `meta.json` of a run says: what it is of, and how it stands. */
export interface RunMeta {
  readonly format: 'loss-lab-run';
  readonly version: 1;
  readonly armId: string;
  readonly seed: number;
  readonly status: RunStatus;
  /** Steps done when it was written. */
  readonly steps: number;
  /** What does the arithmetic; null before the first step. */
  readonly engine: string | null;
  /** Why it failed, else null. */
  readonly failure: string | null;
  readonly labVersion: string;
  /** Processor and JavaScript engine: on others, rounding may differ. */
  readonly machine: string;
  /** Who had made its steps before that; absent where nobody else had. */
  readonly before?: readonly Maker[] | undefined;
}

const schema = v.object({
  format: v.literal('loss-lab-run'),
  version: v.literal(1),
  armId: v.string(),
  seed: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  status: v.picklist(['waiting', 'training', 'finished', 'stopped', 'diverged', 'failed']),
  steps: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  engine: v.nullable(v.string()),
  failure: v.nullable(v.string()),
  labVersion: v.string(),
  machine: v.string(),
  before: v.optional(
    v.array(v.object({ machine: v.string(), labVersion: v.string(), engine: v.nullable(v.string()) })),
  ),
});

export const metaText = (meta: RunMeta): string => `${JSON.stringify(meta, null, 2)}\n`;

/** @throws LabError `file-not-read` */
export function parseMeta(json: string, what: string): RunMeta {
  try {
    return v.parse(schema, JSON.parse(json));
  } catch {
    throw new LabError('file-not-read', `${what} does not say what run it is of.`);
  }
}
