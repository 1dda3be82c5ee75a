import type { CorpusSummary } from '../../../corpora/corpus.ts';
import { line } from './terminal.ts';

/** What should be known of a text, one sentence a line, as `corpus` prints it. */
export const warningLines = ({ warnings }: CorpusSummary): string[] =>
  warnings.map((warning) => `warning           ${line(warning)}`);

/**
 * Says it before anything trains on the text.
 * @param json standard output is for data alone
 */
export function tellWarnings(summary: CorpusSummary | null, json: boolean): void {
  if (!summary || summary.warnings.length === 0) return;
  (json ? process.stderr : process.stdout).write(`${warningLines(summary).join('\n')}\n${json ? '' : '\n'}`);
}
