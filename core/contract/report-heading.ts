import type * as v from 'valibot';
import type { Plain } from './plain.ts';
import type { headingSchema } from './report-heading-schema.ts';

/** Parts of the page that may be left out; title, answer and first figure always stand. */
export const reportParts = ['methods', 'results', 'limits', 'appendix'] as const;

export type ReportPart = (typeof reportParts)[number];

/** What its authors say on a report. All of it may be empty. */
export type ReportHeading = Plain<v.InferOutput<typeof headingSchema>>;

/** What the derivation on a report is of: whose weights, which text, which step and output. */
export type ReportedPlace = NonNullable<ReportHeading['derivation']>;

/** How long they may be. */
export const headingLimits = {
  title: 1000,
  author: 500,
  authors: 200,
  address: 2000,
  notes: 100_000,
} as const;
