import type { Task } from '../../core/network/fast/board.ts';
import { Part } from '../../core/network/fast/part.ts';

/** What a thread does of a step, in its order. */
export const tasks = ['gradient', 'reduce', 'update', 'turn'] as const satisfies readonly Task[];

/**
 * From now on the parts of this thread add the seconds of what they do to `seconds`, one place for each of `tasks`.
 * @returns ends that
 */
export function clockParts(seconds: Float64Array): () => void {
  const work = Object.getOwnPropertyDescriptor(Part.prototype, 'do')!.value as Part['do'];
  Part.prototype.do = function (task, interrupted) {
    const begun = performance.now();
    work.call(this, task, interrupted);
    seconds[tasks.indexOf(task)] += (performance.now() - begun) / 1000;
  };
  return () => {
    Part.prototype.do = work;
  };
}
