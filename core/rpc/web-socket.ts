import { LabError } from '../errors.ts';
import { decodeMessage, encodeMessage } from './codec.ts';
import { Line, type Transport } from './transport.ts';

/** What the browser's WebSocket and the one of `ws` have in common. */
export interface SocketLike {
  binaryType: string;
  readonly bufferedAmount: number;
  send(data: Uint8Array<ArrayBuffer>): void;
  close(code?: number, reason?: string): void;
  /** Ends the connection without waiting for what is not sent yet (`ws` only). */
  terminate?(): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'close', listener: () => void): void;
  addEventListener(type: 'error', listener: () => void): void;
}

interface SocketLimits {
  /** Bytes of one message we send; a larger one is refused. */
  readonly largest?: number;
  /**
   * Bytes that may wait for the other side. Past that the line is closed instead of dropping messages: a screen
   * that comes back takes a whole new snapshot, one that lost a message would be wrong for good.
   */
  readonly mostBuffered?: number;
}

/** A line over a socket that is open. */
export function overWebSocket(
  socket: SocketLike,
  { largest = Infinity, mostBuffered = Infinity }: SocketLimits = {},
): Transport {
  const line = new Line();
  /** Bytes of an answer that is larger than what may wait: while it is on its way, that is no sign of a screen that hangs. */
  let onItsWay = 0;
  socket.binaryType = 'arraybuffer';
  socket.addEventListener('message', ({ data }) => {
    if (!(data instanceof ArrayBuffer)) return end(4003, 'Only binary messages are understood.');
    let message: unknown;
    try {
      message = decodeMessage(new Uint8Array(data));
    } catch {
      return end(4002, 'The message cannot be read.');
    }
    line.arrived(message);
  });
  socket.addEventListener('close', () => void line.close());
  socket.addEventListener('error', () => void line.close());

  function end(code: number, reason: string): void {
    if (line.close()) socket.close(code, reason);
  }

  return line.transport(
    (message) => {
      if (socket.bufferedAmount <= mostBuffered) onItsWay = 0;
      if (socket.bufferedAmount > mostBuffered + onItsWay) {
        line.close();
        if (socket.terminate) socket.terminate();
        else socket.close();
        return;
      }
      const bytes = encodeMessage(message);
      if (bytes.byteLength > largest)
        throw new LabError(
          'bad-argument',
          `This is too large to send: ${bytes.byteLength} bytes, at most ${largest}.`,
        );
      if (bytes.byteLength > mostBuffered && onItsWay === 0) onItsWay = bytes.byteLength;
      socket.send(bytes);
    },
    () => socket.close(1000, ''),
  );
}
