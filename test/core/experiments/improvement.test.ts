import { expect, it } from 'vitest';
import { improvement } from '../../../core/experiments/improvement.ts';

it('counts all pairs of runs, and seeds', () => {
  // By hand: 1 beats 2, 4; 3 beats 4 only; 4 of 4 pairs: (1<2), (1<4), (3>2), (3<4) → 3 of 4.
  expect(improvement([1, 3], [2, 4], true)).toEqual({ probability: 0.75, better: 2, equal: 0, worse: 0 });
  expect(improvement([1, 3], [2, 4], false)).toEqual({ probability: 0.25, better: 0, equal: 0, worse: 2 });
  expect(improvement([1, 1], [1, 1], true)).toEqual({ probability: 0.5, better: 0, equal: 2, worse: 0 });
});

it('is one half the other way round', () => {
  const [a, b] = [
    [0.3, 0.1, 0.7],
    [0.2, 0.5, 0.3],
  ];
  expect(improvement(a, b, true)!.probability + improvement(b, a, true)!.probability).toBe(1);
});

it('has nothing to say of values that are not there', () => {
  expect(improvement([], [], true)).toBeNull();
  expect(improvement([1], [NaN], true)).toBeNull();
});
