import { describe, expect, it } from 'vitest';
import { noncentralTail, tTestPower } from '../../../../core/experiments/statistics/noncentral-t.ts';
import {
  mostSeedsCounted,
  seedsToCallEqual,
  seedsToTell,
} from '../../../../core/experiments/statistics/seeds-needed.ts';
import { fixture } from '../verdict-fixture.ts';

describe(`the noncentral t distribution equals ${fixture.origin}`, () => {
  it.each(fixture.tails)('P(T > $t), ν = $freedom, c = $c', ({ t, freedom, c, tail }) => {
    expect(Math.abs(noncentralTail(t, freedom, c) - tail)).toBeLessThan(1e-10);
  });

  it.each(fixture.powers)('power at n = $n, $effect sd, $pairs pairs', ({ n, effect, pairs, power }) => {
    expect(Math.abs(tTestPower(n, effect, 0.05 / pairs) - power)).toBeLessThan(1e-10);
  });
});

describe('the seeds that a difference takes', () => {
  it.each(fixture.needed)('of $effect sd among $pairs pairs', ({ effect, pairs, seeds }) => {
    expect(seedsToTell(effect, pairs)).toBe(seeds);
    expect(seedsToTell(effect, pairs, seeds + 3)).toBe(seeds + 3);
  });

  it('are not counted out where they are too many, or nothing would do', () => {
    expect(seedsToTell(0.01, 1)).toBeNull();
    expect([seedsToTell(0, 1), seedsToTell(NaN, 1)]).toEqual([null, null]);
    expect(seedsToTell(Infinity, 6)).toBe(6);
    expect(seedsToTell(1, 1, mostSeedsCounted + 1)).toBeNull();
  });
});

describe('the seeds that calling two arms equal takes', () => {
  it('are those with which the interval lies inside in four of five experiments', () => {
    // Mean 0, smallest = sd: each end misses with probability at most a tenth.
    const n = seedsToCallEqual({ mean: 0, sd: 1 }, 1)!;
    // The one-sided power of t at 0.025 is that of the upper tail alone.
    const inside = (k: number) => 2 * tTestPower(k, 1, 0.05) - 1;
    expect(inside(n)).toBeGreaterThan(0.8 - 1e-6);
    expect(inside(n - 1)).toBeLessThan(0.8);
  });

  it('grow as the mean nears the border, and are none beyond it', () => {
    const at = (mean: number) => seedsToCallEqual({ mean, sd: 1 }, 1);
    expect(at(0.5)!).toBeGreaterThan(at(0)!);
    expect(at(-0.5)).toBe(at(0.5));
    expect([at(1), at(-2), at(0.999)]).toEqual([null, null, null]);
    expect(seedsToCallEqual({ mean: 0.1, sd: 0 }, 1, 7)).toBe(7);
  });
});
