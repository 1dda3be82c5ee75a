import type { ExportedFile } from '../../core/contract/lab-data.ts';
import type { LabState } from './lab-state.svelte.ts';

/** Gives files to the user: by the host's save dialog where it has one, else as downloads of the browser. */
export async function giveFiles(state: LabState, files: readonly ExportedFile[]): Promise<void> {
  if (state.capabilities.dialogs) {
    const saved = await state.lab.saveFiles({ files });
    if (saved) state.messages.note(`Saved in ${saved.folder}`);
    return;
  }
  for (const { name, mediaType, bytes } of files) {
    const url = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: mediaType }));
    const link = Object.assign(document.createElement('a'), { href: url, download: name });
    link.click();
    // The browser takes the file after the click; the address may go a little later.
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  }
}
