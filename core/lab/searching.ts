import { LabError, toErrorData } from '../errors.ts';
import type { SearchPhase } from '../contract/lab-data.ts';
import type { Experiment } from '../experiments/experiment.ts';
import { quickSweep } from '../experiments/rates/quick-sweep.ts';
import { wantsSearch, withTuning } from '../experiments/rates/rate-policy.ts';
import { sweepCurves, tuningOf } from '../experiments/rates/sweep.ts';
import type { SweepRun } from '../experiments/rates/sweep-plan.ts';
import { significant } from '../words/number-format.ts';
import { samePlan } from '../experiments/plan/experiment-differences.ts';
import { checkMemory } from '../experiments/memory.ts';
import type { LabBase } from './held.ts';
import type { Sweeping } from './sweeping.ts';
import type { LabTexts } from './lab-texts.ts';

/** The search of the best rate of every arm, before the first step of an experiment that asks for it. */
export interface HostedSearch {
  /**
   * Resolves with whether the experiment has its rates now: false where the search was cancelled. One that was goes on
   * where it was.
   * @throws LabError `no-rate` where no rate of the grid lets an arm train
   */
  findRates(): Promise<boolean>;
}

export type Searching = ReturnType<typeof searching>;

/** Looks for the best rates by a quick sweep where an experiment asks for it, and lets it train then. */
export function searching(lab: LabBase, texts: LabTexts, { methods: sweeps }: Sweeping) {
  const { held } = lab;
  /** The search under way; another one, or none, as soon as it is held. */
  let under: object | null = null;
  /** Rates are found, and training has not begun yet. */
  let found = false;
  /** The experiment whose search was paused. */
  let paused: Experiment | null = null;
  /** The threads of a search that was held have come to a rest when it resolves. */
  let resting: Promise<unknown> = Promise.resolve();

  /** Whether the experiment has results, or runs that go on: then it has its rates. */
  const begun = () => held.conductor !== null || held.opened !== null;

  const findRates = async (wanted = () => true, onStart?: () => void): Promise<boolean> => {
    const { experiment } = held;
    if (!wantsSearch(experiment)) return true;
    const plan = quickSweep(experiment);
    const before = await sweeps.sweepState();
    const done: readonly SweepRun[] = before && samePlan(before.plan, plan) ? before.runs : [];
    const { phase, runs } = await sweeps.runSweep({ plan, done, wanted, ...(onStart && { onStart }) });
    if (phase === 'cancelled' || !wanted()) return false;
    const tuning = tuningOf(plan, runs);
    if (!tuning) {
      const arm = sweepCurves(plan, runs).find(({ best }) => best === null)!.armId;
      const { low, high } = plan.grid;
      throw new LabError(
        'no-rate',
        `No learning rate from ${significant(low)} to ${significant(high)} lets the output layer ${arm} train for ${plan.steps} steps.`,
        'Give it a rate of your own, or leave it out.',
      );
    }
    found = true;
    held.experiment = withTuning(experiment, tuning);
    lab.announce();
    return true;
  };

  const search = async (train: () => Promise<void>, onStart: () => void): Promise<void> => {
    const token = {};
    const wanted = () => under === token;
    under = token;
    paused = null;
    lab.announce();
    try {
      await resting;
      // Known before rates are looked for.
      const { vocabulary } = await texts.present();
      checkMemory(held.experiment, vocabulary.length, lab.ports.memoryLimit);
      if (!wanted()) return;
      const has = await findRates(wanted, onStart);
      if (!wanted()) return;
      // The sweep was cancelled where sweeps are shown.
      if (!has) paused = held.experiment;
      else await train();
    } catch (error) {
      if (wanted()) throw error;
    } finally {
      if (wanted()) {
        under = null;
        found = false;
        lab.announce();
      }
    }
  };

  return {
    findRates: async () => {
      const has = await findRates();
      found = false;
      return has;
    },
    /** What a screen is told. */
    phase: (): SearchPhase | null => {
      if (begun()) return null;
      // Until the first step: what is found is told together with the training that follows.
      if (under) return 'running';
      return paused === held.experiment ? 'paused' : null;
    },
    /** The experiment may not change: its rates are looked for, or have just been found. */
    get searching(): boolean {
      return under !== null;
    },
    /** Trains once the experiment has its rates; resolves when the search, or else the training, is under way. */
    before: async (train: () => Promise<void>): Promise<void> => {
      if (under) return;
      if (begun() || !wantsSearch(held.experiment)) return train();
      let told = false;
      return new Promise<void>((resolve, reject) => {
        const onStart = () => {
          told = true;
          resolve();
        };
        search(train, onStart).then(resolve, (error: unknown) => {
          // What keeps it from beginning is for the one who asked.
          if (told) lab.events.emit('problem', toErrorData(error));
          else reject(error);
        });
      });
    },
    /** Holds the search, to be gone on with, or gives it up. Answers with whether there was one. */
    hold: async (as: 'paused' | null): Promise<boolean> => {
      // What was found is trained: holding it is for the training.
      if (!under || found) {
        const was = paused !== null && as === null;
        if (was) {
          paused = null;
          lab.announce();
        }
        return was;
      }
      under = null;
      paused = as === 'paused' ? held.experiment : null;
      resting = sweeps.cancelSweep();
      await resting;
      lab.announce();
      return true;
    },
  };
}
