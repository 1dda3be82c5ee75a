import * as v from 'valibot';
import { derivationPlace, moment, stretch } from './arguments.ts';
import { languages } from '../words/language.ts';
import { headingLimits, reportParts } from './report-heading.ts';

const text = (most: number) =>
  v.pipe(v.string('must be text'), v.maxLength(most, `may have at most ${most} characters`));

/** What authors say on a report, checked. */
export const headingSchema = v.strictObject({
  title: text(headingLimits.title),
  authors: v.pipe(
    v.array(text(headingLimits.author)),
    v.maxLength(headingLimits.authors, `may list at most ${headingLimits.authors} authors`),
  ),
  address: text(headingLimits.address),
  notes: text(headingLimits.notes),
  leftOut: v.pipe(v.array(v.picklist(reportParts)), v.maxLength(reportParts.length, 'names a part twice')),
  language: v.optional(v.picklist(languages)),
  derivation: v.optional(v.strictObject({ moment, stretch, place: derivationPlace })),
});
