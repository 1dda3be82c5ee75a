import { reportContent } from './data/report-content.ts';
import type { Report } from './report-data.ts';

/** What a reader needs to name this report and to check that a copy is the same one. */
interface Citation {
  /** A reference in one line. */
  readonly text: string;
  readonly corpusSha256: string;
  readonly reportSha256: string;
}

export function citation(report: Report): Citation {
  const { experiment, version, corpus, generatedAt, partial } = report;
  const reportSha256 = reportContent(report).sha256;
  const name = experiment.name === '' ? 'Untitled comparison' : experiment.name;
  return {
    text: `“${name}”${partial ? ' (partial)' : ''}, comparison report, Loss Lab ${version}, ${generatedAt.slice(0, 10)}; corpus SHA-256 ${corpus.sha256}; report SHA-256 ${reportSha256}.`,
    corpusSha256: corpus.sha256,
    reportSha256,
  };
}
