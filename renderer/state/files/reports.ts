import type { ExportProgress, ReportFormat } from '../../../core/contract/lab-data.ts';
import type { ReportHeading } from '../../../core/contract/report-heading-schema.ts';
import { LabError, toErrorData } from '../../../core/errors.ts';
import type { Say } from '../../../core/words/said/say.ts';
import { fetchFiles, noteSaved } from './downloads.ts';
import type { LabState } from '../lab/lab-state.svelte.ts';

/** All that a report can be written as, in one file. */
export const everyFormat: readonly ReportFormat[] = ['archive'];

/**
 * Gives the comparison report to the user: the lab writes it where the user says, or the browser downloads it. One at a
 * time: what is shown and cancelled is the one under way.
 */
export async function exportReport(
  state: LabState,
  formats: readonly ReportFormat[],
  heading?: ReportHeading,
): Promise<void> {
  const asked = { formats, ...(heading && { heading }) };
  const { lab, messages, say } = state;
  if (state.exporting)
    return messages.problem(
      new LabError('wrong-state', 'An export is under way.', 'Wait for it, or cancel it.'),
      'export',
    );
  state.exporting = true;
  let cancelled = false;
  const cancel = () => {
    cancelled = true;
    void lab.cancelExports({}).catch((error: unknown) => messages.problem(error, 'export'));
  };
  // Nothing is under way before the lab has begun: the user may still be choosing a folder.
  const stop = lab.on('exporting', (progress) => {
    const { doing, at, of } = progress;
    const share = doing === 'gather' ? 0 : (at - 1) / of;
    messages.work = { text: exportWords(progress, say), share, cancel };
  });
  await state.act('export', async () => {
    try {
      if (state.capabilities.dialogs) noteSaved(state, await lab.saveReport(asked));
      else fetchFiles(await lab.exportReport(asked));
    } catch (error) {
      if (!cancelled || toErrorData(error).code !== 'cancelled') throw error;
      messages.note('The export was cancelled: nothing of it was written.');
    } finally {
      stop();
      state.exporting = false;
      messages.work = null;
    }
  });
}

function exportWords({ doing, file, at, of }: ExportProgress, say: Say): string {
  if (doing === 'gather') return say`Gathering the results …`;
  return doing === 'print' ? say`Printing ${file}, ${at} of ${of}` : say`Writing ${file}, ${at} of ${of}`;
}

export async function saveExperiment(state: LabState): Promise<void> {
  await state.act('export', async (lab) =>
    state.capabilities.dialogs
      ? noteSaved(state, await lab.saveExperiment({}))
      : fetchFiles(await lab.exportExperiment({})),
  );
}
