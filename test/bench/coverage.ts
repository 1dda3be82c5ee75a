import { coverageSizes, simulateCoverage } from '../simulations/coverage.ts';
import { leastCoverage } from '../../core/experiments/statistics/interval-coverage.ts';
import type { Plan, Section } from './section.ts';

/** How often the intervals that are offered hold the true value. Seeded; `core/experiments/statistics/interval-coverage.ts` holds it as data. */
export const coverage: Section = {
  name: 'coverage',
  title: 'Coverage of the 95 % intervals on simulated experiments',
  measure({ quick }: Plan) {
    const experiments = quick ? 200 : 4000;
    const table = coverageSizes.map((n) => {
      const row = simulateCoverage(n, experiments, 1);
      process.stderr.write(`n = ${n}\n`);
      return row;
    });
    const cell = (share: number) => (share < leastCoverage ? share.toFixed(3) : `**${share.toFixed(3)}**`);
    return Promise.resolve({
      lines: [
        `${experiments} experiments each; ${leastCoverage} or more in bold. Differences normal and log-normal (σ = 1); probability of improvement ½ and 0.76, normal values.`,
        '',
        '| n | t, normal | t, log-normal | BCa, normal | BCa, log-normal | P = ½ | P = 0.76 |',
        '|---|---|---|---|---|---|---|',
        ...table.map(
          ({ n, t, bca, improvement }) =>
            `| ${n} | ${[...t, ...bca, ...improvement].map(cell).join(' | ')} |`,
        ),
        '',
      ],
      raw: { experiments, table },
    });
  },
};
