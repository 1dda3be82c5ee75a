import { fromWire, toWire } from './wire.js';

/** Runs in the page before its own scripts: what a preload script finds of Electron, over two bindings. */
function rendererSide(runPreload, wire) {
  const toBase64 = (bytes) => {
    let text = '';
    for (let i = 0; i < bytes.length; i += 0x8000)
      text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
    return btoa(text);
  };
  const fromBase64 = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const binding = window['__standInSend'];
  delete window['__standInSend'];
  const send = (message) => binding(wire.toWire(message, toBase64));

  const listeners = new Map();
  const ports = new Map();

  /** A port of the program, as one end of a channel of the page. */
  const portOf = (id) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => send({ kind: 'port', id, data });
    port1.addEventListener('close', () => send({ kind: 'port-closed', id }));
    ports.set(id, port1);
    return port2;
  };

  Object.defineProperty(window, '__standInReceive', {
    value: (text) => {
      const message = wire.fromWire(text, fromBase64);
      if (message.kind === 'port') return ports.get(message.id)?.postMessage(message.data);
      if (message.kind === 'port-closed') return ports.get(message.id)?.close();
      const event = { sender: ipcRenderer, ports: (message.ports ?? []).map(portOf) };
      for (const listener of [...(listeners.get(message.channel) ?? [])]) listener(event, ...message.args);
    },
  });

  const ipcRenderer = {
    send: (channel, ...args) => send({ kind: 'ipc', channel, args }),
    on(channel, listener) {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
      return this;
    },
    off(channel, listener) {
      listeners.set(
        channel,
        (listeners.get(channel) ?? []).filter((other) => other !== listener),
      );
      return this;
    },
  };
  // Electron asks the program before there is a window; a denied one never exists, and the page gets null.
  window.open = (url = '') => {
    send({ kind: 'window', url: String(url) });
    return null;
  };

  const contextBridge = {
    exposeInMainWorld: (key, api) => Object.defineProperty(window, key, { value: Object.freeze(api) }),
  };
  runPreload((name) => {
    if (name === 'electron') return { contextBridge, ipcRenderer };
    throw new Error(`A sandboxed preload script cannot require '${name}'.`);
  });
}

/** The script that is put into every document of a window: our side of Electron, then the preload script. */
export function pageScript(preloadSource, origin) {
  return `if (window.top === window && location.origin === ${JSON.stringify(origin)})
    (${rendererSide})((require) => {
      const module = { exports: {} };
      ((exports, require, module) => {${preloadSource}\n})(module.exports, require, module);
    }, { toWire: ${toWire}, fromWire: ${fromWire} });`;
}
