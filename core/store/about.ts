import * as v from 'valibot';
import type { EvaluatedBaselines } from '../corpora/baselines.ts';
import type { CorpusSummary } from '../corpora/corpus.ts';
import type { MachineInfo } from '../contract/lab-data.ts';
import { LabError } from '../errors.ts';
import type { OutputLayerInfo } from '../layers/layer-info.ts';
import { reportFileSchema } from '../reports/data/report-schema.ts';

/** Where the bytes of a text are found again. */
export type TextPlace =
  | { readonly kind: 'builtin' }
  /** Files of this machine, joined in their order. */
  | { readonly kind: 'files'; readonly paths: readonly string[]; readonly heldOut: string | null }
  /** A copy in the folder itself, of what came by standard input or upload. */
  | { readonly kind: 'copy'; readonly name: string };

/** What is known of an experiment beside itself and its runs: what a report needs, and where the text is. */
export interface About {
  readonly format: 'loss-lab-about';
  readonly version: 1;
  readonly labVersion: string;
  /** When it was begun, ISO 8601. */
  readonly begun: string;
  readonly machine: MachineInfo;
  readonly corpus: CorpusSummary;
  readonly baselines: EvaluatedBaselines | null;
  /** Of the layers that the experiment brings along. */
  readonly ownLayers: readonly OutputLayerInfo[];
  readonly text: TextPlace;
}

const { corpus, baselines, outputLayers, machine, version, generatedAt } =
  reportFileSchema.entries.content.entries;
const path = v.pipe(v.string(), v.maxLength(32_768));

const schema = v.object({
  format: v.literal('loss-lab-about'),
  version: v.literal(1),
  labVersion: version,
  begun: generatedAt,
  machine,
  corpus,
  baselines,
  ownLayers: outputLayers,
  text: v.variant('kind', [
    v.strictObject({ kind: v.literal('builtin') }),
    v.strictObject({
      kind: v.literal('files'),
      paths: v.pipe(v.array(path), v.minLength(1), v.maxLength(1000)),
      heldOut: v.nullable(path),
    }),
    v.strictObject({ kind: v.literal('copy'), name: v.pipe(v.string(), v.regex(/^[\w.-]{1,100}$/)) }),
  ]),
});

export const aboutText = (about: About): string => `${JSON.stringify(about, null, 2)}\n`;

/** @throws LabError `file-not-read` with the field that is wrong */
export function parseAbout(json: string, what: string): About {
  const refuse = (why: string) => new LabError('file-not-read', `${what} cannot be used: ${why}.`);
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw refuse((error as Error).message);
  }
  const parsed = v.safeParse(schema, value, { abortEarly: true });
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw refuse(`its '${v.getDotPath(issue) ?? 'content'}' ${issue.message}`);
}
