import { counted, grouped, percent } from '../../words/number-format.ts';
import type { Experiment } from '../experiment.ts';
import { quickSteps } from './quick-rounds.ts';
import { ratePolicy, wantsSearch } from './rate-policy.ts';

/** What is spent on a comparison, and on what: training steps of all runs, and those that find the rates. */
export function budgetWords(experiment: Experiment): string {
  const { arms, seeds, steps, tuning } = experiment;
  const training = arms.length * seeds.length * steps;
  const each = `${counted(arms.length, 'output layer')} × ${counted(seeds.length, 'seed')} × ${counted(steps, 'step')}`;
  const share = (found: number) => percent(Math.round((100 * found) / (found + training)) / 100);
  if (wantsSearch(experiment)) {
    const found = quickSteps(experiment);
    return `${each}, each layer at its own best learning rate: ${counted(found, 'step')} more look for them first, ${share(found)} of all`;
  }
  switch (ratePolicy(experiment)) {
    case 'same':
      return `${each}, all at one learning rate`;
    case 'set per arm':
      return `${each}, at learning rates set one by one`;
    case 'norm-matched':
      return `${each}, at learning rates that match the first gradients`;
    case 'best per arm': {
      const trained = tuning?.kind === 'best-per-arm' ? tuning.trained : undefined;
      return trained === undefined
        ? `${each}, each layer at the best learning rate of a sweep`
        : `${each}, each layer at its own best learning rate: ${grouped(trained)} steps found them, ${share(trained)} of all`;
    }
  }
}
