import { app, BrowserWindow, nativeTheme, screen } from 'electron';
import { endUnseen } from './lab-window.ts';
import { leastSize, placeOf } from './place.ts';
import type { Remembered } from './remembered.ts';
import { pageUrl } from './scheme.ts';
import { remember, showBox } from './trouble.ts';

/** Milliseconds between two ends of the page below which it is not loaded again by itself. */
const restBetweenCrashes = 10_000;

/** Opens the lab's window where it was left. It is shown when it has something to show. */
export function openWindow(preload: string, remembered: Remembered): BrowserWindow {
  const { bounds, maximised, fullScreen } = remembered.facts;
  const screens = screen.getAllDisplays().map(({ workArea }) => workArea);
  const window = new BrowserWindow({
    title: 'Loss Lab',
    ...placeOf(bounds, screens),
    minWidth: leastSize.width,
    minHeight: leastSize.height,
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
  window.once('ready-to-show', () => {
    if (maximised) window.maximize();
    if (fullScreen) window.setFullScreen(true);
    window.show();
  });
  window.webContents.on('did-finish-load', () => window.webContents.setZoomLevel(remembered.facts.zoom));
  window.once('closed', endUnseen);
  followPlace(window, remembered);
  answerHanging(window);
  answerCrash(window);
  window.loadURL(pageUrl).catch((error: Error) => remember({ message: error.message, next: '' }));
  return window;
}

/** Brings the window to the front; there may be none, where the system keeps programs without one. */
export function toFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/** Size and place are those beside full screen and maximised, so that these can be left again. */
function followPlace(window: BrowserWindow, remembered: Remembered): void {
  const look = (): void => {
    // A window that was never shown has not been placed by anybody.
    if (window.isDestroyed() || !window.isVisible()) return;
    remembered.change({
      bounds: window.getNormalBounds(),
      maximised: window.isMaximized(),
      fullScreen: window.isFullScreen(),
    });
  };
  window.on('resize', look);
  window.on('move', look);
  window.on('maximize', look);
  window.on('unmaximize', look);
  window.on('enter-full-screen', look);
  window.on('leave-full-screen', look);
  window.on('close', look);
}

/** Steps of zoom: 0 sets it back. */
export function zoom(window: BrowserWindow, by: -1 | 0 | 1, remembered: Remembered): void {
  const level = by === 0 ? 0 : Math.min(8, Math.max(-6, window.webContents.getZoomLevel() + by / 2));
  window.webContents.setZoomLevel(level);
  remembered.change({ zoom: level });
}

/** Windows whose page was ended on demand: of that nobody has to be told. */
const ended = new WeakSet<BrowserWindow>();

/** A page that hangs is named, and may be loaded anew: training goes on in this process. */
function answerHanging(window: BrowserWindow): void {
  let asked: AbortController | null = null;
  window.on('unresponsive', () => {
    if (asked) return;
    const question = new AbortController();
    asked = question;
    remember({ message: 'The window did not answer.', next: '' });
    void showBox({
      message: 'The window does not answer.',
      detail: 'Training goes on, and what was computed is kept. Loaded again, the window shows it.',
      buttons: ['Wait', 'Load Again'],
      cancelId: 0,
      signal: question.signal,
    }).then((answer) => {
      asked = null;
      if (answer !== 1 || question.signal.aborted || window.isDestroyed()) return;
      ended.add(window);
      window.webContents.forcefullyCrashRenderer();
      window.webContents.reload();
    });
  });
  window.on('responsive', () => asked?.abort());
}

const reasons: Readonly<Record<string, string>> = {
  'abnormal-exit': 'it ended with an error',
  killed: 'it was ended from outside',
  crashed: 'it crashed',
  oom: 'it ran out of memory',
  'memory-eviction': 'the system was short of memory',
  'launch-failed': 'it could not be started',
  'integrity-failure': 'its code is not what was installed',
};
const reasonOf = (reason: string): string => reasons[reason] ?? reason;

const nothingLost = 'Training goes on in the background, and what was computed is kept.';

/** A page that ended is loaded again, and takes a snapshot of the lab; one that ends again and again is asked about. */
function answerCrash(window: BrowserWindow): void {
  let last = -Infinity;
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (ended.delete(window) || reason === 'clean-exit' || window.isDestroyed()) return;
    const now = performance.now();
    const again = now - last < restBetweenCrashes;
    last = now;
    const message = `The window’s page has ended: ${reasonOf(reason)}.`;
    remember({ message, next: '' });
    if (!again) {
      window.webContents.reload();
      void showBox({ message, detail: `It was loaded again. ${nothingLost}` });
      return;
    }
    const detail = `This was the second time within seconds. ${nothingLost}`;
    void showBox({ type: 'error', message, detail, buttons: ['Load Again', 'Quit'] }).then((answer) => {
      if (answer === 1) app.quit();
      else if (!window.isDestroyed()) window.webContents.reload();
    });
  });
}

/** Helpers of the window, as the one that draws. Chromium starts them again; each kind is told of once. */
export function answerHelpers(): void {
  const told = new Set<string>();
  app.on('child-process-gone', (_event, { type, name, reason }) => {
    if (reason === 'clean-exit') return;
    const message = `A helper of the window has ended (${name ?? type}): ${reasonOf(reason)}.`;
    remember({ message, next: '' });
    if (told.has(type)) return;
    told.add(type);
    void showBox({ message, detail: `It is started again. ${nothingLost}` });
  });
}
