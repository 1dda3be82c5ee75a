import { app, Menu, type BrowserWindow, ipcMain, nativeTheme } from 'electron';
import type { Lab } from '../../core/contract/lab-api.ts';
import { version } from '../../core/node/version.ts';
import { labWindow } from './lab-window.ts';
import { menuTemplate, type MenuActions, type Recent } from './menu.ts';
import { followRecents } from './recents.ts';
import { type Remembered, themes, type ThemeChoice } from './remembered.ts';
import { openPage, projectPage, showFile } from './shipped.ts';
import { reportProblem, telling } from './trouble.ts';
import { zoom } from './window.ts';
import { isFromOwnPage } from './security.ts';

/** Keeps the menu in step with the library, the theme and what is remembered. */
export function keepMenu(
  lab: Lab,
  remembered: Remembered,
  training: { batteryChoiceChanged(): void },
  { openKept, show }: { openKept(id: string): void; show(): void },
): void {
  let recents: readonly Recent[] = [];
  const withWindow = (work: (window: BrowserWindow) => void) => {
    const window = labWindow();
    if (window) work(window);
  };
  const set = (): void => {
    const { theme, awakeOnBattery } = remembered.facts;
    const { platform } = process;
    const facts = { platform, packaged: app.isPackaged, recents, page: projectPage, theme, awakeOnBattery };
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(facts, does)));
  };
  const chooseTheme = serveTheme(remembered, set);
  const list = followRecents(lab, remembered, openKept, (now) => {
    recents = now;
    set();
  });
  const does: MenuActions = {
    send: (command) => {
      // On macOS the program stays without a window: there a command opens it first.
      if (!labWindow()) return show();
      withWindow((window) => window.webContents.send('host-command', command));
    },
    openRecent: openKept,
    clearRecents: () => list.clear(),
    showLibraryFolder: () => telling(lab.showKeptFolder({ id: null })),
    zoom: (by) => withWindow((window) => zoom(window, by, remembered)),
    chooseTheme,
    awakeOnBattery: (awakeOnBattery) => {
      remembered.change({ awakeOnBattery });
      training.batteryChoiceChanged();
    },
    showFile,
    reportProblem: () => telling(reportProblem()),
    openPage,
  };
  app.setAboutPanelOptions({ applicationName: 'Loss Lab', applicationVersion: version });
  set();
}

/**
 * The colours of the window. The page follows the system's, so the choice is made here, by the menu or by the page's own
 * switch: both show the same.
 * @param changed told when there is another choice
 */
function serveTheme(remembered: Remembered, changed: () => void): (choice: ThemeChoice) => void {
  const choose = (choice: ThemeChoice): void => {
    nativeTheme.themeSource = choice;
    remembered.change({ theme: choice });
    changed();
  };
  nativeTheme.themeSource = remembered.facts.theme;
  ipcMain.on('theme', (event, wanted: unknown) => {
    const choice = themes.find((each) => each === wanted);
    if (choice && isFromOwnPage(event)) choose(choice);
  });
  return choose;
}
