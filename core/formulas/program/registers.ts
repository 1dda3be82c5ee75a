import type { rowSteps } from '../../outputs/row-program.ts';

interface Step {
  readonly step: keyof typeof rowSteps;
  readonly to: number;
  readonly values: readonly number[];
}

/** Steps that read entries of their argument after they have written others. */
const apart: ReadonlySet<Step['step']> = new Set(['first', 'logrest', 'logrestSlope']);

/**
 * Row registers used again once nothing reads them any more, so that the rows of a program stay in the nearest cache.
 * Register 0, the logits, is never written.
 * @param kept rows that are read after the last step
 */
export function assignRows(
  steps: readonly Step[],
  kept: readonly number[],
): { readonly rows: number; readonly renamed: (register: number) => number } {
  const lastRead = new Map<number, number>(kept.map((register) => [register, steps.length]));
  for (let i = steps.length - 1; i >= 0; i--)
    for (const register of steps[i].values) if (!lastRead.has(register)) lastRead.set(register, i);
  const names = new Map<number, number>([[0, 0]]);
  const free: number[] = [];
  let rows = 1;
  steps.forEach(({ step, to, values }, i) => {
    const ending = [...new Set(values)].filter((register) => register > 0 && lastRead.get(register) === i);
    const release = () => free.push(...ending.map((register) => names.get(register)!));
    if (!apart.has(step)) release();
    if (to > 0) {
      names.set(to, free.pop() ?? rows++);
      if (!lastRead.has(to)) free.push(names.get(to)!);
    }
    if (apart.has(step)) release();
  });
  return { rows, renamed: (register) => (register < 0 ? register : names.get(register)!) };
}
