import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../../../../core/experiments/default-experiment.ts';
import { armRate, trainingRate } from '../../../../core/experiments/comparison/training-rate.ts';

const model = { ...defaultExperiment().model, hidden: 128, length: 25, batch: 16 };

describe('the rate of a run', () => {
  it('is the characters of its steps by their seconds', () => {
    expect(trainingRate({ steps: 600, seconds: 6 }, model)).toBe(40_000);
  });

  it.each([
    [0, 0],
    [0, 3],
    [5, 0],
    [5, NaN],
  ])('is not known after %d steps in %d seconds', (steps, seconds) => {
    expect(trainingRate({ steps, seconds }, model)).toBeNull();
  });
});

describe('the rate of an arm', () => {
  it('leaves out runs that have not begun', () => {
    const runs = [
      { steps: 600, seconds: 6 },
      { steps: 0, seconds: 0 },
      { steps: 300, seconds: 1 },
    ];
    // Of two, the median is the mean: (40 000 + 120 000) / 2.
    expect(armRate(runs, model, 65)).toMatchObject({
      charactersPerSecond: 80_000,
      slowest: 40_000,
      fastest: 120_000,
    });
    expect(armRate([], model, 65)).toBeNull();
    expect(armRate([{ steps: 0, seconds: 0 }], model, 65)).toBeNull();
  });

  it('lies between the slowest and the fastest seed', () => {
    const run = fc.record({
      steps: fc.integer({ min: 1, max: 1e6 }),
      seconds: fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(run, { minLength: 1, maxLength: 20 }), (runs) => {
        const { charactersPerSecond, slowest, fastest } = armRate(runs, model, 65)!;
        expect(charactersPerSecond).toBeGreaterThanOrEqual(slowest);
        expect(charactersPerSecond).toBeLessThanOrEqual(fastest);
      }),
    );
  });
});
