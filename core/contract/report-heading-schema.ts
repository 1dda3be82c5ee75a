import * as v from 'valibot';
import { derivationPlace, moment, stretch } from './arguments.ts';
import { languages } from '../words/language.ts';
import type { Plain } from '../experiments/plain.ts';
import { headingLimits, reportParts } from './report-heading.ts';

const text = (most: number) =>
  v.pipe(v.string('must be text'), v.maxLength(most, `may have at most ${most} characters`));

const kept = {
  /** Instead of the name of the experiment. */
  title: text(headingLimits.title),
  /** `Name, affiliation` each. */
  authors: v.pipe(
    v.array(text(headingLimits.author)),
    v.maxLength(headingLimits.authors, `may list at most ${headingLimits.authors} authors`),
  ),
  /** Where the report or its archive is published: a DOI or an address. */
  address: text(headingLimits.address),
  /** Paragraphs of plain text. */
  notes: text(headingLimits.notes),
  leftOut: v.pipe(v.array(v.picklist(reportParts)), v.maxLength(reportParts.length, 'names a part twice')),
  /** What the page is written in; English where nothing is said. */
  language: v.optional(v.picklist(languages)),
};

/** What is kept with an experiment. */
export const keptHeadingSchema = v.strictObject(kept);

/** What authors say on a report, checked. */
export const headingSchema = v.strictObject({
  ...kept,
  /** The derivation that stands on it with its numbers; absent: none does. */
  derivation: v.optional(v.strictObject({ moment, stretch, place: derivationPlace })),
});

/** What its authors say on a report. All of it may be empty. */
export type ReportHeading = Plain<v.InferOutput<typeof headingSchema>>;

/** What of it is kept with an experiment: the derivation is worked out at the place that the screen looks at. */
export type KeptHeading = Plain<v.InferOutput<typeof keptHeadingSchema>>;

/** What the derivation on a report is of: whose weights, which text, which step and output. */
export type ReportedPlace = NonNullable<ReportHeading['derivation']>;
