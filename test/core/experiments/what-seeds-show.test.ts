import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { decidableEffect, whatSeedsShow } from '../../../core/experiments/what-seeds-show.ts';

const { decidable } = JSON.parse(
  readFileSync(new URL('../../fixtures/improvement.json', import.meta.url), 'utf8'),
) as { readonly decidable: readonly (readonly [number, number])[] };

it.each(decidable)('needs a mean difference of so many standard deviations with %d seeds', (n, expected) => {
  expect(Math.abs(decidableEffect(n) - expected)).toBeLessThan(1e-9);
});

it('cannot decide with less than two', () => {
  expect([decidableEffect(1), decidableEffect(0)]).toEqual([Infinity, Infinity]);
  expect(whatSeedsShow(0, 1)).toMatch(/No seed/);
  expect(whatSeedsShow(1, 1)).toMatch(/One seed decides nothing/);
});

it('says from where on a sign-flip test can tell, and what many pairs do to it', () => {
  // 2^(1 − 5) = 0.0625, 2^(1 − 6) = 0.03125; times 3 pairs 0.09375, above 0.05.
  expect(whatSeedsShow(5, 1)).toMatch(/1\.24 standard deviations.*0\.063, so it cannot reach 0\.05/);
  expect(whatSeedsShow(6, 1)).toMatch(/is 0\.031\.$/);
  expect(whatSeedsShow(6, 3)).toMatch(/among 3 pairs .* at least 0\.094 .* none can stay below 0\.05\.$/);
  // 2^(1 − 8) = 0.0078; times 6 pairs 0.0469.
  expect(whatSeedsShow(8, 6)).toMatch(/at least 0\.047 of the smallest\.$/);
  expect(whatSeedsShow(21, 6)).toMatch(/too many seeds for the exact sign-flip test/);
});
