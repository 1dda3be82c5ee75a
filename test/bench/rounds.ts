import { median } from './statistics.ts';

/** One of those that are measured against each other. */
export interface Peer {
  readonly name: string;
  /** One measurement of about so many seconds. */
  measure(seconds: number): number | Promise<number>;
}

/** What each peer measured, one value of every round. */
export type Rounds = Readonly<Record<string, readonly number[]>>;

/** Seconds each peer runs before the first round, until its code is compiled in full. */
const warmUp = 0.3;

/**
 * Every peer once in every round, one after the other, each round beginning with the next: the machine drifts, so only
 * what was measured within a round can be compared.
 */
export async function interleaved(peers: readonly Peer[], rounds: number, seconds: number): Promise<Rounds> {
  const measured: Record<string, number[]> = Object.fromEntries(
    peers.map(({ name }) => [name, new Array<number>(rounds).fill(NaN)]),
  );
  for (const peer of peers) await peer.measure(warmUp);
  for (let round = 0; round < rounds; round++)
    for (let turn = 0; turn < peers.length; turn++) {
      const peer = peers[(round + turn) % peers.length];
      measured[peer.name][round] = await peer.measure(seconds);
    }
  return measured;
}

/** Of some peers the values of the one with the largest median; none of them measured: no values. */
export function fastest(measured: Rounds, names: readonly string[]): readonly number[] {
  const there = names.flatMap((name) => (measured[name] ? [measured[name]] : []));
  return there.reduce((best, each) => (median(each) > median(best) ? each : best), there[0] ?? []);
}
