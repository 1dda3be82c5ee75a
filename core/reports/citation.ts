import { reportContent } from './data/report-content.ts';
import { titleOf, type Report } from './report-data.ts';

/** What a reader needs to name this report and to check that a copy is the same one. */
interface Citation {
  /** A reference in one line. */
  readonly text: string;
  readonly corpusSha256: string;
  readonly reportSha256: string;
}

export function citation(report: Report): Citation {
  const { version, corpus, generatedAt, partial, heading } = report;
  const reportSha256 = reportContent(report).sha256;
  const by = heading && heading.authors.length > 0 ? `${heading.authors.map(nameOfAuthor).join(', ')}, ` : '';
  const at = heading?.address ? `; ${heading.address}` : '';
  return {
    text: `${by}“${titleOf(report)}”${partial ? ' (partial)' : ''}, comparison report, Loss Lab ${version}, ${generatedAt.slice(0, 10)}; corpus SHA-256 ${corpus.sha256}; report SHA-256 ${reportSha256}${at}.`,
    corpusSha256: corpus.sha256,
    reportSha256,
  };
}

/** The DOI in the address of a report, without what may stand before it; null where it is none. */
export const doiOf = (address: string): string | null =>
  /^(?:(?:https?:\/\/)?(?:dx\.)?doi\.org\/|doi:\s*)?(10\.\d{4,9}\/\S+)$/i.exec(address)?.[1] ?? null;

/** The address of a report as one that a browser opens; null where it is neither that nor a DOI. */
export function urlOf(address: string): string | null {
  const doi = doiOf(address);
  if (doi !== null) return `https://doi.org/${doi}`;
  return /^(https?|ftp):\/\/\S+$/.test(address) ? address : null;
}

/** The name in `Name, affiliation`. */
export const nameOfAuthor = (author: string): string => author.split(',')[0].trim();

/** The affiliation in `Name, affiliation`; empty where there is none. */
export const affiliationOf = (author: string): string => author.split(',').slice(1).join(',').trim();
