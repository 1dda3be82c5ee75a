import { app, shell } from 'electron';
import { join } from 'node:path';
import { LabError } from '../../core/errors.ts';
import { telling } from './trouble.ts';

/** Address of the project's page, put in by the build from package.json; absent where that names none. */
declare const __LAB_PAGE__: string | null | undefined;

export const projectPage: string | null = typeof __LAB_PAGE__ === 'string' ? __LAB_PAGE__ : null;

/** Files that come with the program: beside its code in a checkout, among its resources where it is installed. */
const files = {
  guide: 'docs/guide.md',
  licence: 'LICENSE',
  licences: 'docs/dependencies.md',
} as const;

/** Has one of them shown by the program that the system shows such files with. */
export function showFile(name: keyof typeof files): void {
  const path = join(app.isPackaged ? process.resourcesPath : app.getAppPath(), files[name]);
  telling(
    shell.openPath(path).then((problem) => {
      if (problem) throw new LabError('file-not-read', `'${path}' cannot be shown: ${problem}.`, '');
    }),
  );
}

/** Opens an address of the program's own in the browser of the system. */
export const openPage = (address: string): void => telling(shell.openExternal(address));
