import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  eBound,
  eEvidence,
  eValue,
  extendEProcess,
  fewestForEProcess,
  startEProcess,
} from '../../../../core/experiments/statistics/e-process.ts';
import { fixture } from '../verdict-fixture.ts';

const { smallest, differences, values } = fixture.eProcess;

describe('the e-process for symmetry', () => {
  it('is what its definition says, one difference at a time; one of 0 tells nothing', () => {
    let state = startEProcess(smallest);
    const seen = [eValue(state)];
    for (const difference of differences) seen.push(eValue((state = extendEProcess(state, difference))));
    expect(seen.length).toBe(values.length);
    seen.forEach((value, i) => expect(Math.abs(value / values[i] - 1)).toBeLessThan(1e-12));
    expect(seen[3]).toBe(seen[2]);
  });

  it('cannot grow by more than a factor of 2, so that 6 seeds are the fewest for one pair and 8 for six', () => {
    expect([1, 3, 6, 28].map(fewestForEProcess)).toEqual([6, 7, 8, 11]);
    for (const pairs of [1, 3, 6, 28]) {
      const fewest = fewestForEProcess(pairs);
      // Differences that are ever larger: every factor is 2 to rounding, but the first, of either sign, is 1.
      const growing = (n: number) => Array.from({ length: n }, (_, i) => 100 ** i);
      expect(eEvidence(growing(fewest - 1), 1e-6, pairs).reached).toBeNull();
      expect(eEvidence(growing(fewest), 1e-6, pairs).reached).toEqual({ after: fewest, sign: 1 });
      expect(eEvidence(growing(fewest), 1e-6, pairs).bound).toBe(20 * pairs);
    }
  });

  it('is the same for either sign and any unit, and has expectation 1 over the signs', () => {
    const difference = fc
      .double({ min: -1, max: 1, noNaN: true })
      .filter((d) => d === 0 || Math.abs(d) > 1e-2);
    fc.assert(
      fc.property(fc.array(difference, { minLength: 1, maxLength: 9 }), (list) => {
        const value = (each: readonly number[], scale = 0.01) => eEvidence(each, scale, 1).value;
        expect(value(list.map((d) => -d)) / value(list)).toBeCloseTo(1, 9);
        expect(
          value(
            list.map((d) => 8 * d),
            0.08,
          ) / value(list),
        ).toBeCloseTo(1, 9);
        // Symmetry about 0: all sign patterns are alike, and their mean is exactly 1.
        let sum = 0;
        for (let pattern = 0; pattern < 2 ** list.length; pattern++)
          sum += value(list.map((d, i) => ((pattern >> i) & 1 ? -d : d)));
        expect(sum / 2 ** list.length).toBeCloseTo(1, 8);
      }),
      { numRuns: 30 },
    );
  });

  it('stays finite for a thousand seeds of huge and tiny differences', () => {
    const huge = Array.from({ length: 1000 }, (_, i) => (i % 2 ? 1e300 : 1e-300));
    const { value } = eEvidence(huge, 0.01, 1);
    expect(value).toBeGreaterThan(0);
    expect(value).toBeLessThan(Infinity);
  });

  it('stays decided once it was, whatever comes later', () => {
    const found = eEvidence([1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1], 0.01, 1);
    expect(found.reached).toMatchObject({ sign: 1 });
    expect(found.value).toBeLessThan(eBound(1));
  });
});
