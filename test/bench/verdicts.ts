import { laws } from '../simulations/laws.ts';
import { falseBetter, power, untilDecided } from '../simulations/verdicts.ts';
import type { Measured, Plan, Section } from './section.ts';

const sizes = [6, 8, 10] as const;
const percents = (shares: readonly number[]) =>
  shares.map((share) => `${(100 * share).toFixed(1)} %`).join(' | ');

/** How often the verdict rule errs, and how often it finds what is there. Seeded: no clock, no machine enters. */
export const verdicts: Section = {
  name: 'verdicts',
  title: 'Verdicts on simulated experiments',
  measure: ({ quick }: Plan) => Promise.resolve(simulate(quick ? 400 : 6000)),
};

function simulate(experiments: number): Measured {
  const errors = [laws.normal, laws.logNormal].map((law) => ({
    law: law.label,
    shares: sizes.map((n) => falseBetter(law, n, experiments, 1)),
  }));
  const powers = (['equal', 'far'] as const).flatMap((others) =>
    [1, 2].map((effect) => ({
      others,
      effect,
      shares: sizes.map((n) => power(effect, n, others, experiments, 2)),
    })),
  );
  const sequences = [laws.normal, laws.student, laws.laplace].map((law) => ({
    law: law.label,
    pair: untilDecided(law, [0, 0], experiments, 3).decided,
    four: untilDecided(law, [0, 0, 0, 0], experiments, 4).decided,
  }));
  const found = [1, 2].map((effect) => ({
    effect,
    ...untilDecided(laws.normal, [-effect, 0], experiments, 5),
  }));
  return {
    lines: [
      `${experiments} experiments each. Share in which the rule calls an arm *better*, of four arms of which none is:`,
      '',
      `| values | ${sizes.map((n) => `n = ${n}`).join(' | ')} |`,
      `|---|${sizes.map(() => '---|').join('')}`,
      ...errors.map(({ law, shares }) => `| ${law} | ${percents(shares)} |`),
      '',
      'Share in which it finds an arm that is better by so many standard deviations of the differences, normal values:',
      '',
      `| effect | the other two arms | ${sizes.map((n) => `n = ${n}`).join(' | ')} |`,
      `|---|---|${sizes.map(() => '---|').join('')}`,
      ...powers.map(
        ({ effect, others, shares }) =>
          `| ${effect} | ${others === 'equal' ? 'equal to the worse one' : 'far off'} | ${percents(shares)} |`,
      ),
      '',
      'Seeds added one by one to 40, judged by the e-process after each: share of experiments on equal arms in which an arm is ever called better:',
      '',
      '| values | two arms | four arms |',
      '|---|---|---|',
      ...sequences.map(({ law, pair, four }) => `| ${law} | ${percents([pair, four])} |`),
      '',
      ...found.map(
        ({ effect, decided, median }) =>
          `Of two arms that differ by ${effect} standard deviation${effect > 1 ? 's' : ''} it decides ${percents([decided])}, after ${median} seeds in the median.`,
      ),
      '',
    ],
    raw: { experiments, errors, powers, sequences, found },
  };
}
