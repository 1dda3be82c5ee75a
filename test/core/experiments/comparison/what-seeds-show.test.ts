import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fixture } from '../verdict-fixture.ts';
import { decidableEffect, whatSeedsShow } from '../../../../core/experiments/comparison/what-seeds-show.ts';

const { decidable } = JSON.parse(
  readFileSync(new URL('../../../fixtures/improvement.json', import.meta.url), 'utf8'),
) as { readonly decidable: readonly (readonly [number, number])[] };

it.each(decidable)('needs a mean difference of so many standard deviations with %d seeds', (n, expected) => {
  expect(Math.abs(decidableEffect(n) - expected)).toBeLessThan(1e-9);
});

it('cannot decide with less than two', () => {
  expect([decidableEffect(1), decidableEffect(0)]).toEqual([Infinity, Infinity]);
  expect(whatSeedsShow(0, 1)).toMatch(/No seed/);
  expect(whatSeedsShow(1, 1)).toBe(
    'With 1 paired seed there is no verdict: one seed gives a difference, but neither an interval nor a test. 6 are needed.',
  );
});

it('says from where on there is a verdict, and what is found then', () => {
  // 2^(1 − 5) = 0.0625.
  expect(whatSeedsShow(5, 1)).toMatch(
    /no verdict: the smallest p of a sign-flip test is 0\.063.* 6 are needed\.$/,
  );
  // t(0.975, 5) / √6 = 2.571 / 2.449; the powers are those of scipy in verdicts.json.
  expect(whatSeedsShow(6, 1)).toMatch(
    /tells two output layers apart when their mean difference is above 1\.05 standard/,
  );
  const { power: one } = fixture.powers.find(
    ({ n, effect, pairs }) => n === 8 && effect === 1 && pairs === 6,
  )!;
  const { power: two } = fixture.powers.find(
    ({ n, effect, pairs }) => n === 8 && effect === 2 && pairs === 6,
  )!;
  const text = whatSeedsShow(8, 6).replaceAll('\u00a0', ' ');
  expect(text).toContain('apart (the first of 6 pairs) when');
  expect(text).toContain(`1 standard deviation is found in ${Math.round(100 * one)} % of experiments`);
  expect(text).toContain(`one of 2 in ${Math.round(100 * two)} %`);
});

it('speaks of the e-process where seeds are added while one looks', () => {
  expect(whatSeedsShow(7, 6, 'e-process')).toMatch(
    /reaches 120 \(20 for each of 6 pairs\).* 8 seeds at least; there are 7\.$/,
  );
  expect(whatSeedsShow(8, 6, 'e-process')).toMatch(/It takes 8 seeds at least\.$/);
});
