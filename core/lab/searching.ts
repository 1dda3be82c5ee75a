import { LabError } from '../errors.ts';
import type { Experiment } from '../experiments/experiment.ts';
import { quickSweep } from '../experiments/rates/quick-sweep.ts';
import { wantsSearch, withTuning } from '../experiments/rates/rate-policy.ts';
import { sweepCurves, tuningOf } from '../experiments/rates/sweep.ts';
import type { SweepRun } from '../experiments/rates/sweep-plan.ts';
import { significant } from '../words/number-format.ts';
import { samePlan, type HostedSweep } from './sweeping.ts';
import type { LabApi } from '../contract/lab-api.ts';

/** What a search of rates needs to know of the lab. */
interface SearchedLab {
  experiment(): Experiment;
  /** The experiment with the rates that were found. */
  adopt(experiment: Experiment): void;
}

/** The search of the best rate of every arm, before the first step of an experiment that asks for it. */
export interface HostedSearch {
  /**
   * Resolves with whether the experiment has its rates now: false where the search was cancelled. One that was goes on
   * where it was.
   * @throws LabError `no-rate` where no rate of the grid lets an arm train
   */
  findRates(): Promise<boolean>;
}

export function searching(lab: SearchedLab, sweeps: HostedSweep & Pick<LabApi, 'sweepState'>): HostedSearch {
  return {
    findRates: async () => {
      const experiment = lab.experiment();
      if (!wantsSearch(experiment)) return true;
      const plan = quickSweep(experiment);
      const before = await sweeps.sweepState({});
      const done: readonly SweepRun[] = before && samePlan(before.plan, plan) ? before.runs : [];
      const { phase, runs } = await sweeps.runSweep({ plan, done, onRun: () => undefined });
      if (phase === 'cancelled') return false;
      const tuning = tuningOf(plan, runs);
      if (!tuning) {
        const arm = sweepCurves(plan, runs).find(({ best }) => best === null)!.armId;
        const { low, high } = plan.grid;
        throw new LabError(
          'no-rate',
          `No learning rate from ${significant(low)} to ${significant(high)} lets the arm ${arm} train for ${plan.steps} steps.`,
          'Give it a rate of your own, or leave it out.',
        );
      }
      lab.adopt(withTuning(experiment, tuning));
      return true;
    },
  };
}
