import { isExperimentLink } from '../experiments/link-form.ts';
import type { KeptHeading } from '../contract/report-heading-schema.ts';
import type { EvaluatedBaselines } from '../corpora/baselines.ts';
import type { CorpusSummary } from '../corpora/corpus.ts';
import { LabError } from '../errors.ts';
import { linkedExperiment } from '../experiments/files/experiment-link.ts';
import { parseExperiment } from '../experiments/files/parse-experiment.ts';
import type { Experiment } from '../experiments/experiment.ts';
import type { RobustnessRecord } from '../experiments/comparison/robustness.ts';
import type { RunRecord } from '../experiments/run.ts';
import type { parseReport as ParseReport } from '../reports/data/json.ts';

export interface OpenedFile {
  readonly experiment: Experiment;
  /** Null for an experiment file, which holds no results. */
  readonly results: {
    readonly records: readonly RunRecord[];
    readonly partial: boolean;
    readonly robustness: RobustnessRecord | null;
  } | null;
  readonly summary: CorpusSummary | null;
  readonly baselines: EvaluatedBaselines | null;
  /** Size of its text, where it came as a link. */
  readonly textBytes: number | null;
  /** What its authors say on it, where it is a report; absent in other files. */
  readonly heading?: KeptHeading | undefined;
}

/**
 * Reads a saved experiment or report, or a link to an experiment.
 * @throws LabError `file-not-read` or `bad-experiment` with what is wrong
 */
export function openedFile(json: string, parseReport: typeof ParseReport): OpenedFile {
  const alone = { results: null, summary: null, baselines: null, textBytes: null };
  if (isExperimentLink(json)) return { ...alone, ...linkedExperiment(json) };
  const value = parseJson(json);
  const format = (value as { format?: unknown } | null)?.format;
  if (format === 'loss-lab-report') {
    const report = parseReport(json);
    return {
      experiment: report.experiment,
      results: { records: report.runs.map(atRest), partial: report.partial, robustness: report.robustness },
      summary: report.corpus,
      baselines: report.baselines,
      textBytes: null,
      heading: report.heading && kept(report.heading),
    };
  }
  if (format === 'loss-lab-experiment') return { ...alone, experiment: parseExperiment(value) };
  throw new LabError(
    'file-not-read',
    'This file is neither a Loss Lab experiment nor a Loss Lab report.',
    "Both are JSON files whose 'format' says what they are.",
  );
}

/** Nothing trains behind an opened report: a run that was under way when it was written counts as stopped. */
export function atRest(run: RunRecord): RunRecord {
  return run.status === 'training' || run.status === 'waiting' ? { ...run, status: 'stopped' } : run;
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new LabError(
      'file-not-read',
      `This file is not valid JSON: ${error instanceof Error ? error.message : String(error)}`,
      'Open a file that the lab has saved.',
    );
  }
}

/** Without the place of a derivation, which is the report's own. */
const kept = ({ title, authors, address, notes, leftOut, language }: KeptHeading): KeptHeading => ({
  ...{ title, authors, address, notes, leftOut },
  ...(language !== undefined && { language }),
});
