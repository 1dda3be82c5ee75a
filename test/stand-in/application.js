import { EventEmitter } from 'node:events';
import { instanceLock } from './instance-lock.js';

/**
 * Electron's `app`: what may be called when, and its events in their documented order. Quitting asks `before-quit`, closes
 * the windows, asks `will-quit` and ends with `quit`; `window-all-closed` is for windows that were closed otherwise.
 */
export function applicationDouble({ profile, folder, standIn, windows, onExit }) {
  const app = new EventEmitter();
  const takeLock = instanceLock(profile, (argv, workingDirectory, data) => {
    // Guaranteed to come after `ready`.
    void whenReady.then(() => app.emit('second-instance', {}, argv, workingDirectory, data));
  });

  let ready = false;
  let makeReady;
  /** @type {Promise<void>} */
  const whenReady = new Promise((resolve) => (makeReady = resolve));
  const beforeReady = (what) => {
    if (ready) throw new Error(`${what} should be called before app is ready`);
  };

  /** Emits an event that can be prevented; answers whether it was. */
  const asks = (name) => {
    const event = { defaultPrevented: false, preventDefault: () => (event.defaultPrevented = true) };
    app.emit(name, event);
    return event.defaultPrevented;
  };
  standIn.quitting = false;

  const calls = /** @satisfies {Partial<Electron.App>} */ ({
    isPackaged: !process['defaultApp'],
    name: 'loss-lab',
    isReady: () => ready,
    whenReady: () => whenReady,
    requestSingleInstanceLock: (additionalData = undefined) => takeLock(process.argv, additionalData),
    enableSandbox() {
      beforeReady('app.enableSandbox()');
      standIn.sandboxed = true;
    },
    getPath(name) {
      if (name !== 'userData') throw new Error(`The stand-in knows no path '${name}'.`);
      return profile;
    },
    getAppPath: () => folder,
    addRecentDocument: () => undefined,
    clearRecentDocuments: () => undefined,
    setAboutPanelOptions: () => undefined,
    setAppUserModelId: () => undefined,
    exit: (status = 0) => onExit(status),
    quit() {
      if (standIn.quitting) return;
      standIn.quitting = true;
      if (asks('before-quit') || !windows.closeAll()) return void (standIn.quitting = false);
      if (asks('will-quit')) return void (standIn.quitting = false);
      app.emit('quit', {}, 0);
      onExit(0);
    },
    /** @returns {Electron.JumpListSettings} */
    getJumpListSettings: () => ({ minItems: 10, removedItems: [] }),
    /** @returns {'ok'} */
    setJumpList: () => 'ok',
  });

  return {
    app: Object.assign(app, calls),
    beforeReady,
    isReady: () => ready,
    makeReady() {
      ready = true;
      makeReady();
      app.emit('ready', {}, {});
    },
  };
}
