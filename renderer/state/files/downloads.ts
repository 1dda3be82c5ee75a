import type { ExportedFile, OfferedFile } from '../../../core/contract/lab-data.ts';
import type { LabState } from '../lab/lab-state.svelte.ts';

/** Gives files that the page has made to the user: by the host's save dialog where it has one, else as downloads. */
export async function giveFiles(state: LabState, files: readonly ExportedFile[]): Promise<void> {
  if (state.capabilities.dialogs) return noteSaved(state, await state.lab.saveFiles({ files }));
  for (const { name, mediaType, bytes } of files) {
    const url = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: mediaType }));
    download(url, name);
    // The browser takes the file after the click; the address may go a little later.
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  }
}

/** Has the browser fetch files that the lab has written, of any size. */
export function fetchFiles(files: readonly OfferedFile[]): void {
  for (const { id, name } of files) download(`/download/${id}`, name);
}

export function noteSaved(state: LabState, saved: { readonly folder: string } | null): void {
  if (saved) state.messages.note(`Saved in ${saved.folder}`);
}

function download(href: string, name: string): void {
  Object.assign(document.createElement('a'), { href, download: name }).click();
}
