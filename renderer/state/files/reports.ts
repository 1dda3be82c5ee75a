import type { ReportFormat } from '../../../core/contract/lab-data.ts';
import type { ReportHeading } from '../../../core/contract/report-heading-schema.ts';
import { fetchFiles, noteSaved } from './downloads.ts';
import type { LabState } from '../lab/lab-state.svelte.ts';

/** All that a report can be written as, in one file. */
export const everyFormat: readonly ReportFormat[] = ['archive'];

/** Gives the comparison report to the user: the lab writes it where the user says, or the browser downloads it. */
export async function exportReport(
  state: LabState,
  formats: readonly ReportFormat[],
  heading?: ReportHeading,
): Promise<void> {
  const asked = { formats, ...(heading && { heading }) };
  await state.act('export', async (lab) =>
    state.capabilities.dialogs
      ? noteSaved(state, await lab.saveReport(asked))
      : fetchFiles(await lab.exportReport(asked)),
  );
}

export async function saveExperiment(state: LabState): Promise<void> {
  await state.act('export', async (lab) =>
    state.capabilities.dialogs
      ? noteSaved(state, await lab.saveExperiment({}))
      : fetchFiles(await lab.exportExperiment({})),
  );
}
