/** Parts of the page that may be left out; title, answer and first figure always stand. */
export const reportParts = ['methods', 'results', 'limits', 'appendix'] as const;

export type ReportPart = (typeof reportParts)[number];

/** How long they may be. */
export const headingLimits = {
  title: 1000,
  author: 500,
  authors: 200,
  address: 2000,
  notes: 100_000,
} as const;
