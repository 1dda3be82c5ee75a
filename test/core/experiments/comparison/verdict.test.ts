import { describe, expect, it } from 'vitest';
import { seedsToCallEqual, seedsToTell } from '../../../../core/experiments/statistics/seeds-needed.ts';
import { tInterval } from '../../../../core/experiments/statistics/mean-interval.ts';
import { signFlipTest } from '../../../../core/experiments/statistics/sign-flip.ts';
import { allPairs, pairOf, reversed } from '../../../../core/experiments/comparison/paired-difference.ts';
import {
  judgePairs,
  seedsNeeded,
  tTest,
  verdictRule,
  type Planned,
} from '../../../../core/experiments/comparison/verdict.ts';
import { yardsticks, type YardstickId } from '../../../../core/yardsticks/registry.ts';
import { armRows, planned, type Outcome, unplanned } from '../arm-rows.ts';
import { fixture } from '../verdict-fixture.ts';

const untilDecided = planned({ smallest: null, untilDecided: 40 });

/** The pair of two arms with these values, one per seed. */
const pair = (a: Outcome[], b: Outcome[], plan = unplanned, yardstick: YardstickId = 'bitsPerCharacter') =>
  allPairs(armRows([a, b], yardstick), yardstick, plan)[0];

/** n values around a middle, the same ones every time, with a spread of about `sd`. */
const around = (middle: number, n: number, sd: number) =>
  Array.from({ length: n }, (_, i) => middle + sd * Math.SQRT2 * Math.sin(2.4 * i + 1));

/** Values of b that make a − b these differences. */
const minus = (a: number[], differences: number[]) => a.map((value, i) => value - differences[i]);

describe('better', () => {
  const a = around(3, 8, 0.4);
  const b = minus(a, around(-0.2, 8, 0.03));

  it('needs all tests, and is found under a spread over seeds that hides it', () => {
    const found = pair(a, b);
    expect(found.verdict).toEqual({ kind: 'better', side: 'a' });
    expect(found.tTest).toBeLessThan(0.001);
    expect(found.holm).toBe(found.tTest);
    expect(found.correlation).toBeGreaterThan(0.9);
    expect(pair(b, a).verdict).toEqual({ kind: 'better', side: 'b' });
  });

  it.each(yardsticks)('knows which way is better: $label', ({ id, better }) => {
    const side = better === 'lower' ? 'a' : 'b';
    expect(pair(a, b, unplanned, id).verdict).toEqual({ kind: 'better', side });
  });

  it.each([1, 2, 3, 5])('is said of no arm with %i seeds, however clear they are', (n) => {
    const found = pair(a.slice(0, n), b.slice(0, n));
    expect(found.verdict).toEqual({ kind: 'too-few-seeds', ahead: 'a', seeds: n, fewest: 6 });
  });

  it('is not said of a difference that does not matter', () => {
    const tiny = minus(a, around(-0.009, 8, 0.001));
    expect(pair(a, tiny).verdict.kind).toBe('practically-equal');
    const smaller = planned({ smallest: { bitsPerCharacter: 0.001 }, untilDecided: null });
    expect(pair(a, tiny, smaller).verdict).toEqual({ kind: 'better', side: 'a' });
    const larger = planned({ smallest: { bitsPerCharacter: 0.5 }, untilDecided: null });
    expect(pair(a, b, larger).verdict.kind).toBe('practically-equal');
  });

  it('needs the sign-flip test as well, which one outlier does not mislead', () => {
    // Normal to a t test that leaves out nothing; the signs are 6 of 8.
    const differences = [0.3, 0.31, 0.29, 0.3, 0.32, 0.28, -0.05, -0.06];
    const found = pair(a, minus(a, differences));
    expect(found.tTest!).toBeLessThan(0.05);
    expect(found.signFlip!.p).toBeLessThan(0.05);
    const six = [0.3, 0.31, 0.29, 0.3, 0.32, -0.01];
    const other = pair(a.slice(0, 6), minus(a.slice(0, 6), six));
    expect(other.tTest!).toBeLessThan(0.05);
    expect(other.signFlip!.p).toBeGreaterThan(0.05);
    expect(other.verdict).toMatchObject({ kind: 'not-decided', why: ['sign-flip'], ahead: 'b' });
  });

  it('is corrected for all pairs of the experiment, by Holm', () => {
    // One difference with p between 0.05/6 and 0.05, beside arms that are far off or level.
    const differences = [0.5, 0.1, 0.6, -0.1, 0.45, 0.3, 0.2];
    const first = around(3, 7, 0.2);
    const alone = pair(first, minus(first, differences));
    expect(alone.tTest!).toBeGreaterThan(0.05 / 6);
    expect(alone.verdict.kind).toBe('better');
    const four = [
      first,
      minus(first, differences),
      minus(first, around(0, 7, 0.8)),
      minus(first, around(0.02, 7, 0.9)),
    ];
    const pairs = allPairs(armRows(four), 'bitsPerCharacter', unplanned);
    expect(pairs).toHaveLength(6);
    expect(pairs[0].tTest).toBe(alone.tTest);
    expect(pairs[0].holm).toBeCloseTo(6 * alone.tTest!, 12);
    expect(pairs[0].verdict).toMatchObject({ kind: 'not-decided', why: ['t-test'] });
    expect(pairs[0].pairs).toBe(6);
  });
});

describe('practically equal', () => {
  it('are arms whose 95 % t interval lies inside the smallest difference that matters', () => {
    const a = around(3, 6, 0.4);
    const near = around(0.001, 6, 0.003);
    expect(pair(a, minus(a, near)).verdict).toEqual({ kind: 'practically-equal' });
    expect(pair(a, a).verdict).toEqual({ kind: 'practically-equal' });
    // The mean is small and the interval is not.
    expect(pair(a, minus(a, around(0.001, 6, 0.03))).verdict).toMatchObject({ kind: 'not-decided' });
    expect(pair(a.slice(0, 5), a.slice(0, 5)).verdict).toMatchObject({
      kind: 'too-few-seeds',
      ahead: null,
      seeds: 0,
    });
  });

  it('takes every difference to matter where the smallest is 0', () => {
    const none = planned({ smallest: { bitsPerCharacter: 0 }, untilDecided: null });
    const a = around(3, 8, 0.4);
    expect(pair(a, a, none).verdict).toEqual({ kind: 'practically-equal' });
    expect(pair(a, minus(a, around(1e-6, 8, 1e-8)), none).verdict).toEqual({ kind: 'better', side: 'b' });
    expect(verdictRule(none, 'bitsPerCharacter')).toEqual({ smallest: 0, by: 'tests', scale: 0.01 });
  });
});

describe('not decided', () => {
  const a = around(3, 6, 0.4);

  it('says how many seeds a difference of this size takes', () => {
    const differences = around(0.05, 6, 0.1);
    const found = pair(a, minus(a, differences));
    const { verdict, summary, pairingGain, correlation } = found;
    const effect = summary.mean / summary.sd;
    expect(verdict).toEqual({
      kind: 'not-decided',
      why: ['t-test', 'sign-flip'],
      ahead: 'b',
    });
    expect(seedsNeeded(found)).toEqual({ for: 'better', seeds: seedsToTell(effect, 1, 7) });
    expect(correlation).toBeGreaterThan(0.5);
    // The variance of the difference without pairing, over what it is.
    const variance = (list: number[]) => tInterval(list).sd ** 2;
    expect(pairingGain).toBeCloseTo(
      (variance(a) + variance(minus(a, differences))) / variance(differences),
      9,
    );
  });

  it('says how many seeds it takes to call a small one equal', () => {
    const found = pair(a, minus(a, around(0.002, 6, 0.02)));
    expect(found.verdict).toMatchObject({ why: ['t-test', 'sign-flip', 'small'] });
    const seeds = seedsToCallEqual(found.summary, 0.01, 7);
    expect(seedsNeeded(found)).toEqual({ for: 'practically-equal', seeds });
  });
});

describe('divergence counts', () => {
  const six = around(3, 6, 0.1);
  const worse = minus(six, around(-0.5, 6, 0.02));

  it('an arm with more diverged seeds than the other is never better', () => {
    const found = pair([...six, null, null], [...worse, 3.4, 3.6]);
    expect(found).toMatchObject({ runs: 8, diverged: { a: 2, b: 0 }, unpaired: [7, 8] });
    expect(found.verdict).toEqual({ kind: 'not-decided', why: ['diverged'], ahead: 'a' });
    expect(seedsNeeded(found)).toBeNull();
    expect(pair([...six, null, 3], [...worse, 3, null]).verdict).toEqual({ kind: 'better', side: 'a' });
    expect(pair([...six, 3, 3], [...worse, null, null]).verdict).toEqual({ kind: 'better', side: 'a' });
    expect(pair([...six, null], [...worse, 3], untilDecided).verdict).toMatchObject({ why: ['diverged'] });
  });

  it('arms are not practically equal where a seed of either diverged', () => {
    const found = pair([...six, null], [...six, null]);
    expect(found.verdict).toMatchObject({ kind: 'not-decided', why: ['t-test', 'sign-flip', 'small'] });
    expect(seedsNeeded(found)).toBeNull();
  });

  it('there is no verdict about an arm all of whose runs diverged', () => {
    const lost = six.map(() => null);
    expect(pair(six, lost).verdict).toEqual({ kind: 'none', why: 'all-diverged', lost: ['b'] });
    expect(pair(lost, lost).verdict).toEqual({ kind: 'none', why: 'all-diverged', lost: ['a', 'b'] });
    expect(pair(['waiting', 'waiting'], ['waiting', 3]).verdict).toEqual({
      kind: 'none',
      why: 'no-values',
      lost: [],
    });
  });

  it('a value that is not finite is like a diverged seed, and no arm without a reading is', () => {
    expect(pair([...six, Infinity], [...worse, 3.5])).toMatchObject({
      diverged: { a: 1, b: 0 },
      unpaired: [7],
      summary: { n: 6 },
    });
    const unread = six.map(() => NaN);
    expect(pair(six, unread)).toMatchObject({ diverged: { a: 0, b: 0 }, verdict: { why: 'no-values' } });
  });

  it('other pairs are corrected for those that were tested', () => {
    const pairs = allPairs(armRows([six, worse, six.map(() => null)]), 'bitsPerCharacter', unplanned);
    expect(pairs.map(({ verdict }) => verdict.kind)).toEqual(['better', 'none', 'none']);
    expect(pairs[0]).toMatchObject({ pairs: 1, holm: pairs[0].tTest });
  });
});

describe('with seeds added until decided', () => {
  const a = around(3, 12, 0.4);
  const b = minus(a, around(-0.2, 12, 0.05));

  it('the e-process takes the place of both tests', () => {
    const found = pair(a, b, untilDecided);
    expect(found).toMatchObject({ tTest: null, holm: null, verdict: { kind: 'better', side: 'a' } });
    expect(found.eProcess!.reached!.after).toBeGreaterThanOrEqual(6);
    expect(pair(a.slice(0, 5), b.slice(0, 5), untilDecided).verdict).toMatchObject({ fewest: 6 });
    const four = [a, b, around(3.3, 12, 0.4), around(3.5, 12, 0.4)];
    const seven = four.map((list) => list.slice(0, 7));
    expect(allPairs(armRows(seven), 'bitsPerCharacter', untilDecided)[0].verdict).toMatchObject({
      kind: 'too-few-seeds',
      fewest: 8,
    });
  });

  it('no pair is called practically equal, and the smallest difference still counts', () => {
    expect(pair(a, a, untilDecided).verdict).toMatchObject({
      kind: 'not-decided',
      why: ['e-process', 'small'],
    });
    expect(seedsNeeded(pair(a, a, untilDecided))).toBeNull();
    const tiny = minus(a, around(-0.005, 12, 0.0005));
    expect(pair(a, tiny, untilDecided).verdict).toMatchObject({ why: ['small'] });
  });

  it('the arm that was ahead when it decided must be ahead still', () => {
    const turned = minus(a, [...Array<number>(8).fill(-0.1), 1, 1, 1, 1]);
    const found = pair(a, turned, untilDecided);
    expect(found.eProcess!.reached!.sign).toBe(-1);
    expect(found.verdict).toMatchObject({ kind: 'not-decided', why: ['e-process'], ahead: 'b' });
  });
});

describe('the t test', () => {
  it.each(fixture.tTests)('equals scipy', ({ differences, p }) => {
    expect(Math.abs(tTest(tInterval(differences))! / p - 1)).toBeLessThan(1e-9);
  });

  it('has p 1 for no difference, 0 for one that never varies, and none below two', () => {
    expect(tTest(tInterval([0, 0, 0]))).toBe(1);
    expect(tTest(tInterval([0.25, 0.25, 0.25]))).toBe(0);
    expect(tTest(tInterval([0.25]))).toBeNull();
  });
});

describe('a pair the other way round', () => {
  const values = [around(3, 7, 0.3), around(3.1, 7, 0.3), around(3.3, 7, 0.1)];
  const all = (list: readonly (readonly Outcome[])[], plan: Planned) =>
    allPairs(armRows(list), 'bitsPerCharacter', plan);

  it.each([unplanned, untilDecided])('is what judging it so gives: %j', (plan) => {
    const turned = all([values[1], values[0]], plan)[0];
    const { a, b, correlation, pairingGain, improvement, ...rest } = reversed(
      all(values.slice(0, 2), plan)[0],
    );
    expect([a, b]).toEqual(['b', 'a']);
    expect({ ...turned, ...rest }).toEqual({ ...turned, eProcess: rest.eProcess });
    expect(rest.eProcess?.value ?? 0).toBeCloseTo(turned.eProcess?.value ?? 0, 9);
    expect(correlation).toBeCloseTo(turned.correlation, 12);
    expect(pairingGain).toBeCloseTo(turned.pairingGain, 9);
    expect(improvement!.better).toBe(turned.improvement!.better);
    expect(improvement!.probability).toBeCloseTo(turned.improvement!.probability, 12);
  });

  it('turns every kind of verdict', () => {
    const lost = values[0].map(() => null);
    for (const [x, y] of [
      [values[0], values[2]],
      [values[0].slice(0, 3), values[2].slice(0, 3)],
      [values[0], lost],
      [values[0], values[0]],
    ] as const)
      expect(reversed(all([x, y], unplanned)[0]).verdict).toEqual(all([y, x], unplanned)[0].verdict);
  });

  it('is found by the two names in either order', () => {
    const pairs = all(values, unplanned);
    expect(pairOf(pairs, 'a', 'c').differences).toEqual(pairs[1].differences);
    expect(pairOf(pairs, 'c', 'a').differences).toEqual(pairs[1].differences.map((d) => -d));
  });
});

it('judges bare differences as it judges arms', () => {
  const differences = around(0.1, 9, 0.05);
  const bare = {
    differences,
    summary: tInterval(differences),
    signFlip: signFlipTest(differences),
    runs: 9,
    diverged: { a: 0, b: 0 },
  };
  const [found] = judgePairs([bare], 1, verdictRule(unplanned, 'bitsPerCharacter'));
  expect(found.verdict).toEqual({ kind: 'better', side: 'b' });
});
