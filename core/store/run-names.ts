import type { RunKey } from '../contract/run-book.ts';
import type { Arm } from '../experiments/experiment.ts';

/** Most characters of an arm's id in the name of a folder; paths end at 260 on some systems. */
const longest = 60;

/** An id as part of a name that every system takes: letters, digits and dashes. */
const safe = (id: string): string => id.replace(/[^A-Za-z0-9-]/g, '_').slice(0, longest) || '_';

/**
 * Name of the folder of a run. Names differ also where letters are the same in upper and lower case, as on Windows and
 * macOS: of arms `A` and `a` the second is `a~2`. No id holds a `~`.
 */
export function runName(arms: readonly Arm[], { armId, seed }: RunKey): string {
  const name = safe(armId);
  const place = arms.findIndex(({ id }) => id === armId);
  const before = arms.slice(0, place).filter(({ id }) => safe(id).toLowerCase() === name.toLowerCase());
  return `${name}${before.length > 0 ? `~${before.length + 1}` : ''}-${seed}`;
}
