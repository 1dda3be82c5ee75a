import { BrowserWindow, nativeTheme } from 'electron';
import { pageUrl } from './scheme.ts';

/** Milliseconds between two crashes of the page below which it is not loaded again. */
const restBetweenCrashes = 10_000;

/** Opens the lab's window. It is shown when it has something to show. */
export function openWindow(preload: string): BrowserWindow {
  const window = new BrowserWindow({
    title: 'Loss Lab',
    width: 1440,
    height: 900,
    minWidth: 800,
    minHeight: 560,
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#0f1216' : '#f7f8fa',
    webPreferences: {
      preload,
      // All but `spellcheck` are Electron's defaults; they stand here because the lab's safety rests on them.
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    },
  });
  window.once('ready-to-show', () => window.show());
  reloadAfterCrash(window);
  void window.loadURL(pageUrl);
  return window;
}

/** Training goes on in this process when the page dies; a new page takes a snapshot of it. */
function reloadAfterCrash(window: BrowserWindow): void {
  let last = -Infinity;
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    const now = performance.now();
    if (reason === 'clean-exit' || now - last < restBetweenCrashes) return;
    last = now;
    window.webContents.reload();
  });
}
