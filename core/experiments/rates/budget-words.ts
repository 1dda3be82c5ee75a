import { grouped, percent } from '../../words/number-format.ts';
import type { Say } from '../../words/said/say.ts';
import type { Experiment } from '../experiment.ts';
import { quickSteps } from './quick-rounds.ts';
import { ratePolicy, wantsSearch } from './rate-policy.ts';

/** What is spent on a comparison, and on what: training steps of all runs, and those that find the rates. */
export function budgetWords(experiment: Experiment, say: Say): string {
  const { arms, seeds, steps, tuning } = experiment;
  const training = arms.length * seeds.length * steps;
  const each = say`${say.counted(arms.length, 'output layer')} × ${say.counted(seeds.length, 'seed')} × ${say.counted(steps, 'step')}`;
  const share = (found: number) => percent(Math.round((100 * found) / (found + training)) / 100);
  if (wantsSearch(experiment)) {
    const found = quickSteps(experiment);
    return say`${each}, each layer at a learning rate of its own: short runs of ${grouped(found)} steps in all look for it first, ${share(found)} of the work.`;
  }
  switch (ratePolicy(experiment)) {
    case 'same':
      return say`${each}, all at one learning rate.`;
    case 'set per arm':
      return say`${each}, at learning rates set one by one.`;
    case 'norm-matched':
      return say`${each}, at learning rates that match the first gradients.`;
    case 'best per arm': {
      const trained = tuning?.kind === 'best-per-arm' ? tuning.trained : undefined;
      return trained === undefined
        ? say`${each}, each layer at the best learning rate of a sweep.`
        : say`${each}, each layer at the learning rate that did best in short runs: ${grouped(trained)} steps in all, ${share(trained)} of the work.`;
    }
  }
}
