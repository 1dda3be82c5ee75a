import type { Say } from '../../words/said/say.ts';
import { isWithout } from '../../experiments/comparison/unread.ts';
import { primaryYardstick } from '../../experiments/plan/plan.ts';
import type { Evaluation } from '../../experiments/run.ts';
import { yardstickById } from '../../yardsticks/registry.ts';
import { grouped, rateWords } from '../../words/number-format.ts';
import type { ArmReport, Report } from '../report-data.ts';
import { yardstickValue } from './summary.ts';

/** `5 of 5`, with what became of the others. */
export function seedsText({ standing: { n, runs, diverged, failed } }: ArmReport, say: Say): string {
  return say.names([
    say`${n} of ${runs}`,
    ...(diverged > 0 ? [say`${diverged} diverged`] : []),
    ...(failed > 0 ? [say`${failed} failed`] : []),
  ]);
}

/** Every seed on its own: the primary yardstick at the step of comparison, or what became of the run. */
export function seedRows({ arms, experiment }: Report, say: Say): string[][] {
  const yardstick = primaryYardstick(experiment);
  const value = (at: Evaluation) => yardstickValue(yardstick, at[yardstick]);
  return arms.map(({ standing }) =>
    standing.seeds.map(({ evaluation, lastFinite, status }) => {
      if (evaluation) return isWithout(evaluation, yardstick) ? '–' : value(evaluation);
      return lastFinite && !isWithout(lastFinite, yardstick)
        ? say`${say.of(status)}, ${value(lastFinite)} at step ${grouped(lastFinite.step)}`
        : say.of(status);
    }),
  );
}

/** The yardstick of `seedRows`, for a caption. */
export const seedYardstick = ({ experiment }: Report, say: Say): string =>
  say.of(yardstickById(primaryYardstick(experiment)).label);

/** Runs that did not end well, each with where. */
export const troubleWords = ({ divergences, failures }: Report, say: Say): string[] => [
  ...divergences.map(({ label, seed, step, where, rate, last }) =>
    say.sentences([
      say`${label}, seed ${seed} diverged at step ${grouped(step)}: ${say.of(where)} was not finite, at η = ${rateWords(rate)}.`,
      last
        ? say`Last evaluation: ${last.value} at step ${grouped(last.step)}.`
        : say`It was never evaluated with finite values.`,
    ]),
  ),
  ...failures.map(({ label, seed, reason }) => say`${label}, seed ${seed} failed: ${say.of(reason)}`),
];
