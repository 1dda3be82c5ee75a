import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { pageScript } from './page.js';
import { fromBase64, fromWire, toBase64, toWire } from './wire.js';

/**
 * Chromium knows no schemes of ours: `lab://app/` is loaded as an address that leads nowhere and answered by
 * interception. The program sees its own addresses only.
 */
const origin = 'https://app.lab.invalid';
const toPage = (url) => url.replace(/^lab:\/\/app(?=\/|$)/, origin);
const toProgram = (url) => (url.startsWith(`${origin}/`) ? `lab://app${url.slice(origin.length)}` : url);

/** An event that can be prevented. */
const event = (fields) => ({
  ...fields,
  defaultPrevented: false,
  preventDefault() {
    this.defaultPrevented = true;
  },
});

let nextId = 1;
let nextPort = 1;

/** A page of Chromium as Electron's WebContents. */
class WebContents extends EventEmitter {
  id = nextId++;
  mainFrame;
  targetId = null;
  /** What the program answers when the page wants a window; tests ask it. */
  openHandler = (_details) => ({ action: 'allow' });
  #zoomLevel = 0;
  #world;
  #session = null;
  #ports = new Map();
  #destroyed = false;
  #size;
  #painted = false;
  #web;
  #opened;

  constructor(world, options) {
    super();
    this.#world = world;
    const { width = 800, height = 600, webPreferences = {} } = options;
    this.#size = { width, height };
    this.#web = /** @type {any} */ (webPreferences.session)?.asked ?? { schemes: world.schemes };
    this.mainFrame = { url: 'about:blank', parent: null, postMessage: (...all) => this.postMessage(...all) };
    this.#opened = this.#open(options);
  }

  /** @param {Electron.BrowserWindowConstructorOptions} options */
  async #open({ width = 800, height = 600, webPreferences = {} }) {
    const { chromium } = this.#world;
    chromium.onEvent((method, params, session) => {
      if (session === this.#session && session) void this.#happened(method, params);
      if (method === 'Target.targetDestroyed' && params.targetId === this.targetId) this.#gone();
      if (method === 'Target.targetCreated' && params.targetInfo.openerId === this.targetId)
        this.#popup(params);
    });
    const { targetId } = await chromium.send('Target.createTarget', {
      ...{ url: 'about:blank', newWindow: true, width, height },
    });
    this.targetId = targetId;
    this.#session = (await chromium.send('Target.attachToTarget', { targetId, flatten: true })).sessionId;
    const source = webPreferences.preload ? readFileSync(webPreferences.preload, 'utf8') : '';
    await Promise.all([
      this.#ask('Page.enable'),
      this.#ask('Runtime.enable'),
      this.#ask('Runtime.addBinding', { name: '__standInSend' }),
      this.#ask('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
      this.#ask('Page.addScriptToEvaluateOnNewDocument', { source: pageScript(source, origin) }),
      this.#emulate(),
      this.#ask('Emulation.setScriptExecutionDisabled', { value: webPreferences.javascript === false }),
    ]);
  }

  /** The page's `prefers-color-scheme` follows `nativeTheme.themeSource`. */
  emulateTheme() {
    void this.#opened.then(() => this.#emulate()).catch(() => undefined);
  }

  #emulate() {
    const source = this.#world.theme();
    const features = [{ name: 'prefers-color-scheme', value: source === 'system' ? '' : source }];
    return this.#ask('Emulation.setEmulatedMedia', { features });
  }

  #ask(method, params = {}) {
    return this.#world.chromium.send(method, params, this.#session);
  }

  async #happened(method, params) {
    if (method === 'Page.frameNavigated' && !params.frame.parentId) {
      this.mainFrame.url = toProgram(params.frame.url);
      // The old document is gone, and its ports with it.
      for (const port of this.#ports.values()) port.close();
      this.#ports.clear();
    } else if (method === 'Page.loadEventFired') this.emit('did-finish-load');
    else if (method === 'Runtime.bindingCalled') this.#received(fromWire(params.payload, fromBase64));
    else if (method === 'Fetch.requestPaused') await this.#answer(params);
    else if (method === 'Inspector.targetCrashed')
      this.emit('render-process-gone', event({}), { reason: 'crashed' });
  }

  /** Answers a request from the program's own scheme; asks it before the page goes anywhere else. */
  async #answer({ requestId, request, resourceType, frameId }) {
    const url = toProgram(request.url);
    const refused = await new Promise((answer) =>
      this.#web.beforeRequest
        ? this.#web.beforeRequest({ url }, ({ cancel }) => answer(cancel))
        : answer(false),
    );
    if (refused) return this.#ask('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' });
    const handler = this.#web.schemes.get(url.split(':', 1)[0]);
    if (!handler) {
      const leaving = event({ url, isMainFrame: true, frameId });
      if (resourceType === 'Document') this.emit('will-navigate', leaving, url);
      const refuse = leaving.defaultPrevented || resourceType !== 'Document';
      if (refuse) await this.#ask('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
      else await this.#ask('Fetch.continueRequest', { requestId });
      return;
    }
    const response = await handler(new Request(url, { method: request.method }));
    await this.#ask('Fetch.fulfillRequest', {
      requestId,
      responseCode: response.status,
      responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
      body: toBase64(new Uint8Array(await response.arrayBuffer())),
    });
  }

  #received(message) {
    const port = this.#ports.get(message.id);
    if (message.kind === 'window') {
      if (this.openHandler({ url: message.url }).action !== 'deny')
        process.stderr.write(
          `The stand-in opens no second window, not even one that is allowed: ${message.url}\n`,
        );
    } else if (message.kind === 'port') port?.postMessage(message.data);
    else if (message.kind === 'port-closed') port?.close();
    else {
      const from = { sender: this, senderFrame: this.mainFrame, ports: [], type: 'frame' };
      this.#world.ipcMain.emit(message.channel, from, ...message.args);
    }
  }

  #toPage(message) {
    if (this.#destroyed) return;
    const text = JSON.stringify(toWire(message, toBase64));
    void this.#ask('Runtime.evaluate', { expression: `__standInReceive(${text})` }).catch(() => undefined);
  }

  #popup({ targetInfo }) {
    const { action } = this.openHandler({ url: toProgram(targetInfo.url) });
    const { chromium } = this.#world;
    const close = () =>
      chromium.send('Target.closeTarget', { targetId: targetInfo.targetId }).catch(() => undefined);
    // Whoever watches the browser has paused the new window; closed before it goes on, it would stop the old one.
    if (action === 'deny') setTimeout(close, 500);
  }

  #gone() {
    if (this.#destroyed) return;
    this.#destroyed = true;
    for (const port of this.#ports.values()) port.close();
    this.emit('destroyed');
  }

  /** The page is closed, and the program hears of it at once. */
  end() {
    void this.#world.chromium.send('Target.closeTarget', { targetId: this.targetId }).catch(() => undefined);
    this.#gone();
  }

  async loadURL(url) {
    await this.#opened;
    const loaded = new Promise((resolve) => this.once('did-finish-load', resolve));
    const { errorText } = await this.#ask('Page.navigate', { url: toPage(url) });
    if (errorText) throw new Error(`${errorText} loading '${url}'`);
    await loaded;
  }

  /** @param {Electron.PrintToPDFOptions} options */
  async printToPDF({ pageSize = 'Letter', ...options }) {
    const [paperWidth, paperHeight] = pageSize === 'A4' ? [8.27, 11.7] : [8.5, 11];
    const { data } = await this.#ask('Page.printToPDF', { paperWidth, paperHeight, ...options });
    return Buffer.from(data, 'base64');
  }

  /** The whole page, whatever part is asked for: at first empty, as before a paint, then in the pixels of a scaled display. */
  async capturePage() {
    const isEmpty = !this.#painted;
    this.#painted = true;
    const nothing = Buffer.alloc(0);
    const [plain, scaled] = isEmpty
      ? [nothing, nothing]
      : [await this.#screenshot(1), await this.#screenshot(2)];
    /** @param {Buffer} png */
    const picture = (png) =>
      /** @type {Electron.NativeImage} */ (
        /** @satisfies {Partial<Electron.NativeImage>} */ ({
          isEmpty: () => isEmpty,
          getSize: () => ({ width: 2 * this.#size.width, height: 2 * this.#size.height }),
          toPNG: () => png,
          resize: ({ width }) => picture(width === this.#size.width ? plain : scaled),
        })
      );
    return picture(scaled);
  }

  async #screenshot(scale) {
    const clip = { x: 0, y: 0, ...this.#size, scale };
    const { data } = await this.#ask('Page.captureScreenshot', { clip, captureBeyondViewport: true });
    return Buffer.from(data, 'base64');
  }

  send(channel, ...args) {
    this.#toPage({ kind: 'ipc', channel, args });
  }

  postMessage(channel, message, transfer = []) {
    const ports = transfer.map((port) => {
      const id = nextPort++;
      this.#ports.set(id, port);
      port.on('message', ({ data }) => this.#toPage({ kind: 'port', id, data }));
      port.on('close', () => this.#toPage({ kind: 'port-closed', id }));
      port.start();
      return id;
    });
    this.#toPage({ kind: 'ipc', channel, args: [message], ports });
  }

  /** @param {Parameters<Electron.WebContents['setWindowOpenHandler']>[0]} handler */
  setWindowOpenHandler(handler) {
    this.openHandler = handler;
  }

  reload() {
    void this.#ask('Page.reload').catch(() => undefined);
  }

  getURL() {
    return this.mainFrame.url;
  }

  isDestroyed() {
    return this.#destroyed;
  }

  /** Chromium's own zoom is not the stand-in's to set: it is what the program is told that it is. */
  setZoomLevel(level) {
    this.#zoomLevel = level;
  }

  getZoomLevel() {
    return this.#zoomLevel;
  }

  forcefullyCrashRenderer() {
    this.emit('render-process-gone', event({}), { reason: 'killed', exitCode: 9 });
  }

  focus() {}
}

/** Makes the BrowserWindow of one program. */
export function browserWindowIn(world) {
  return class BrowserWindow extends EventEmitter {
    /** @type {BrowserWindow[]} */
    static #all = [];
    static getAllWindows = () => [...BrowserWindow.#all];
    static getFocusedWindow = () => BrowserWindow.#all.find((window) => window.isFocused()) ?? null;
    static fromWebContents = (contents) =>
      BrowserWindow.#all.find((window) => window.webContents === contents) ?? null;
    /** As quitting does it: false where a window did not let itself be closed. */
    static closeAll = () => BrowserWindow.getAllWindows().every((window) => window.#closed());

    /** @type {WebContents} */
    webContents;
    /** What the program asked for; tests read it. */
    options;
    #bounds;
    #is;

    /** @param {Electron.BrowserWindowConstructorOptions} options */
    constructor(options = {}) {
      super();
      const { width = 800, height = 600, x = 0, y = 0, show = true, fullscreen = false } = options;
      this.options = options;
      this.#bounds = { x, y, width, height };
      this.#is = { visible: show, focused: show, minimized: false, maximized: false, fullScreen: fullscreen };
      this.webContents = world.record('webContents', new WebContents(world, options));
      world.record('window', this);
      BrowserWindow.#all.push(this);
      world.app.emit('web-contents-created', {}, this.webContents);
      world.app.emit('browser-window-created', {}, this);
      this.webContents.once('did-finish-load', () => this.emit('ready-to-show'));
      this.webContents.once('destroyed', () => {
        BrowserWindow.#all = BrowserWindow.#all.filter((window) => window !== this);
        this.emit('closed');
        if (BrowserWindow.#all.length === 0 && !world.standIn.quitting) world.app.emit('window-all-closed');
      });
    }

    #closed() {
      const closing = event({});
      this.emit('close', closing);
      if (!closing.defaultPrevented) this.webContents.end();
      return !closing.defaultPrevented;
    }

    loadURL = (url) => this.webContents.loadURL(url);
    show = () => void (this.#is.visible = this.#is.focused = true);
    isVisible = () => this.#is.visible;
    isDestroyed = () => this.webContents.isDestroyed();
    close = () => void this.#closed();
    destroy = () => this.webContents.end();
    focus = () => void (this.#is.focused = true);
    blur = () => void (this.#is.focused = false);
    isFocused = () => this.#is.focused;
    minimize = () => void (this.#is.minimized = true);
    isMinimized = () => this.#is.minimized;
    restore = () => void (this.#is.minimized = false);
    maximize = () => {
      Object.assign(this.#is, { maximized: true, visible: true });
      this.emit('maximize');
    };
    unmaximize = () => {
      this.#is.maximized = false;
      this.emit('unmaximize');
    };
    isMaximized = () => this.#is.maximized;
    setFullScreen = (on) => {
      this.#is.fullScreen = on;
      this.emit(on ? 'enter-full-screen' : 'leave-full-screen');
    };
    isFullScreen = () => this.#is.fullScreen;
    setBounds = (bounds) => {
      Object.assign(this.#bounds, bounds);
      this.emit('move');
      this.emit('resize');
    };
    getNormalBounds = () => ({ ...this.#bounds });
    /** @param {Parameters<Electron.BrowserWindow['setProgressBar']>} _ */
    setProgressBar = (..._) => undefined;
  };
}
