import type { Lab } from '../../../core/contract/lab-api.ts';
import { LabError } from '../../../core/errors.ts';
import { isExperimentLink } from '../../../core/experiments/link-form.ts';
import { uploadFile } from '../../connection/upload.ts';
import { visibleLine } from '../../../core/words/visible-text.ts';
import type { LabState } from '../lab/lab-state.svelte.ts';

/** Bytes at the beginning of a file that tell what it is. */
const headBytes = 4096;
/** The largest file that is parsed to tell what it is, and that goes to the lab with the call, in bytes. */
const smallBytes = 2 ** 20;
const labFormats: readonly string[] = ['loss-lab-report', 'loss-lab-experiment'];
const formatField = /"format"\s*:\s*"loss-lab-(report|experiment)"/;

/** A zip archive: the lab looks for a report or an experiment in it. */
const isArchive = ({ name }: File, head: string): boolean =>
  /\.(zip|losslab)$/i.test(name) && head.startsWith('PK\u0003\u0004');

/** One file of the user's choice, or null. */
export function chooseFile(accept: string): Promise<File | null> {
  return new Promise((resolve) => {
    const input = Object.assign(document.createElement('input'), { type: 'file', accept });
    input.addEventListener('change', () => resolve(input.files?.[0] ?? null));
    input.addEventListener('cancel', () => resolve(null));
    input.click();
  });
}

/** A file that vanished or may not be read shows only when its text is asked for. */
export const textOf = (file: File): Promise<string> =>
  file.text().catch(() => {
    throw new LabError(
      'file-not-read',
      `'${file.name}' could not be read: it is gone, or may not be read.`,
      'Check the file and open it again.',
    );
  });

/** Opens a saved experiment or report: by the host's dialog where it has one. */
export async function openExperimentFile(state: LabState): Promise<void> {
  if (state.capabilities.dialogs)
    return opened(state, 'file', (lab) => lab.openExperimentDialog({}), 'opened a file');
  const file = await chooseFile('.losslab,.json,.zip,application/json,application/zip');
  if (file) await openLabFile(state, file);
}

/** Opens a file as a saved experiment or report. */
export async function openLabFile(state: LabState, file: File): Promise<void> {
  await opened(
    state,
    'file',
    async (lab) =>
      lab.openExperiment(
        file.size > smallBytes || isArchive(file, await file.slice(0, headBytes).text())
          ? { uploadId: await uploadFile(lab, file) }
          : { json: await textOf(file) },
      ),
    `opened ${visibleLine(file.name)}`,
  );
}

/** Opens the experiment of a link; the lab checks it like a file. */
export async function openLink(state: LabState, link: string): Promise<void> {
  await opened(
    state,
    'link',
    async (lab) => {
      await lab.openExperiment({ json: link });
      state.messages.note(`The experiment of the link is open: ${visibleLine(state.experiment.name)}`);
    },
    'link opened',
  );
}

/** Opens something as a change that can be taken back; while runs are in training it says that nothing can. */
async function opened(
  state: LabState,
  what: string,
  open: (lab: Lab) => Promise<unknown>,
  words: string,
): Promise<void> {
  const sentence = `No ${what} can be opened while runs are in training.`;
  const refusal = new LabError('wrong-state', sentence, 'Stop or reset the experiment first.');
  if (state.training) state.messages.problem(refusal, 'text');
  else await state.changes.make('text', open, words);
}

/**
 * Whether a file says of itself that it is a saved experiment or report. Only a small one is parsed for it; a larger
 * one tells by its beginning, where the lab writes the format. A link to an experiment is one too.
 */
export async function isLabFile(file: File): Promise<boolean> {
  const head = await file.slice(0, headBytes).text();
  if (isExperimentLink(head) || isArchive(file, head)) return true;
  if (!head.trimStart().startsWith('{')) return false;
  if (file.size > smallBytes) return formatField.test(head);
  try {
    const { format } = JSON.parse(await file.text()) as { format?: unknown };
    return typeof format === 'string' && labFormats.includes(format);
  } catch {
    return false;
  }
}

/** Whether what the lab does not know would be learned as a text, though its name and beginning say that it is JSON. */
export async function isUnknownJson(file: File): Promise<boolean> {
  if (!/\.(json|losslab)$/i.test(file.name)) return false;
  return (await file.slice(0, headBytes).text()).trimStart().startsWith('{');
}

/** Whether a file says of itself that it is a lesson. */
export async function isLessonFile(file: Blob): Promise<boolean> {
  if (file.size > 1_000_000) return false;
  const head = await file.slice(0, 4096).text();
  return /"format"\s*:\s*"loss-lab-lesson"/.test(head);
}
