import * as v from 'valibot';
import { LabError } from '../errors.ts';

/** What `complete` says once all runs have ended: each file that results rest on, with its SHA-256. */
export interface Complete {
  readonly format: 'loss-lab-complete';
  readonly version: 1;
  /** By path within the folder, with `/`. */
  readonly files: Readonly<Record<string, string>>;
}

const schema = v.strictObject({
  format: v.literal('loss-lab-complete'),
  version: v.literal(1),
  files: v.record(v.string(), v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))),
});

/** Files that may change afterwards: views, notes, and what belongs to a program that runs. */
export const changes = (path: string): boolean =>
  /^(report\/|notes\.json$|tags$|complete$)|(^|\/)(lock$|\.lab-)/.test(path);

export const completeText = (files: Complete['files']): string =>
  `${JSON.stringify({ format: 'loss-lab-complete', version: 1, files } satisfies Complete, null, 2)}\n`;

/** @throws LabError `file-not-read` */
export function parseComplete(json: string, what: string): Complete {
  try {
    return v.parse(schema, JSON.parse(json));
  } catch {
    throw new LabError('file-not-read', `${what} does not list files with their SHA-256.`);
  }
}
