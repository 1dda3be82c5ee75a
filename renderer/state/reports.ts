import type { ReportFormat } from '../../core/contract/lab-data.ts';
import { giveFiles } from './downloads.ts';
import type { LabState } from './lab-state.svelte.ts';

/** All that a report can be written as. */
export const everyFormat: readonly ReportFormat[] = ['html', 'markdown', 'csv', 'json'];

/** Gives the comparison report to the user: the lab writes it where the user says, or the browser downloads it. */
export async function exportReport(state: LabState, formats: readonly ReportFormat[]): Promise<void> {
  await state.act('export', async (lab) => {
    if (!state.capabilities.dialogs) return giveFiles(state, await lab.exportReport({ formats }));
    const saved = await lab.saveReport({ formats });
    if (saved) state.messages.note(`Saved in ${saved.folder}`);
  });
}

export async function saveExperiment(state: LabState): Promise<void> {
  await state.act('export', async (lab) => giveFiles(state, [await lab.exportExperiment({})]));
}
