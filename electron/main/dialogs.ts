import { app, BrowserWindow, dialog, type OpenDialogOptions } from 'electron';
import { savedEnding } from '../../core/node/files/saved-file.ts';
import { labWindow } from './lab-window.ts';

/** The native dialogs the lab asks for places with. The page never names a path. */
export const dialogs = {
  chooseText: (): Promise<string | null> => chooseFile({ title: 'Open text' }),

  chooseExperiment: (): Promise<string | null> =>
    chooseFile({
      title: 'Open experiment or report',
      filters: [{ name: 'Experiments and reports', extensions: [savedEnding, 'json', 'zip'] }],
    }),

  chooseFolder: (): Promise<string | null> =>
    choose({
      title: 'Save into folder',
      buttonLabel: 'Save here',
      properties: ['openDirectory', 'createDirectory'],
    }),
};

/** A file, which the system then lists as one that was used last. */
async function chooseFile(options: OpenDialogOptions): Promise<string | null> {
  const path = await choose({ ...options, properties: ['openFile'] });
  if (path !== null) app.addRecentDocument(path);
  return path;
}

/** The one path the user picked, or null. The dialog belongs to the window, if there still is one. */
async function choose(options: OpenDialogOptions): Promise<string | null> {
  const window = BrowserWindow.getFocusedWindow() ?? labWindow();
  const { canceled, filePaths } = await (window
    ? dialog.showOpenDialog(window, options)
    : dialog.showOpenDialog(options));
  return canceled ? null : (filePaths[0] ?? null);
}
