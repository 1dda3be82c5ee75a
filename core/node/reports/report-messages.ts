import type { ReportFormat } from '../../contract/lab-data.ts';
import type { LabErrorData } from '../../errors.ts';
import type { RunRecord } from '../../experiments/run.ts';
import type { ReportPlace } from '../../lab/ports.ts';
import type { Printer } from './printing.ts';
import type { ReportInput } from '../../reports/report-data.ts';

/** A report but for its runs, and how many of those the thread was given. */
interface Rest {
  readonly input: Omit<ReportInput, 'runs'>;
  readonly runs: number;
}

/** What the thread tells the host to print, one page at a time. */
export interface PageToPrint {
  readonly form: keyof Printer;
  readonly markup: string;
}
export type Printed = { readonly bytes: Uint8Array } | LabErrorData;

/** What a report thread is asked: to take the runs one by one, then what to write of them. */
export type ReportAnswers = {
  run(run: RunRecord): void;
  write(
    asked: Rest & {
      readonly formats: readonly ReportFormat[];
      readonly place: ReportPlace;
      /** The host prints, and need not look for a browser. */
      readonly prints: boolean;
    },
  ): Promise<void>;
  /** What has become of the page that the host was told to print. */
  printed(answer: Printed): void;
  /** The page alone. */
  page(asked: Rest): string;
};
