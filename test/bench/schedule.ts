/** Seconds until all runs are done when each thread that is free takes the next one. */
export function inTurn(seconds: readonly number[], threads: number): number {
  const busy = new Array<number>(threads).fill(0);
  for (const each of seconds) {
    const first = busy.indexOf(Math.min(...busy));
    busy[first] += each;
  }
  return Math.max(...busy);
}

/** The same when the runs are dealt out one by one before the start. */
export function dealt(seconds: readonly number[], threads: number): number {
  const busy = new Array<number>(threads).fill(0);
  seconds.forEach((each, i) => (busy[i % threads] += each));
  return Math.max(...busy);
}
