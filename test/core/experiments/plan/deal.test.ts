import { describe, expect, it } from 'vitest';
import { dealt, partOf } from '../../../../core/experiments/plan/deal.ts';
import { turnedParts } from '../../../../core/experiments/plan/dealt-plan.ts';

const sizes = [1, 2, 3, 4, 5, 6, 8, 12];

describe('the deal of runs to parts', () => {
  it.each(sizes.flatMap((arms) => sizes.map((parts) => [arms, parts] as const)))(
    'is even over runs and over the machines of every arm: %d arms, %d parts',
    (arms, parts) => {
      const groups = 4 * arms * parts;
      const counts = Array.from({ length: parts }, () => new Array<number>(arms).fill(0));
      for (let group = 0; group < groups; group++)
        for (let arm = 0; arm < arms; arm++) counts[partOf(arm, group, arms, parts)][arm]++;
      const totals = counts.map((each) => each.reduce((sum, n) => sum + n, 0));
      expect(Math.max(...totals) - Math.min(...totals)).toBeLessThanOrEqual(1);
      for (let arm = 0; arm < arms; arm++) {
        const own = counts.map((each) => each[arm]);
        expect(Math.min(...own)).toBeGreaterThan(0);
        expect(Math.max(...own) / Math.min(...own)).toBeLessThanOrEqual(1.5);
      }
    },
  );

  it('gives three machines three arms of three seeds as a Latin square', () => {
    const square = [0, 1, 2].map((group) => [0, 1, 2].map((arm) => partOf(arm, group, 3, 3)));
    for (const row of [...square, ...[0, 1, 2].map((arm) => square.map((each) => each[arm]))])
      expect([...row].sort()).toEqual([0, 1, 2]);
  });
});

describe('the parts of several texts', () => {
  it('are turned, so that what does not divide evenly is not always of the first part', () => {
    const parts = turnedParts([dealt(3, 3, 2), dealt(3, 3, 2), dealt(3, 3, 2), dealt(3, 3, 2)]);
    const runs = [0, 1].map((i) => parts.reduce((sum, each) => sum + each[i].length, 0));
    expect(runs).toEqual([6, 6]);
    for (const each of parts) expect(each.flat().sort()).toEqual([0, 1, 2]);
  });
});
