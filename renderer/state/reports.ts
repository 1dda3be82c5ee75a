import type { ReportFormat } from '../../core/contract/lab-data.ts';
import { fetchFiles, noteSaved } from './downloads.ts';
import type { LabState } from './lab-state.svelte.ts';

/** All that a report can be written as. */
export const everyFormat: readonly ReportFormat[] = ['html', 'markdown', 'csv', 'json'];

/** Gives the comparison report to the user: the lab writes it where the user says, or the browser downloads it. */
export async function exportReport(state: LabState, formats: readonly ReportFormat[]): Promise<void> {
  await state.act('export', async (lab) =>
    state.capabilities.dialogs
      ? noteSaved(state, await lab.saveReport({ formats }))
      : fetchFiles(await lab.exportReport({ formats })),
  );
}

export async function saveExperiment(state: LabState): Promise<void> {
  await state.act('export', async (lab) =>
    state.capabilities.dialogs
      ? noteSaved(state, await lab.saveExperiment({}))
      : fetchFiles(await lab.exportExperiment({})),
  );
}
