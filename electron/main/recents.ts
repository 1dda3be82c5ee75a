import { app, Menu } from 'electron';
import type { Lab } from '../../core/contract/lab-api.ts';
import { recentItems, type Recent } from './menu.ts';
import type { Remembered } from './remembered.ts';
import { shortened } from './trouble.ts';
import { keptOption } from './wishes.ts';

/** Experiments in the menu. */
const mostRecents = 10;
/** Signs of a name that a menu has room for. */
const longest = 60;

/** Keeps lists of what was kept last in step with the library, and tells of them when they change. */
export function followRecents(
  lab: Lab,
  remembered: Remembered,
  open: (id: string) => void,
  told: (recents: readonly Recent[]) => void,
): { clear(): void } {
  let shown: readonly Recent[] = [];

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
    const { recentsAfter } = remembered.facts;
    const recents = entries
      .filter(({ trashed, started }) => trashed === null && started > recentsAfter)
      .slice(0, mostRecents)
      .map(({ id, name, text }) => ({ id, label: shortened(`${name} · ${text.name}`, longest) }));
    if (JSON.stringify(recents) !== JSON.stringify(shown)) {
      shown = recents;
      told(recents);
      listInSystem(recents, open);
    }
    if (again) void look();
  };

  lab.on('libraryChanged', () => void look());
  void look();
  return {
    /** Those of now are listed no more; they stay in the library. */
    clear: () => {
      remembered.change({ recentsAfter: new Date().toISOString() });
      app.clearRecentDocuments();
      void look();
    },
  };
}

/** In the dock's menu on macOS, in the jump list on Windows; other systems have no such list of a program's own. */
function listInSystem(recents: readonly Recent[], open: (id: string) => void): void {
  app.dock?.setMenu(Menu.buildFromTemplate(recentItems(recents, open)));
  if (process.platform === 'win32') listForJumps(recents);
}

/** Each entry starts the program again, whose first instance is told what it was started for. */
function listForJumps(recents: readonly Recent[]): void {
  // A list with an entry that the user has removed from it is refused as a whole.
  const removed = new Set(app.getJumpListSettings().removedItems.map(({ args }) => args));
  const program = app.isPackaged ? '' : `"${app.getAppPath()}" `;
  const items = recents
    .map(({ id, label }) => ({
      type: 'task' as const,
      title: label,
      description: label,
      program: process.execPath,
      args: `${program}"${keptOption}${id}"`,
    }))
    .filter(({ args }) => !removed.has(args));
  app.setJumpList([
    ...(items.length > 0 ? [{ type: 'custom' as const, name: 'Experiments', items }] : []),
    { type: 'recent' },
  ]);
}
