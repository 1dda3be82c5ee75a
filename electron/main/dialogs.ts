import { BrowserWindow, dialog, type OpenDialogOptions } from 'electron';

/** The native dialogs the lab asks for places with. The page never names a path. */
export const dialogs = {
  chooseText: (): Promise<string | null> => choose({ title: 'Open text', properties: ['openFile'] }),

  chooseExperiment: (): Promise<string | null> =>
    choose({
      title: 'Open experiment or report',
      properties: ['openFile'],
      filters: [{ name: 'Experiments and reports', extensions: ['json'] }],
    }),

  chooseFolder: (): Promise<string | null> =>
    choose({
      title: 'Save into folder',
      buttonLabel: 'Save here',
      properties: ['openDirectory', 'createDirectory'],
    }),
};

/** The one path the user picked, or null. The dialog belongs to the window, if there still is one. */
async function choose(options: OpenDialogOptions): Promise<string | null> {
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
  const { canceled, filePaths } = await (window
    ? dialog.showOpenDialog(window, options)
    : dialog.showOpenDialog(options));
  return canceled ? null : (filePaths[0] ?? null);
}
