import { EventEmitter } from 'node:events';

/** Electron's MessagePortMain: messages are copied, wait for `start`, and arrive in a later turn. */
export class MessagePortMain extends EventEmitter {
  /** @type {MessagePortMain} */
  peer;
  #queue = [];
  #started = false;
  #closed = false;

  postMessage(data) {
    if (this.#closed) return;
    this.peer.deliver(structuredClone(data));
  }

  deliver(data) {
    if (this.#closed) return;
    if (this.#started) setImmediate(() => this.emit('message', { data, ports: [] }));
    else this.#queue.push(data);
  }

  start() {
    this.#started = true;
    for (const data of this.#queue.splice(0)) this.deliver(data);
  }

  close() {
    if (this.#closed) return;
    this.#closed = true;
    setImmediate(() => this.emit('close'));
    this.peer.close();
  }
}

export class MessageChannelMain {
  constructor() {
    this.port1 = new MessagePortMain();
    this.port2 = new MessagePortMain();
    this.port1.peer = this.port2;
    this.port2.peer = this.port1;
  }
}
