import { app, shell } from 'electron';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../../core/errors.ts';
import { telling } from './trouble.ts';

/** Address of the project's page, as the program's package.json names it: packages are given one. Null without. */
export const projectPage: string | null = pageIn(join(app.getAppPath(), 'package.json'));

function pageIn(file: string): string | null {
  const { homepage } = JSON.parse(readFileSync(file, 'utf8')) as { homepage?: unknown };
  return typeof homepage === 'string' && homepage.startsWith('https://') ? homepage : null;
}

/** Files that come with the program: in a checkout, and beside the archive where it is installed. */
const files = {
  guide: 'docs/guide.md',
  licence: 'LICENSE',
  licences: app.isPackaged ? 'licences/licences.txt' : 'out/licences/licences.txt',
} as const;

/** Has one of them shown by the program that the system shows such files with. */
export function showFile(name: keyof typeof files): void {
  // Other programs read no archives.
  const folder = app.isPackaged ? join(process.resourcesPath, 'app.asar.unpacked') : app.getAppPath();
  const path = join(folder, files[name]);
  telling(
    shell.openPath(path).then((problem) => {
      if (problem) throw new LabError('file-not-read', `'${path}' cannot be shown: ${problem}.`, '');
    }),
  );
}

/** Opens an address of the program's own in the browser of the system. */
export const openPage = (address: string): void => telling(shell.openExternal(address));
