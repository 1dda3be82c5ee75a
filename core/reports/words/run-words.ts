import type { Say } from '../../words/said/say.ts';
import { isUnread } from '../../experiments/comparison/unread.ts';
import { grouped } from '../../words/number-format.ts';
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

/** Every seed on its own: bits per character at the step of comparison, or what became of the run. */
export function seedRows({ arms }: Report, say: Say): string[][] {
  const bits = (value: number) => yardstickValue('bitsPerCharacter', value);
  return arms.map(({ standing }) =>
    standing.seeds.map(({ evaluation, lastFinite, status }) => {
      if (evaluation) return isUnread(evaluation) ? '–' : bits(evaluation.bitsPerCharacter);
      return lastFinite && !isUnread(lastFinite)
        ? say`${say.of(status)}, ${bits(lastFinite.bitsPerCharacter)} at step ${grouped(lastFinite.step)}`
        : say.of(status);
    }),
  );
}

/** Runs that did not end well, each with where. */
export const troubleWords = ({ divergences, failures }: Report, say: Say): string[] => [
  ...divergences.map(({ label, seed, step, where, rate, last }) =>
    say.sentences([
      say`${label}, seed ${seed} diverged at step ${grouped(step)}: ${say.of(where)} was not finite, at η = ${rate}.`,
      last
        ? say`Last evaluation: ${last.value} at step ${grouped(last.step)}.`
        : say`It was never evaluated with finite values.`,
    ]),
  ),
  ...failures.map(({ label, seed, reason }) => say`${label}, seed ${seed} failed: ${say.of(reason)}`),
];
