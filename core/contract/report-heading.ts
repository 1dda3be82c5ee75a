import type { DerivationPlace } from '../derivation/derivation.ts';
import type { ProbeMoment, ProbeStretch } from '../probes/probe.ts';
import type { Language } from '../words/language.ts';

/** Parts of the page that may be left out; title, answer and first figure always stand. */
export const reportParts = ['methods', 'results', 'limits', 'appendix'] as const;

export type ReportPart = (typeof reportParts)[number];

/** What its authors say on a report. All of it may be empty. */
export interface ReportHeading {
  /** Instead of the name of the experiment. */
  readonly title: string;
  /** `Name, affiliation` each. */
  readonly authors: readonly string[];
  /** Where the report or its archive is published: a DOI or an address. */
  readonly address: string;
  /** Paragraphs of plain text. */
  readonly notes: string;
  readonly leftOut: readonly ReportPart[];
  /** What the page is written in; English where nothing is said. */
  readonly language?: Language | undefined;
  /** The derivation that stands on it with its numbers; absent: none does. */
  readonly derivation?: ReportedPlace | undefined;
}

/** What the derivation on a report is of: whose weights, which text, which step and output. */
export interface ReportedPlace {
  readonly moment: ProbeMoment;
  readonly stretch: ProbeStretch;
  readonly place: DerivationPlace;
}

/** How long they may be. */
export const headingLimits = {
  title: 1000,
  author: 500,
  authors: 200,
  address: 2000,
  notes: 100_000,
} as const;
