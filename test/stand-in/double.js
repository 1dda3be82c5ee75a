import { EventEmitter } from 'node:events';
import { tmpdir } from 'node:os';
import { MessageChannelMain, MessagePortMain } from './ports.js';
import { browserWindowIn } from './window.js';

/**
 * What Loss Lab uses of Electron, over a real Chromium. It refuses what Electron refuses at start-up (schemes after
 * `ready`, a sandbox after `ready`) and keeps what it was told in `standIn`, for tests to read. Functions the lab
 * does not use are not here: using one fails loudly.
 */
export function electronDouble(chromium, onExit) {
  const standIn = { sandboxed: false, privileges: [], handlers: {} };
  const app = new EventEmitter();
  const ipcMain = new EventEmitter();
  const schemes = new Map();
  const BrowserWindow = browserWindowIn({ chromium, app, ipcMain, schemes });

  let ready = false;
  let makeReady;
  const whenReady = new Promise((resolve) => (makeReady = resolve));
  const beforeReady = (what) => {
    if (ready) throw new Error(`${what} should be called before app is ready`);
  };

  /** Emits an event that can be prevented; answers whether it was. */
  const asks = (name) => {
    let prevented = false;
    app.emit(name, { preventDefault: () => (prevented = true) });
    return prevented;
  };

  Object.assign(app, {
    isPackaged: false,
    name: 'loss-lab',
    isReady: () => ready,
    whenReady: () => whenReady,
    requestSingleInstanceLock: () => true,
    enableSandbox() {
      beforeReady('app.enableSandbox()');
      standIn.sandboxed = true;
    },
    getPath: () => tmpdir(),
    commandLine: { appendSwitch: () => undefined },
    exit: onExit,
    quit() {
      if (asks('before-quit')) return;
      // In this double closing a window is instant for the program: it waits for no unload handler of the page.
      if (asks('will-quit')) return;
      app.emit('quit', {}, 0);
      onExit(0);
    },
  });

  const session = new EventEmitter();
  for (const name of [
    'setPermissionRequestHandler',
    'setPermissionCheckHandler',
    'setDevicePermissionHandler',
    'setDisplayMediaRequestHandler',
  ])
    session[name] = (handler) => (standIn.handlers[name] = handler);

  const protocol = {
    registerSchemesAsPrivileged(list) {
      beforeReady('protocol.registerSchemesAsPrivileged');
      standIn.privileges.push(...list);
    },
    handle(scheme, handler) {
      if (!ready) throw new Error('protocol cannot be used before app is ready');
      schemes.set(scheme, handler);
    },
  };

  const dialog = {
    showOpenDialog: async () => ({ canceled: true, filePaths: [] }),
    showErrorBox: (title, content) => void process.stderr.write(`${title}: ${content}\n`),
  };

  let applicationMenu = null;
  const menuOf = (template) => ({
    items: template.map((item) => ({ ...item, submenu: item.submenu && menuOf(item.submenu) })),
  });
  const Menu = {
    buildFromTemplate: menuOf,
    setApplicationMenu: (menu) => void (applicationMenu = menu),
    getApplicationMenu: () => applicationMenu,
  };

  const contentsOf = () => BrowserWindow.getAllWindows().map(({ webContents }) => webContents);
  const webContents = {
    getAllWebContents: contentsOf,
    fromDevToolsTargetId: (id) => contentsOf().find(({ targetId }) => targetId === id),
  };

  return {
    electron: {
      app,
      BrowserWindow,
      dialog,
      ipcMain,
      Menu,
      MessageChannelMain,
      MessagePortMain,
      nativeTheme: { shouldUseDarkColors: true },
      protocol,
      session: { defaultSession: session },
      shell: { openPath: async () => '' },
      standIn,
      webContents,
    },
    makeReady() {
      ready = true;
      makeReady();
      app.emit('ready', {});
    },
  };
}
