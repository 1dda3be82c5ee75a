/** One part of some work that several machines share, counted from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));

/**
 * Which of several parts a run belongs to, counted from 0. Parts get equally many runs, one more at most. Runs of one group
 * (a seed, or a rate and a seed) are dealt out one arm after the other, and every time the pattern would begin again it is
 * turned by one: no arm is that of one machine alone, and a part that is lost takes no arm along.
 * @param arm place of the arm
 * @param group place of what its run is compared within
 */
export function partOf(arm: number, group: number, arms: number, parts: number): number {
  const turns = Math.floor(group / (parts / divisor(arms, parts)));
  return (group * arms + ((arm + turns) % arms)) % parts;
}

/**
 * Deals runs out that are counted group by group, the arms of a group one after the other.
 * @returns for every part the places of its runs
 */
export function dealt(runs: number, arms: number, parts: number): number[][] {
  const all: number[][] = Array.from({ length: parts }, () => []);
  for (let run = 0; run < runs; run++) all[partOf(run % arms, Math.floor(run / arms), arms, parts)].push(run);
  return all;
}
