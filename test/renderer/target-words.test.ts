import { describe, expect, it } from 'vitest';
import { simplestTarget } from '../../core/experiments/comparison/baseline-lines.ts';
import { timeToTarget } from '../../core/experiments/comparison/steps-to-target.ts';
import { targetWords, timesToTarget } from '../../core/figures/experiment/time-to-target.ts';
import { snapped } from '../../renderer/figures/target-keys.ts';
import { experimentSourceOf } from '../core/figures/sources.ts';
import { baselines, corpus, evaluation, run } from '../core/reports/report-fixtures.ts';

const curve = (arm: string, seed: number, bits: number[]) =>
  run(
    arm,
    seed,
    bits.map((value, i) => evaluation(10 * i, value)),
  );

describe('time to a target', () => {
  it('is the first evaluation at it or better, and nothing between evaluations', () => {
    const one = curve('a', 1, [6, 4, 2.5, 2.6]);
    expect(timeToTarget(one, 'bitsPerCharacter', 2.5)).toMatchObject({ reached: true, step: 20 });
    expect(timeToTarget(one, 'bitsPerCharacter', 3.9)).toMatchObject({ reached: true, step: 20 });
    expect(timeToTarget(one, 'bitsPerCharacter', 1)).toEqual({ reached: false, step: 30 });
    expect(timeToTarget(curve('a', 1, []), 'bitsPerCharacter', 1)).toEqual({ reached: false, step: null });
  });

  it('is upwards where more is better', () => {
    const one = {
      evaluations: [evaluation(0, 6), evaluation(10, 5)].map((each, i) => ({
        ...each,
        accuracy: 0.2 + 0.4 * i,
      })),
    };
    expect(timeToTarget(one, 'accuracy', 0.5)).toMatchObject({ reached: true, step: 10 });
    expect(timeToTarget(one, 'accuracy', 0.7)).toMatchObject({ reached: false });
  });

  it('never counts a value that is none', () => {
    expect(timeToTarget(curve('a', 1, [NaN, NaN]), 'bitsPerCharacter', 9)).toMatchObject({ reached: false });
  });

  it('has a mean, with its interval, only where every seed reached it', () => {
    const runs = [curve('arm-0', 1, [6, 2, 1]), curve('arm-0', 2, [6, 5, 2]), curve('arm-1', 1, [6, 5, 4])];
    const rows = (target: number) => {
      const source = experimentSourceOf(2, () => runs);
      const [panel] = timesToTarget(source, { yardstick: 'bitsPerCharacter', target, x: 'step' }).panels;
      return panel?.kind === 'dots' ? panel.rows : [];
    };
    const [a, b] = rows(2);
    expect(a).toMatchObject({ value: 15, each: [10, 20] });
    // 10 and 20: s/√2 = 5, t(0.975, 1) = 12.7062; a time is never below 0.
    expect([a.low, a.high]).toEqual([0, expect.closeTo(15 + 5 * 12.7062047, 5)]);
    expect(b).toMatchObject({ value: NaN, low: NaN, each: [] });
    expect(b.label).toMatch(/: 0 of 1 seeds$/);
    expect(rows(1)[0]).toMatchObject({ value: NaN, each: [20] });
  });
});

describe('the target line', () => {
  it('begins at what the best of the simple models reaches', () => {
    const { heldOut } = baselines;
    const target = (bigramBits: number) =>
      simplestTarget('bitsPerCharacter', corpus, { ...heldOut, bigramBits });
    expect(target(3.5378)).toBe(3.54);
    expect(target(0)).toBe(0.01);
    // A bigram that knows less than the unigram is no target, and neither is worse than guessing.
    expect(target(8)).toBe(4.79);
    expect(simplestTarget('bitsPerCharacter', corpus, null)).toBe(6.02);
    expect(simplestTarget('bitsPerCharacter', null, null)).toBe(2);
    expect(simplestTarget('accuracy', corpus, heldOut)).toBe(0.5);
  });

  it('stands at hundredths, on the axis', () => {
    expect(snapped(2.4999, 0, 6)).toBe(2.5);
    expect(snapped(2.51 + 0.01, 0, 6)).toBe(2.52);
    expect([snapped(-0.01, 0, 6), snapped(7, 0, 6)]).toEqual([0, 6]);
  });

  it('says which way is better', () => {
    expect(targetWords('bitsPerCharacter', 2.5)).toBe('bits per character ≤ 2.50');
    expect(targetWords('accuracy', 0.5)).toBe('top-1 accuracy ≥ 0.50');
  });
});
