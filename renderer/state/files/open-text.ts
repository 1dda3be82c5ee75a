import type { LabState } from '../lab/lab-state.svelte.ts';
import { chooseFile } from './open-files.ts';
import type { TextIntake } from './text-intake.svelte.ts';

/** Opens a text: by the host's dialog where it has one, else by the browser's. */
export async function openText(state: LabState, intake: TextIntake): Promise<void> {
  if (state.capabilities.dialogs) {
    await intake.choose();
    return;
  }
  const file = await chooseFile('');
  if (file) await intake.take(file, file.name, 'upload');
}
