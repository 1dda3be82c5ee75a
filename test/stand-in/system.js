import { EventEmitter } from 'node:events';

/** What Electron tells of the machine, and does with it. Tests change what it tells, by `standIn.machine` and by events. */
export function systemDouble(machine, told) {
  let nextBlocker = 1;
  const blockers = new Set();

  const powerMonitor = Object.assign(
    new EventEmitter(),
    /** @satisfies {Partial<Electron.PowerMonitor>} */ ({
      isOnBatteryPower: () => machine.onBattery,
    }),
  );

  const powerSaveBlocker = /** @satisfies {Partial<Electron.PowerSaveBlocker>} */ ({
    start(type) {
      if (type !== 'prevent-app-suspension' && type !== 'prevent-display-sleep')
        throw new TypeError(`'${type}' is no type of a power save blocker`);
      blockers.add(nextBlocker);
      return nextBlocker++;
    },
    stop: (id) => blockers.delete(id),
    isStarted: (id) => blockers.has(id),
  });

  const theme = { source: 'system' };
  const nativeTheme = Object.assign(
    new EventEmitter(),
    /** @type {Pick<Electron.NativeTheme, 'themeSource' | 'shouldUseDarkColors'>} */ ({
      themeSource: 'system',
      shouldUseDarkColors: true,
    }),
  );
  Object.defineProperties(nativeTheme, {
    themeSource: {
      get: () => theme.source,
      set(source) {
        if (!['system', 'light', 'dark'].includes(source)) throw new TypeError(`'${source}' is no theme`);
        theme.source = source;
        told.theme(source);
        nativeTheme.emit('updated');
      },
    },
    shouldUseDarkColors: {
      get: () => (theme.source === 'system' ? machine.dark : theme.source === 'dark'),
    },
  });

  /** @returns {Electron.Display[]} */
  const displays = () => machine.displays;
  const screen = Object.assign(
    new EventEmitter(),
    /** @satisfies {Partial<Electron.Screen>} */ ({
      getAllDisplays: displays,
      getPrimaryDisplay: () => displays()[0],
    }),
  );

  const clipboard = /** @satisfies {Partial<Electron.Clipboard>} */ ({
    writeText: async (text) => void (machine.clipboard = text),
  });

  const shell = /** @satisfies {Partial<Electron.Shell>} */ ({
    openPath: async () => '',
    openExternal: async () => undefined,
  });

  class Notification extends EventEmitter {
    static isSupported = () => true;
    constructor(options = {}) {
      super();
      this.options = options;
    }
    show() {
      machine.notifications.push(this);
    }
  }

  return { powerMonitor, powerSaveBlocker, nativeTheme, screen, clipboard, shell, Notification };
}
