import { BrowserWindow, dialog } from 'electron';
import type { Lab } from '../../core/contract/lab-api.ts';
import { toErrorData } from '../../core/errors.ts';
import { visibleLine } from '../../core/words/visible-text.ts';
import { setMenu, type Recent } from './menu.ts';

/** Experiments in the menu. */
const mostRecents = 10;
/** Signs of a name that a menu has room for. */
const longest = 60;

/** Keeps the menu in step with the library: what was kept last is opened from there. */
export function keepMenu(lab: Lab): void {
  let shown: readonly Recent[] = [];

  const say = (work: Promise<unknown>) =>
    void work.catch((error: unknown) => {
      const { message, next } = toErrorData(error);
      dialog.showErrorBox(message, next);
    });
  const actions = {
    send: (command: string) => {
      const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
      window?.webContents.send('host-command', command);
    },
    openRecent: (id: string) => say(lab.openKept({ id })),
    showLibraryFolder: () => say(lab.showKeptFolder({ id: null })),
  };

  /** One look after the other, and one more where the library has changed meanwhile. */
  let looking = false;
  let again = false;
  const look = async (): Promise<void> => {
    again = looking;
    if (looking) return;
    looking = true;
    const entries = await lab.library({}).then(
      (state) => state.entries,
      () => [],
    );
    looking = false;
    const recents = entries
      .filter(({ trashed }) => trashed === null)
      .slice(0, mostRecents)
      .map(({ id, name, text }) => ({ id, label: labelOf(`${name} · ${text.name}`) }));
    if (JSON.stringify(recents) !== JSON.stringify(shown)) setMenu(actions, recents);
    shown = recents;
    if (again) void look();
  };

  setMenu(actions, []);
  lab.on('libraryChanged', () => void look());
  void look();
}

/** A name from outside: one visible line, whose `&` is not taken for that of a shortcut. */
function labelOf(name: string): string {
  const line = visibleLine(name);
  const short = line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
  return short.replaceAll('&', '&&');
}
