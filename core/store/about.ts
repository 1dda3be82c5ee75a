import * as v from 'valibot';
import type { Plain } from '../experiments/plain.ts';
import { LabError } from '../errors.ts';
import { described } from '../experiments/files/described.ts';
import { reportInputSchema } from '../reports/data/report-schema.ts';

const { corpus, baselines, outputLayers, machine, version, generatedAt } = reportInputSchema.entries;
const path = v.pipe(v.string(), v.maxLength(32_768));

const schema = v.object({
  format: v.literal('loss-lab-about'),
  version: v.literal(1),
  labVersion: version,
  /** When it was begun, ISO 8601. */
  begun: generatedAt,
  machine,
  corpus,
  baselines,
  /** Of the layers that the experiment brings along. */
  ownLayers: outputLayers,
  /** Where the bytes of its text are found again. */
  text: v.variant('kind', [
    v.strictObject({ kind: v.literal('builtin') }),
    // Files of this machine, joined in their order.
    v.strictObject({
      kind: v.literal('files'),
      paths: v.pipe(v.array(path), v.minLength(1), v.maxLength(1000)),
      heldOut: v.nullable(path),
    }),
    // A copy in the folder itself, of what came by standard input or upload.
    v.strictObject({ kind: v.literal('copy'), name: v.pipe(v.string(), v.regex(/^[\w.-]{1,100}$/)) }),
  ]),
});

/** What is known of an experiment beside itself and its runs: what a report needs, and where the text is. */
export type About = Plain<v.InferOutput<typeof schema>>;

export type TextPlace = About['text'];

export const aboutText = (about: About): string => `${JSON.stringify(about, null, 2)}\n`;

/** @throws LabError `file-not-read` with the field that is wrong */
export function parseAbout(json: string, what: string): About {
  return described(schema, json, (why) => {
    throw new LabError('file-not-read', `${what} cannot be used: ${why}.`);
  });
}
