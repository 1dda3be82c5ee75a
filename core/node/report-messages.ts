import type { ReportFormat } from '../contract/lab-data.ts';
import type { RunRecord } from '../experiments/run.ts';
import type { ReportPlace } from '../lab/ports.ts';
import type { ReportInput } from '../reports/report-data.ts';

/** A report but for its runs, and how many of those the thread was given. */
interface Rest {
  readonly input: Omit<ReportInput, 'runs'>;
  readonly runs: number;
}

/** What a report thread is asked: to take the runs one by one, then what to write of them. */
export type ReportAnswers = {
  run(run: RunRecord): void;
  write(
    asked: Rest & { readonly formats: readonly ReportFormat[]; readonly place: ReportPlace },
  ): Promise<void>;
  /** The page alone. */
  page(asked: Rest): string;
};
