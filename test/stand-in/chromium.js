import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import WebSocket from 'ws';
import { findBrowser } from '../../scripts/browser.js';

const flags = [
  '--headless',
  '--remote-debugging-port=0',
  '--no-startup-window',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-dev-shm-usage',
  '--disable-extensions',
  '--disable-features=Translate,MediaRouter,OptimizationHints,PaintHolding',
  '--disable-renderer-backgrounding',
  '--disable-sync',
  '--force-color-profile=srgb',
  '--metrics-recording-only',
  '--mute-audio',
  '--password-store=basic',
  '--use-mock-keychain',
];

/** A real Chromium without windows, driven over its DevTools protocol. */
export class Chromium {
  /** Where its DevTools listen. */
  address;
  #socket;
  #process;
  #profile;
  #next = 1;
  #pending = new Map();
  #listeners = new Set();

  static async launch() {
    const { executablePath, args } = await findBrowser();
    const profile = mkdtempSync(join(tmpdir(), 'loss-lab-stand-in-'));
    const child = spawn(executablePath, [...flags, ...args, `--user-data-dir=${profile}`], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const address = await new Promise((resolve, reject) => {
      let text = '';
      child.stderr.on('data', (data) => {
        text += data;
        const found = /DevTools listening on (ws:\S+)/.exec(text);
        if (found) resolve(found[1]);
      });
      child.on('exit', () => reject(new Error(`Chromium ended at its start:\n${text}`)));
    });
    const socket = new WebSocket(address, { perMessageDeflate: false, maxPayload: 2 ** 30 });
    await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject));
    return new Chromium(child, profile, socket, address);
  }

  constructor(child, profile, socket, address) {
    this.address = address;
    this.#process = child;
    this.#profile = profile;
    this.#socket = socket;
    socket.on('message', (data) => this.#arrived(JSON.parse(String(data))));
    socket.on('error', () => undefined);
  }

  #arrived({ id, result, error, method, params, sessionId }) {
    if (id === undefined) {
      for (const listener of this.#listeners) listener(method, params, sessionId);
      return;
    }
    const waiting = this.#pending.get(id);
    this.#pending.delete(id);
    if (error) waiting.reject(new Error(`${waiting.method}: ${error.message}`));
    else waiting.resolve(result);
  }

  /** Asks the browser, or with a session one of its pages. */
  send(method, params = {}, sessionId = undefined) {
    const id = this.#next++;
    this.#socket.send(JSON.stringify({ id, method, params, sessionId }));
    return new Promise((resolve, reject) => this.#pending.set(id, { resolve, reject, method }));
  }

  onEvent(listener) {
    this.#listeners.add(listener);
  }

  /** Ends the browser and waits until it has, so that its profile can go. */
  async close() {
    const ended = this.#process.exitCode === null ? once(this.#process, 'exit') : null;
    void this.send('Browser.close').catch(() => undefined);
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 2000))]);
    this.kill();
  }

  /** Ends the browser at once, also from a handler of `exit`. */
  kill() {
    this.#process.kill('SIGKILL');
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
