import { gibibytes } from '../../core/words/number-format.ts';
import { app, clipboard, dialog, type MessageBoxOptions } from 'electron';
import type { Lab } from '../../core/contract/lab-api.ts';
import { toErrorData, type LabErrorData } from '../../core/errors.ts';
import { machineInfo } from '../../core/node/machine/machine.ts';
import { version } from '../../core/node/version.ts';
import { visibleLine } from '../../core/words/visible-text.ts';
import { labWindow } from './lab-window.ts';

/** What went wrong last, for a report of a problem; null as long as nothing did. */
let last: string | null = null;

/** Keeps it for a report; the window, or whoever asked, says it. */
export function remember({
  code,
  message,
  next,
}: Pick<LabErrorData, 'message' | 'next'> & { code?: string }): void {
  last = [`${new Date().toISOString()} ${code ?? ''}`.trim(), message, next]
    .filter((line) => line !== '')
    .join('\n');
}

/** Keeps what goes wrong outside any call. */
export function rememberProblems(lab: Lab): void {
  lab.on('problem', remember);
}

/** Words of outside on one line, of so many signs at most. */
export function shortened(text: string, most: number): string {
  const line = visibleLine(text);
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}

/** A box over the window, if there is one: a warning that is to be read, unless it says otherwise. It waits for nobody: training and the window go on. */
export function showBox(options: Partial<MessageBoxOptions> & { message: string }): Promise<number> {
  const window = labWindow();
  const all: MessageBoxOptions = { type: 'warning', buttons: ['OK'], ...options };
  const shown = window ? dialog.showMessageBox(window, all) : dialog.showMessageBox(all);
  return shown.then(({ response }) => response);
}

/** Says what went wrong. */
export function tell(error: unknown): void {
  const data = toErrorData(error);
  remember(data);
  void showBox({ message: data.message, detail: data.next });
}

/** Says how something of the menu ends that goes wrong. */
export function telling(work: Promise<unknown>): void {
  work.catch(tell);
}

/** What somebody needs who is to find out about a problem. It holds no text, no name of a file and no result. */
function problemReport(): string {
  const { system, processor, cores, memory } = machineInfo('');
  const { electron, chrome, node, v8 } = process.versions;
  return [
    `Loss Lab ${version}${app.isPackaged ? '' : ', from a checkout'}`,
    `Electron ${electron}, Chromium ${chrome ?? '–'}, Node ${node}, V8 ${v8}`,
    `${system}, ${process.arch}; ${processor}, ${cores} cores, ${gibibytes(memory)}`,
    `Last error: ${last ?? 'none since the start'}`,
    '',
  ].join('\n');
}

/** Puts it on the clipboard, and says that this is all that happened. */
export async function reportProblem(): Promise<void> {
  const text = problemReport();
  await clipboard.writeText(text);
  await showBox({
    type: 'info',
    message: 'What is needed to look into a problem is on the clipboard.',
    detail: `${text}\nNothing was sent. Paste it where you report the problem, and say what you did.`,
  });
}
