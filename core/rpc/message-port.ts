import { Line, type Transport } from './transport.ts';

interface MessageEventLike {
  readonly data: unknown;
}

interface AnyPort {
  postMessage(message: unknown): void;
  start?(): void;
  close(): void;
}

/** A port of a page or of Node. */
interface TargetPort extends AnyPort {
  addEventListener(type: 'message', listener: (event: MessageEventLike) => void): void;
  addEventListener(type: 'close', listener: () => void): void;
}

/** Electron's port of the main process. */
interface EmitterPort extends AnyPort {
  on(type: 'message', listener: (event: MessageEventLike) => void): unknown;
  on(type: 'close', listener: () => void): unknown;
}

export type PortLike = TargetPort | EmitterPort;

/** A line over a message port. The port copies what it is given: typed arrays arrive as typed arrays. */
export function overMessagePort(port: PortLike): Transport {
  const line = new Line();
  const arrived = (event: MessageEventLike) => line.arrived(event.data);
  const ended = () => void line.close();
  if ('addEventListener' in port) {
    port.addEventListener('message', arrived);
    port.addEventListener('close', ended);
  } else {
    port.on('message', arrived);
    port.on('close', ended);
  }
  port.start?.();
  return line.transport(
    (message) => port.postMessage(message),
    () => port.close(),
  );
}
