import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import type { HostCommand } from '../../core/contract/host-commands.ts';

/** Sets the application menu. Commands of the lab go to the page, which carries them out as its own buttons do. */
export function setMenu(send: (command: HostCommand) => void): void {
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
