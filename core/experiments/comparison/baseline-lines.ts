import type { Baselines } from '../../corpora/baselines.ts';
import type { Experiment } from '../experiment.ts';
import { primaryYardstick } from '../plan/plan.ts';
import { yardstickById, type YardstickId } from '../../yardsticks/registry.ts';
import type { BaselineLine, Guessed } from '../../yardsticks/yardstick.ts';

/** What guesses and simple models reach on a yardstick, on the characters that the curves are scored on. */
export const baselineLines = (
  yardstick: YardstickId,
  text: Guessed,
  baselines: Baselines | null,
): readonly BaselineLine[] => yardstickById(yardstick).baselines(text, baselines);

/** A target to begin with: what the best of guessing and the simple models reaches, or what the yardstick says itself. */
export function simplestTarget(
  yardstick: YardstickId,
  corpus: Guessed | null,
  baselines: Baselines | null,
): number {
  const { firstTarget } = yardstickById(yardstick);
  if (firstTarget !== null) return firstTarget;
  if (!corpus) return 2;
  const lines = baselineLines(yardstick, { ...corpus, entropyRate: null }, baselines);
  return Math.max(0.01, Math.round(100 * Math.min(...lines.map(({ value }) => value))) / 100);
}

/** The target that times are taken to: that of the experiment, else what the best simple model reaches. */
export function usualTarget(
  experiment: Pick<Experiment, 'plan' | 'stopping'>,
  corpus: Guessed | null,
  baselines: Baselines | null,
) {
  const yardstick = primaryYardstick(experiment);
  return experiment.stopping?.target ?? { yardstick, value: simplestTarget(yardstick, corpus, baselines) };
}
