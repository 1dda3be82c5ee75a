import type { Experiment } from '../experiment.ts';
import type { SweepRound } from './rate-tuning.ts';

/** Rates of the grid of a quick sweep. */
export const gridCount = 13;

/** Rates of each arm that the second round trains for longer. */
const kept = 3;

/** The two rounds: short runs at every rate, longer ones at the best. */
export function quickRounds({
  seeds,
  steps: most,
}: Pick<Experiment, 'seeds' | 'steps'>): [SweepRound, SweepRound] {
  const perArm = Math.floor((seeds.length * most) / 2);
  const round = (runs: number) => Math.max(1, Math.min(most, Math.floor(perArm / 2 / runs)));
  const steps = round(kept);
  return [
    { steps: Math.min(round(gridCount), steps), keep: kept },
    { steps, keep: 1 },
  ];
}

/** All steps that the quick sweep of an experiment takes, where no rate is left out before its time. */
export function quickSteps(experiment: Pick<Experiment, 'arms' | 'seeds' | 'steps'>): number {
  const [first, last] = quickRounds(experiment);
  return experiment.arms.length * (gridCount * first.steps + kept * last.steps);
}
