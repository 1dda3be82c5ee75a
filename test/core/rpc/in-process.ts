import { Line, type Transport } from '../../../core/rpc/transport.ts';

/** Two ends of a line within one program. Messages are handed over as they are, in a later turn, in order. */
export function inProcess(): [Transport, Transport] {
  const lines = [new Line(), new Line()] as const;
  const end = (own: Line, other: Line): Transport =>
    own.transport(
      (message) => void Promise.resolve().then(() => other.arrived(message)),
      () => other.close(),
    );
  return [end(lines[0], lines[1]), end(lines[1], lines[0])];
}
