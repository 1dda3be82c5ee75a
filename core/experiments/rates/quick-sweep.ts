import type { Experiment } from '../experiment.ts';
import { readingOfLayer } from '../../layers/layer-of.ts';
import { usualYardstick, type YardstickId } from '../../yardsticks/registry.ts';
import { optimizer } from '../../optimizers/registry.ts';
import { roundedRate, type RateGrid } from './rate-grid.ts';
import { tuningSeeds } from './sweep.ts';
import type { SweepPlan } from './sweep-plan.ts';

/** Rates of the grid: three a decade, two decades to either side of the optimiser's usual rate. */
const rates = 13;
const decades = 2;

/** Rates of each arm that the second round trains for longer. */
const kept = 3;

/**
 * The sweep that finds the rates of a comparison before its first step: at most half as many training steps as the
 * comparison itself, which is a third of all. Half of them go to short runs at every rate of one grid, common to all
 * arms, half to longer ones at the best three; a rate is tried for a step at least, also where that is more. One tuning seed; what decides is read on the tuning part.
 */
export function quickSweep(experiment: Experiment): SweepPlan {
  const perArm = Math.floor((experiment.seeds.length * experiment.steps) / 2);
  const round = (runs: number) => Math.max(1, Math.min(experiment.steps, Math.floor(perArm / 2 / runs)));
  const steps = round(kept);
  return {
    format: 'loss-lab-sweep',
    version: 1,
    experiment,
    grid: quickGrid(optimizer(experiment.optimizer.id).defaultRate),
    seeds: tuningSeeds(experiment, 1),
    steps,
    rounds: [
      { steps: Math.min(round(rates), steps), keep: kept },
      { steps, keep: 1 },
    ],
    yardstick: experiment.plan?.yardstick ?? readOf(experiment),
    extension: 0,
  };
}

/** The usual yardstick, where every arm has it. */
const readOf = ({ arms, layers }: Experiment): YardstickId =>
  arms.some(({ layer }) => readingOfLayer(layers, layer) === 'none') ? 'accuracy' : usualYardstick;

const quickGrid = (usual: number): RateGrid => ({
  low: roundedRate(usual / 10 ** decades),
  high: roundedRate(usual * 10 ** decades),
  count: rates,
});
