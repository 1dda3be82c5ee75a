import { headingLimits } from '../../../contract/report-heading.ts';
import type { KeptHeading, ReportHeading } from '../../../contract/report-heading-schema.ts';
import { LabError } from '../../../errors.ts';
import { languageOf } from '../../../words/language.ts';

export interface HeadingOptions {
  readonly title?: string;
  readonly author?: readonly string[];
  readonly address?: string;
  readonly notes?: string;
  readonly language?: string | undefined;
}

/** What the options say on the report, and what is kept with the comparison where they do not; undefined for nothing. */
export function headingOf(said: HeadingOptions, kept: KeptHeading | null = null): ReportHeading | undefined {
  const {
    title = kept?.title ?? '',
    author = kept?.authors ?? [],
    address = kept?.address ?? '',
    notes = kept?.notes ?? '',
  } = said;
  const leftOut = kept?.leftOut ?? [];
  const written = said.language === undefined ? (kept?.language ?? 'en') : languageOf(said.language);
  const heading = {
    ...{ title, authors: author, address, notes, leftOut },
    ...(written !== 'en' && { language: written }),
  };
  const empty =
    [title, author, address, notes, leftOut].every(({ length }) => length === 0) && written === 'en';
  if (notes.length > headingLimits.notes || title.length > headingLimits.title)
    throw new LabError('bad-argument', 'Title and notes may have 1000 and 100 000 characters.');
  return empty ? undefined : heading;
}
