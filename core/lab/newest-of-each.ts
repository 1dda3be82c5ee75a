import { sweepKey } from '../experiments/rates/sweep.ts';
import type { SweepPoint } from '../experiments/rates/sweep-plan.ts';
import type { Checkpoint } from '../store/checkpoint.ts';
import type { RunsUnderWay } from './training/sweep-runs.ts';

/**
 * Keeps where the runs of one sweep stand. A disk may be slower than the threads: of each run the newest alone waits.
 * @param inTurn does the writing, one piece after another
 */
export function newestOfEach(
  inTurn: (work: () => Promise<void>) => void,
  write: (point: SweepPoint, checkpoint: Checkpoint) => Promise<void>,
): RunsUnderWay['keep'] {
  const waiting = new Map<string, Checkpoint>();
  return (point, checkpoint) => {
    const key = sweepKey(point);
    const waits = waiting.has(key);
    waiting.set(key, checkpoint);
    if (waits) return;
    inTurn(async () => {
      const newest = waiting.get(key)!;
      waiting.delete(key);
      await write(point, newest);
    });
  };
}
