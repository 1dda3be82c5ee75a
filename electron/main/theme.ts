import { ipcMain, nativeTheme } from 'electron';
import { themes, type Remembered, type ThemeChoice } from './remembered.ts';
import { isFromOwnPage } from './security.ts';

/**
 * The colours of the window. The page follows the system's, so the choice is made here, by the menu or by the page's own
 * switch: both show the same.
 * @param changed told when there is another choice
 */
export function serveTheme(remembered: Remembered, changed: () => void): (choice: ThemeChoice) => void {
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
