import type { ReportFormat } from '../contract/lab-data.ts';
import type { LabErrorData } from '../errors.ts';
import type { RunRecord } from '../experiments/run.ts';
import type { ReportPlace } from '../lab/ports.ts';
import type { ReportInput } from '../reports/report-data.ts';

/** Host to report thread: the runs one by one, each with series of its own, then what to write of them. */
export type ToReportThread =
  | { readonly kind: 'run'; readonly run: RunRecord }
  | {
      readonly kind: 'write';
      readonly input: Omit<ReportInput, 'runs'>;
      readonly formats: readonly ReportFormat[];
      readonly place: ReportPlace;
    }
  /** The page alone. */
  | { readonly kind: 'page'; readonly input: Omit<ReportInput, 'runs'> };

/** Report thread to host: one answer. */
export type FromReportThread =
  | { readonly kind: 'written' }
  | { readonly kind: 'page'; readonly html: string }
  | { readonly kind: 'error'; readonly error: LabErrorData };
