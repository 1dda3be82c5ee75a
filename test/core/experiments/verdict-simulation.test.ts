import { describe, expect, it } from 'vitest';
import {
  fewestForBca,
  fewestForImprovement,
  leastCoverage,
  simulatedCoverage,
} from '../../../core/experiments/statistics/interval-coverage.ts';
import { simulatedVerdicts } from '../../../core/experiments/statistics/simulated-verdicts.ts';
import { simulateCoverage } from '../../simulations/coverage.ts';
import { laws } from '../../simulations/laws.ts';
import { falseBetter, power, untilDecided } from '../../simulations/verdicts.ts';

// Seeded, so each is one number; `npm run bench -- --only verdicts,coverage` draws many more.
const experiments = 1000;
/** Three standard errors of a share near 0.05. */
const slackOf = (many: number) => 3 * Math.sqrt((0.05 * 0.95) / many);
const slack = slackOf(experiments);

describe('of four equal arms', () => {
  const { normal, logNormal } = simulatedVerdicts.falseBetter;
  it.each([
    [laws.normal, 6, normal[0]],
    [laws.normal, 10, normal[2]],
    [laws.logNormal, 6, logNormal[0]],
  ])('one is called better in at most one in twenty experiments (case %#)', (law, n, found) => {
    expect(found).toBeLessThan(0.05);
    const share = falseBetter(law, n, experiments, 11);
    expect(share).toBeLessThan(0.05 + slack);
    expect(Math.abs(share - found)).toBeLessThan(slack);
  });

  it.each([laws.normal, laws.student, laws.laplace])(
    'one is called better in at most one in twenty sequences to 40 seeds: $label',
    (law) => {
      // One pair, where the bound is nearest to what is reached; of four arms fewer, for the time it takes.
      expect(untilDecided(law, [0, 0], 4000, 13).decided).toBeLessThan(0.05 + slackOf(4000) / 3);
      expect(untilDecided(law, [0, 0, 0, 0], 400, 12).decided).toBeLessThan(0.05 + slackOf(400) / 3);
    },
  );
});

describe('an arm that is better', () => {
  it.each([
    // At one and two standard deviations of the differences; the other arms equal, or decided anyhow.
    [1, 'equal', 6, simulatedVerdicts.power[1][0]],
    [2, 'equal', 8, simulatedVerdicts.power[2][1]],
    [1, 'far', 10, 0.8],
    [2, 'far', 6, 0.85],
  ] as const)(
    'by %d sd, others %s, n = %i, is found in about %d of experiments',
    (effect, others, n, about) => {
      expect(Math.abs(power(effect, n, others, experiments, 14) - about)).toBeLessThan(0.06);
    },
  );

  it('by one standard deviation is found by adding seeds, after 9 in the median', () => {
    const { decided, median } = untilDecided(laws.normal, [-1, 0], experiments, 15);
    expect(decided).toBeGreaterThan(0.9);
    expect(Math.abs(median - 9)).toBeLessThanOrEqual(1);
  });
});

describe('the coverage of intervals', () => {
  const shares = (row: (typeof simulatedCoverage)[number]) => ({
    bca: row.bca,
    improvement: row.improvement,
  });

  it('is simulated as the table says', () => {
    for (const n of [3, 6]) {
      const row = simulatedCoverage.find((each) => each.n === n)!;
      const again = simulateCoverage(n, 600, 7);
      for (const key of ['t', 'bca', 'improvement'] as const)
        row[key].forEach((share, k) =>
          expect(Math.abs(again[key][k] - share), `${key} at n = ${n}`).toBeLessThan(0.07),
        );
    }
  });

  it('is enough wherever an interval is offered, and was not just before', () => {
    for (const [key, fewest] of [
      ['bca', fewestForBca],
      ['improvement', fewestForImprovement],
    ] as const) {
      const offered = simulatedCoverage.filter(({ n }) => n >= fewest);
      expect(offered.length).toBeGreaterThan(1);
      for (const row of offered) expect(Math.min(...shares(row)[key])).toBeGreaterThanOrEqual(leastCoverage);
      const before = simulatedCoverage.filter(({ n }) => n < fewest).at(-1);
      expect(Math.min(...shares(before)[key])).toBeLessThan(leastCoverage);
    }
  });
});
