import type { ReportFormat } from '../../core/contract/lab-data.ts';
import { giveFiles } from './downloads.ts';
import type { LabState } from './lab-state.svelte.ts';

/** All that a report can be written as. */
export const everyFormat: readonly ReportFormat[] = ['html', 'markdown', 'csv', 'json'];

/** Asks the lab for the comparison report and gives it to the user. */
export async function exportReport(state: LabState, formats: readonly ReportFormat[]): Promise<void> {
  await state.act('export', async (lab) => giveFiles(state, await lab.exportReport({ formats })));
}

export async function saveExperiment(state: LabState): Promise<void> {
  await state.act('export', async (lab) => giveFiles(state, [await lab.exportExperiment({})]));
}
