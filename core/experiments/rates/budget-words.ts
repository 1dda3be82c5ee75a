import type { AnswerWords } from '../../words/answer-en.ts';
import { grouped, percent } from '../../words/number-format.ts';
import type { Experiment } from '../experiment.ts';
import { quickSteps } from './quick-rounds.ts';
import { ratePolicy, wantsSearch } from './rate-policy.ts';

/** What is spent on a comparison, and on what: training steps of all runs, and those that find the rates. */
export function budgetWords(experiment: Experiment, { budget }: AnswerWords): string {
  const { arms, seeds, steps, tuning } = experiment;
  const training = arms.length * seeds.length * steps;
  const each = budget.each(arms.length, seeds.length, grouped(steps), steps === 1);
  const share = (found: number) => percent(Math.round((100 * found) / (found + training)) / 100);
  if (wantsSearch(experiment)) {
    const found = quickSteps(experiment);
    return budget.searchFirst(each, grouped(found), share(found));
  }
  switch (ratePolicy(experiment)) {
    case 'same':
      return budget.same(each);
    case 'set per arm':
      return budget.setEach(each);
    case 'norm-matched':
      return budget.normMatched(each);
    case 'best per arm': {
      const trained = tuning?.kind === 'best-per-arm' ? tuning.trained : undefined;
      return trained === undefined
        ? budget.ofSweep(each)
        : budget.found(each, grouped(trained), share(trained));
    }
  }
}
