import { EventEmitter } from 'node:events';
import { applicationDouble } from './application.js';
import { menuDouble } from './menu.js';
import { MessageChannelMain } from './ports.js';
import { recorded } from './recording.js';
import { systemDouble } from './system.js';
import { browserWindowIn } from './window.js';

/**
 * What Loss Lab uses of Electron, over a real Chromium. It refuses what Electron refuses at start-up (schemes after
 * `ready`, a sandbox after `ready`) and keeps what it was told in `standIn`, for tests to read: every call in `calls`.
 * The compiler holds its parts to Electron's own types. Functions the lab does not use are not here: using one fails
 * loudly.
 * @param {{ chromium: () => import('./chromium.js').Chromium | null, profile: string, folder: string, onExit: (status: number) => void }} host
 */
export function electronDouble({ chromium, profile, folder, onExit }) {
  /** What the program told, and the machine as it is told to the program. */
  const standIn = {
    sandboxed: false,
    quitting: false,
    /** @type {Electron.CustomScheme[]} */
    privileges: [],
    handlers: {},
    /** @type {{ name: string, args: unknown[] }[]} */
    calls: [],
    machine: {
      onBattery: false,
      dark: true,
      clipboard: '',
      /** @type {EventEmitter[]} */
      notifications: [],
      displays: [
        /** @type {Electron.Display} */ (
          /** @satisfies {Partial<Electron.Display>} */ ({
            id: 1,
            bounds: { x: 0, y: 0, width: 1920, height: 1080 },
            workArea: { x: 0, y: 0, width: 1920, height: 1040 },
          })
        ),
      ],
    },
  };
  /**
   * @template {{}} Part
   * @param {string} name
   * @param {Part} part
   */
  const record = (name, part) => recorded(standIn.calls, name, part);
  const ipcMain = new EventEmitter();
  const schemes = new Map();
  const windows = { closeAll: () => BrowserWindow.closeAll() };
  const application = applicationDouble({ profile, folder, standIn, windows, onExit });
  const { app, beforeReady } = application;
  const world = {
    get chromium() {
      return chromium();
    },
    theme: () => nativeTheme.themeSource,
    ...{ app, ipcMain, schemes, standIn, record },
  };
  const BrowserWindow = browserWindowIn(world);
  const { nativeTheme, Notification, ...system } = systemDouble(standIn.machine, {
    theme: (source) => {
      standIn.calls.push({ name: 'nativeTheme.themeSource', args: [source] });
      for (const window of BrowserWindow.getAllWindows()) window.webContents.emulateTheme();
    },
  });

  const guards = /** @satisfies {Partial<Electron.Session>} */ ({
    setPermissionRequestHandler: (handler) => void (standIn.handlers.setPermissionRequestHandler = handler),
    setPermissionCheckHandler: (handler) => void (standIn.handlers.setPermissionCheckHandler = handler),
    setDevicePermissionHandler: (handler) => void (standIn.handlers.setDevicePermissionHandler = handler),
    setDisplayMediaRequestHandler: (handler) =>
      void (standIn.handlers.setDisplayMediaRequestHandler = handler),
  });

  const protocol = /** @satisfies {Partial<Electron.Protocol>} */ ({
    registerSchemesAsPrivileged(list) {
      beforeReady('protocol.registerSchemesAsPrivileged');
      standIn.privileges.push(...list);
    },
    handle(scheme, handler) {
      if (!application.isReady()) throw new Error('protocol cannot be used before app is ready');
      schemes.set(scheme, handler);
    },
  });

  /** A session beside the first one: its guards are told nobody, its pages and what they may ask for are its own. */
  const sessionOf = (_partition, _options) => {
    const guarded = Object.fromEntries(Object.keys(guards).map((name) => [name, () => undefined]));
    const own = { schemes: new Map(), beforeRequest: null };
    return Object.assign(new EventEmitter(), guarded, {
      protocol: { handle: (scheme, handler) => void own.schemes.set(scheme, handler) },
      webRequest: {
        onBeforeRequest: (listener) => void (own.beforeRequest = listener),
      },
      asked: own,
    });
  };

  const dialog = /** @satisfies {Partial<Electron.Dialog>} */ ({
    showOpenDialog: async () => ({ canceled: true, filePaths: [] }),
    showMessageBox: async () => ({ response: 0, checkboxChecked: false }),
    showErrorBox: (title, content) => void process.stderr.write(`${title}: ${content}\n`),
  });

  const contentsOf = () => BrowserWindow.getAllWindows().map(({ webContents }) => webContents);
  const webContents = {
    getAllWebContents: contentsOf,
    fromDevToolsTargetId: (id) => contentsOf().find(({ targetId }) => targetId === id),
  };

  return {
    electron: {
      app: record('app', app),
      BrowserWindow,
      clipboard: record('clipboard', system.clipboard),
      dialog: record('dialog', dialog),
      ipcMain,
      Menu: record('Menu', menuDouble()),
      MessageChannelMain,
      nativeTheme,
      Notification,
      powerMonitor: record('powerMonitor', system.powerMonitor),
      powerSaveBlocker: record('powerSaveBlocker', system.powerSaveBlocker),
      protocol: record('protocol', protocol),
      screen: record('screen', system.screen),
      session: {
        defaultSession: Object.assign(new EventEmitter(), record('session', guards)),
        fromPartition: sessionOf,
      },
      shell: record('shell', system.shell),
      standIn,
      webContents,
    },
    makeReady: application.makeReady,
  };
}
