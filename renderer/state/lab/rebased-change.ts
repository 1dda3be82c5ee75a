import type { Experiment } from '../../../core/experiments/experiment.ts';

/**
 * A change that was made on an earlier experiment, for the present one: of two changes in quick succession the second must
 * not take the first one back. What it leaves as it was is left as it is, down to the fields of a part; lists are whole.
 * @param base the experiment on which the change was made
 * @param now the one that it meets
 */
export function rebasedChange(
  base: Experiment,
  change: Partial<Experiment>,
  now: Experiment,
): Partial<Experiment> {
  return base === now ? change : (merged(base, change, now) as Partial<Experiment>);
}

type Fields = Readonly<Record<string, unknown>>;

const isPart = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

function merged(base: unknown, wanted: unknown, now: unknown): unknown {
  if (same(base, wanted)) return now;
  if (!isPart(base) || !isPart(wanted) || !isPart(now) || base.kind !== wanted.kind || now.kind !== base.kind)
    return wanted;
  return Object.fromEntries(
    Object.keys(wanted).map((key) => [key, merged(base[key], wanted[key], now[key])]),
  );
}
