import fc from 'fast-check';
import { expect, it } from 'vitest';
import { holm } from '../../../../core/experiments/statistics/holm.ts';

it('adjusts worked examples', () => {
  // By hand: 4 · 0.005, 3 · 0.01, 2 · 0.03, 1 · 0.04, each at least the one before: 0.02, 0.03, 0.06, 0.06.
  expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
  expect(holm([0.5])).toEqual([0.5]);
  expect(holm([0.5, 0.9])).toEqual([1, 1]);
  expect(holm([])).toEqual([]);
});

it('leaves out what could not be tested', () => {
  expect(holm([null, 0.01, null, 0.02])).toEqual([null, 0.02, null, 0.02]);
});

it('never makes a p smaller, keeps their order, and agrees with Bonferroni for the smallest', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 }),
      (values) => {
        const adjusted = holm(values) as number[];
        values.forEach((p, i) => {
          expect(adjusted[i]).toBeGreaterThanOrEqual(p);
          expect(adjusted[i]).toBeLessThanOrEqual(Math.min(1, p * values.length));
          values.forEach((other, j) => {
            if (p < other) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j]);
          });
        });
        const least = values.indexOf(Math.min(...values));
        expect(adjusted[least]).toBe(Math.min(1, values.length * values[least]));
      },
    ),
  );
});
