import type { Experiment } from '../experiment.ts';
import { readingOfLayer } from '../../layers/layer-of.ts';
import { givesProbabilities } from '../../outputs/readings/registry.ts';
import { yardsticks, type YardstickId } from '../../yardsticks/registry.ts';
import { optimizer } from '../../optimizers/registry.ts';
import { roundedRate, type RateGrid } from './rate-grid.ts';
import { sweepOf } from './sweep.ts';
import type { SweepPlan } from './sweep-plan.ts';
import { gridCount, quickRounds } from './quick-rounds.ts';

/** Decades to either side of the optimiser's usual rate: three rates a decade. */
const decades = 2;

/**
 * The sweep that finds the rates of a comparison before its first step: at most half as many training steps as the
 * comparison itself, which is a third of all. Half of them go to short runs at every rate of one grid, common to all
 * arms, half to longer ones at the best three; a rate is tried for a step at least, also where that is more. One tuning seed; what decides is read on the tuning part.
 */
export function quickSweep(experiment: Experiment): SweepPlan {
  const rounds = quickRounds(experiment);
  return sweepOf(experiment, {
    grid: quickGrid(optimizer(experiment.optimizer.id).defaultRate),
    seeds: 1,
    steps: rounds[1].steps,
    rounds,
    yardstick: experiment.plan?.yardstick ?? readOf(experiment),
    extension: 0,
  });
}

/** The first yardstick that every arm has: without probabilities the first that needs none. */
const readOf = ({ arms, layers }: Experiment): YardstickId => {
  const read = arms.every(({ layer }) => givesProbabilities(readingOfLayer(layers, layer)));
  return yardsticks.find(({ ofProbabilities }) => read || !ofProbabilities)!.id;
};

const quickGrid = (usual: number): RateGrid => ({
  low: roundedRate(usual / 10 ** decades),
  high: roundedRate(usual * 10 ** decades),
  count: gridCount,
});
