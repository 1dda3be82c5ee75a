import { app, dialog, shell } from 'electron';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createNodeLab } from '../../core/node/node-lab.ts';
import { libraryFolder } from '../../core/node/store/library-folder.ts';
import { version } from '../../core/node/version.ts';
import { LabError } from '../../core/errors.ts';
import { dialogs } from './dialogs.ts';
import { handOutPorts } from './lab-port.ts';
import { labWindow } from './lab-window.ts';
import { keepMenu } from './keep-menu.ts';
import { carryOut } from './opening.ts';
import { windowPrinter } from './window-printing.ts';
import { quitGently } from './quitting.ts';
import { Remembered } from './remembered.ts';
import { declareScheme, serveScheme } from './scheme.ts';
import { guardEverything } from './security.ts';
import { serveTraining } from './while-training.ts';
import { remember, rememberProblems, tell } from './trouble.ts';
import { answerHelpers, openWindow, toFront } from './window.ts';
import { Wishes, wishOf } from './wishes.ts';

const beside = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const preload = beside('../preload/index.cjs');
const rendererFolder = beside('../renderer/');

/** Must be the `appId` that the installer gives the program: Windows shows notifications of known programs only. */
const appId = 'LossLab.LossLab';

const byElectron = process.defaultApp === true;
const wishes = new Wishes();
/** Brings the window to the front; nothing as long as there is no lab, and when it ends. */
let show = (): void => undefined;

async function start(): Promise<void> {
  guardEverything();
  serveScheme(rendererFolder);
  const remembered = await Remembered.read(join(app.getPath('userData'), 'window.json'), remember);
  const lab = createNodeLab({
    // Of a packed lab the threads lie beside the archive, where the plain Node of a thread reads them.
    built: import.meta.url.replace('/app.asar/', '/app.asar.unpacked/'),
    version,
    screen: true,
    trustBy: 'window',
    runtime: `Electron ${process.versions.electron}`,
    dialogs,
    printer: windowPrinter,
    library: {
      folder: libraryFolder(),
      shown: true,
      reveal: async (folder) => {
        const problem = await shell.openPath(folder);
        if (problem) throw new LabError('file-not-read', `'${folder}' cannot be shown: ${problem}.`);
      },
    },
  });
  // One lab, one window: whatever asks for another one brings it to the front.
  show = () => {
    const window = labWindow();
    if (window) toFront(window);
    else openWindow(preload, remembered);
  };
  rememberProblems(lab);
  handOutPorts(lab);
  answerHelpers();
  keepMenu(lab, remembered, serveTraining(lab, remembered), {
    openKept: (kept) => wishes.add({ files: [], kept }),
    show: () => show(),
  });
  quitGently(lab, remembered);
  openWindow(preload, remembered);
  wishes.serve(async (wish) => {
    await carryOut(lab, wish).catch(tell);
    show();
  });
  app.on('activate', () => show());
}

function fail(error: unknown): void {
  dialog.showErrorBox('Loss Lab cannot start', error instanceof Error ? error.message : String(error));
  app.exit(1);
}

// One lab per user: a second start hands over what it was started for, and ends.
if (app.requestSingleInstanceLock()) {
  // Whoever starts it without the sandbox, as root must, means it: Electron would take the switch back for pages alone.
  if (!process.argv.includes('--no-sandbox')) app.enableSandbox();
  declareScheme();
  if (process.platform === 'win32') app.setAppUserModelId(appId);
  wishes.add(wishOf(process.argv, process.cwd(), byElectron));
  // Heard from the first moment: what another start was made for would be lost while this one is on its way.
  app.on('second-instance', (_event, argv, workingDirectory) => {
    show();
    wishes.add(wishOf(argv, workingDirectory, byElectron));
  });
  // macOS names files by this event, one by one, also before the program is ready: those of one moment belong together.
  const named: string[] = [];
  app.on('open-file', (event, path) => {
    event.preventDefault();
    if (named.push(path) === 1) setImmediate(() => wishes.add({ files: named.splice(0), kept: null }));
  });
  app.whenReady().then(start).catch(fail);
} else {
  app.quit();
}
