import type { CorpusSummary, LineEnds } from '../corpora/corpus.ts';
import { grouped, listed } from './number-format.ts';

/** How the encoding of a text was found; a guess is said to be one. */
export const encodingSources: Readonly<Record<CorpusSummary['encodingSource'], string>> = {
  'byte-order-mark': 'by its byte order mark',
  'nul-pattern': 'by the pattern of its NUL bytes',
  'valid-utf-8': 'valid throughout',
  detected: 'a guess',
  chosen: 'as chosen',
  generated: 'generated',
};

/**
 * What there is to know of line ends other than LF, and what the switch beside it does; null where all are LF.
 * @param normalised they were turned into LF while the text was read
 */
export function lineEndWords(ends: LineEnds | null, normalised: boolean): string | null {
  if (normalised) return 'CR LF and CR are read as LF, one character each.';
  if (!ends || ends.crlf + ends.cr === 0) return null;
  const kinds = [
    ends.lf > 0 ? `${grouped(ends.lf)} LF` : '',
    ends.crlf > 0 ? `${grouped(ends.crlf)} CR LF` : '',
    ends.cr > 0 ? `${grouped(ends.cr)} CR` : '',
  ].filter((kind) => kind !== '');
  const all =
    kinds.length === 1
      ? `All line ends are ${kinds[0].replace(/^[\d\s]+/, '')}`
      : `Line ends: ${listed(kinds)}`;
  return `${all}${ends.crlf > 0 ? ', where each CR LF is two characters to learn' : ''}.`;
}
