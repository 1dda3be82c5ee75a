import * as v from 'valibot';
import { keptHeadingSchema } from '../contract/report-heading-schema.ts';
import type { Plain } from '../experiments/plain.ts';
import type { Experiment } from '../experiments/experiment.ts';
import { limits } from '../experiments/limits.ts';
import { labelled } from '../experiments/plan/said.ts';

const short = v.pipe(v.string(), v.maxLength(limits.text));

const schema = v.object({
  format: v.literal('loss-lab-notes'),
  version: v.literal(1),
  /** Instead of the name in the experiment; null where that stands. */
  name: v.nullable(short),
  /** Instead of the question in the experiment, and that one; null where that stands. */
  question: v.optional(v.nullable(v.strictObject({ now: short, first: v.optional(short) })), null),
  /** Instead of those in the experiment, by the ids of its layers. */
  labels: v.optional(v.record(v.string(), short), {}),
  tags: v.pipe(v.array(v.pipe(v.string(), v.maxLength(60))), v.maxLength(50)),
  notes: v.pipe(v.string(), v.maxLength(100_000)),
  /** When it was put into the trash, ISO 8601; null outside. */
  trashed: v.nullable(v.pipe(v.string(), v.maxLength(40))),
  /** What authors say on its report; null where they have said nothing. */
  report: v.optional(v.nullable(keptHeadingSchema), null),
});

/** What users say of a kept experiment, beside its folder's own files; it may change when all else is complete. */
export type KeptNotes = Plain<Omit<v.InferOutput<typeof schema>, 'format' | 'version'>>;

export const noNotes: KeptNotes = {
  name: null,
  question: null,
  labels: {},
  tags: [],
  notes: '',
  trashed: null,
  report: null,
};

export const notesText = (notes: KeptNotes): string =>
  `${JSON.stringify({ format: 'loss-lab-notes', version: 1, ...notes }, null, 2)}\n`;

/** The notes in a file. One that is damaged takes no experiment along: it counts as empty. */
export function parseNotes(json: string): KeptNotes {
  try {
    const { name, question, labels, tags, notes, trashed, report } = v.parse(schema, JSON.parse(json));
    return { name, question, labels, tags, notes, trashed, report };
  } catch {
    return noNotes;
  }
}

/** An experiment under the names and with the question that users have given it since. */
export const described = (experiment: Experiment, { name, question, labels }: KeptNotes): Experiment => ({
  ...labelled(experiment, labels),
  ...(name !== null && { name }),
  ...(question && { question: question.now, firstQuestion: question.first }),
});
