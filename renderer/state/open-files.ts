import { LabError } from '../../core/errors.ts';
import type { LabState } from './lab-state.svelte.ts';
import type { TextIntake } from './text-intake.svelte.ts';

/** The largest experiment or report that is opened, in bytes. */
const largestFile = 512 * 2 ** 20;

/** One file of the user's choice, or null. */
function chooseFile(accept: string): Promise<File | null> {
  return new Promise((resolve) => {
    const input = Object.assign(document.createElement('input'), { type: 'file', accept });
    input.addEventListener('change', () => resolve(input.files?.[0] ?? null));
    input.addEventListener('cancel', () => resolve(null));
    input.click();
  });
}

/** A file that vanished or may not be read shows only when its text is asked for. */
const textOf = (file: File): Promise<string> =>
  file.text().catch(() => {
    throw new LabError(
      'file-not-read',
      `'${file.name}' could not be read: it is gone, or may not be read.`,
      'Check the file and open it again.',
    );
  });

/** Opens a text: by the host's dialog where it has one, else by the browser's. */
export async function openText(state: LabState, intake: TextIntake): Promise<void> {
  if (state.capabilities.dialogs) {
    await intake.choose();
    return;
  }
  const file = await chooseFile('');
  if (file) await intake.take(file, file.name, 'upload');
}

/** Opens a saved experiment or report. */
export async function openExperimentFile(state: LabState): Promise<void> {
  const file = await chooseFile('.json,application/json');
  if (!file) return;
  await state.discarding(async (lab) => {
    if (file.size > largestFile)
      throw new LabError('file-not-read', `'${file.name}' is too large for an experiment or a report.`);
    return lab.openExperiment({ json: await textOf(file) });
  });
}
