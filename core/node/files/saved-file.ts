import { defaultCorpusOptions } from '../../corpora/corpus.ts';
import { isExperimentLink } from '../../experiments/link-form.ts';
import type { HostedLab } from '../../lab/create-lab.ts';
import { openToRead } from '../disk/open-file.ts';

/** Bytes at the beginning of a file that tell what it is. */
const headBytes = 4096;
const ownFormat = /"format"\s*:\s*"loss-lab-(report|experiment)"/;

/** Ending of the files that the system opens with the lab. */
export const savedEnding = 'losslab';

/**
 * Whether a file of this machine is a saved experiment or report, or a link to one: by its ending, else by how it begins.
 * Every other file is a text; what cannot be read is for its reader to refuse.
 */
export async function isSavedFile(path: string): Promise<boolean> {
  if (path.toLowerCase().endsWith(`.${savedEnding}`)) return true;
  const handle = await openToRead(path).catch(() => null);
  try {
    if (!handle || !(await handle.stat()).isFile()) return false;
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    const head = buffer
      .toString('utf8', 0, bytesRead)
      .replace(/^\uFEFF/, '')
      .trimStart();
    return isExperimentLink(head) || (head.startsWith('{') && ownFormat.test(head));
  } catch {
    return false;
  } finally {
    await handle?.close();
  }
}

/**
 * Opens a file of this machine, whatever it is: a saved experiment or report, else a text.
 * @throws LabError with what is wrong; the lab is then as it was
 */
export async function openAnyFile(lab: HostedLab, path: string): Promise<void> {
  if (await isSavedFile(path)) await lab.openFile({ path });
  else await lab.openPath({ path, source: 'file', options: defaultCorpusOptions });
}
