import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import type { HostCommand } from '../../core/contract/host-commands.ts';

/** A kept experiment as the menu lists it. */
export interface Recent {
  readonly id: string;
  readonly label: string;
}

/** What the menu does beside the commands of the page. */
interface MenuActions {
  /** Commands of the lab go to the page, which carries them out as its own buttons do. */
  send(command: HostCommand): void;
  openRecent(id: string): void;
  showLibraryFolder(): void;
}

/** Sets the application menu. @param recents the newest first */
export function setMenu(
  { send, openRecent, showLibraryFolder }: MenuActions,
  recents: readonly Recent[],
): void {
  const command = (label: string, accelerator: string, name: HostCommand): MenuItemConstructorOptions => ({
    label,
    accelerator,
    click: () => send(name),
  });
  const mac = process.platform === 'darwin';
  const template: MenuItemConstructorOptions[] = [
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        command('Open Text…', 'CmdOrCtrl+O', 'open-text'),
        command('Open Experiment…', 'CmdOrCtrl+Shift+O', 'open-experiment'),
        { type: 'separator' },
        {
          label: 'Open Recent',
          enabled: recents.length > 0,
          submenu: recents.map(({ id, label }) => ({ label, click: () => openRecent(id) })),
        },
        command('Library', 'CmdOrCtrl+L', 'library'),
        { label: 'Open Library Folder', click: () => showLibraryFolder() },
        { type: 'separator' },
        command('Export…', 'CmdOrCtrl+E', 'export'),
        { type: 'separator' },
        { role: mac ? 'close' : 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        { role: 'reload' },
        // The page holds nothing that its own tools could harm, but a shipped program does not show them.
        ...(app.isPackaged ? [] : [{ role: 'toggleDevTools' } as const]),
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
