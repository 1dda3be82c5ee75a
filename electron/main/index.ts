import { app, BrowserWindow, dialog, shell } from 'electron';
import { fileURLToPath } from 'node:url';
import { createNodeLab } from '../../core/node/node-lab.ts';
import { libraryFolder } from '../../core/node/store/library-folder.ts';
import { version } from '../../core/node/version.ts';
import { LabError } from '../../core/errors.ts';
import { dialogs } from './dialogs.ts';
import { handOutPorts } from './lab-port.ts';
import { keepMenu } from './recents.ts';
import { declareScheme, serveScheme } from './scheme.ts';
import { guardEverything } from './security.ts';
import { libraryThreadFiles, threadFiles } from './thread-files.ts';
import { openWindow } from './window.ts';

/** Milliseconds the lab has to write what is in training, and to end its threads, when the program quits. */
const patience = 10_000;

const beside = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const preload = beside('../preload/index.cjs');
const rendererFolder = beside('../renderer/');

function start(): void {
  guardEverything();
  serveScheme(rendererFolder);
  const lab = createNodeLab({
    ...threadFiles(import.meta.url),
    version,
    screen: true,
    trustBy: 'window',
    runtime: `Electron ${process.versions.electron}`,
    dialogs,
    library: {
      ...libraryThreadFiles(import.meta.url),
      folder: libraryFolder(),
      shown: true,
      reveal: async (folder) => {
        const problem = await shell.openPath(folder);
        if (problem) throw new LabError('file-not-read', `'${folder}' cannot be shown: ${problem}.`);
      },
    },
  });
  handOutPorts(lab);
  keepMenu(lab);
  openWindow(preload);

  app.on('second-instance', () => {
    const [window] = BrowserWindow.getAllWindows();
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) openWindow(preload);
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });

  let closed = false;
  app.on('will-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    // The window that would show it is gone.
    const untold: string[] = [];
    lab.on('problem', ({ message, next }) => untold.push(`${message}\n${next}`));
    const late = new Promise<void>((resolve) =>
      setTimeout(() => {
        untold.push(
          'The disk or a thread has not answered. What was kept before stays, and goes on from there.',
        );
        resolve();
      }, patience),
    );
    void Promise.race([lab.close().catch((error: Error) => void untold.push(error.message)), late]).then(
      () => {
        if (untold.length > 0) dialog.showErrorBox('Not everything is kept', untold.join('\n\n'));
        closed = true;
        app.quit();
      },
    );
  });
}

function fail(error: unknown): void {
  dialog.showErrorBox('Loss Lab cannot start', error instanceof Error ? error.message : String(error));
  app.exit(1);
}

// One lab per user: a second start brings the first one's window to the front.
if (app.requestSingleInstanceLock()) {
  app.enableSandbox();
  declareScheme();
  app.whenReady().then(start).catch(fail);
} else {
  app.quit();
}
