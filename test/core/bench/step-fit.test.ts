import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitSteps, solve } from '../../bench/step-fit.ts';

const steps = [
  { operations: 2e6, parameters: 23_000 },
  { operations: 4e8, parameters: 98_000 },
  { operations: 3e9, parameters: 330_000 },
  { operations: 1.3e9, parameters: 2_100_000 },
  { operations: 5e7, parameters: 1_000 },
];

describe('the system of equations', () => {
  it('is solved where the first pivot is 0', () => {
    expect(
      solve([
        [0, 2, 1, 7],
        [1, 0, 0, 1],
        [3, 1, 0, 5],
      ]),
    ).toEqual([1, 2, 3]);
  });
});

describe('the fit of step times', () => {
  it('finds the constants of times that follow the model', () => {
    const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
    fc.assert(
      fc.property(between(1, 100), between(0.1, 10), between(1, 1000), (gigaflops, nanoseconds, micro) => {
        const fit = fitSteps(
          steps.map(({ operations, parameters }) => ({
            operations,
            parameters,
            seconds: operations / (gigaflops * 1e9) + parameters * nanoseconds * 1e-9 + micro * 1e-6,
          })),
        );
        expect(fit.gigaflops / gigaflops).toBeCloseTo(1, 6);
        expect(fit.nanosecondsPerParameter / nanoseconds).toBeCloseTo(1, 6);
        expect(fit.microsecondsPerStep / micro).toBeCloseTo(1, 6);
        for (const error of fit.relativeErrors) expect(Math.abs(error)).toBeLessThan(1e-6);
      }),
    );
  });

  it('says how far the model is off at each step, above 0 where it says more than was measured', () => {
    const seconds = steps.map(({ operations }) => operations / 1e10 + 1e-4);
    seconds[2] = seconds[2] / 2;
    const { relativeErrors } = fitSteps(steps.map((step, i) => ({ ...step, seconds: seconds[i] })));
    expect(relativeErrors.indexOf(Math.max(...relativeErrors))).toBe(2);
  });

  it('weighs relative errors: a thousandfold longer step does not outweigh the short ones', () => {
    const short = { operations: 1e6, parameters: 1000, seconds: 1e-4 };
    const twice = { operations: 1e6, parameters: 1000, seconds: 2e-4 };
    const { relativeErrors } = fitSteps([short, twice, ...steps.map((step) => ({ ...step, seconds: 1 }))]);
    // Σ (m/t − 1)² of t and 2t is smallest at m = 1.2 t.
    expect(relativeErrors[1]).toBeLessThan(relativeErrors[0]);
    expect(2 * (1 + relativeErrors[1])).toBeCloseTo(1 + relativeErrors[0], 9);
  });
});
