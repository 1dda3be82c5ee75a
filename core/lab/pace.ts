import type { Overall } from '../contract/lab-api.ts';
import type { Experiment } from '../experiments/experiment.ts';
import { gigaflops } from '../network/work.ts';

/** Milliseconds over which the rate is taken. */
const windowMilliseconds = 4000;

/** Progress, rate and time left of an experiment, from the steps its runs have done. */
export class Pace {
  readonly #experiment: Experiment;
  readonly #vocabulary: number;
  #marks: { at: number; steps: number }[] = [];

  constructor(experiment: Experiment, vocabulary: number) {
    this.#experiment = experiment;
    this.#vocabulary = vocabulary;
  }

  /** Forgets the rate: after a pause the time without training must not count. */
  restart(): void {
    this.#marks = [];
  }

  /**
   * @param at present time in milliseconds
   * @param runs steps done by each run, and whether it has ended
   * @param training whether the rate means anything now
   */
  overall(at: number, runs: readonly { steps: number; ended: boolean }[], training: boolean): Overall {
    const { steps, model } = this.#experiment;
    const trained = runs.reduce((sum, run) => sum + run.steps, 0);
    const left = runs.reduce((sum, run) => sum + (run.ended ? 0 : steps - run.steps), 0);
    const stepsTotal = runs.length * steps;
    if (training) this.#marks.push({ at, steps: trained });
    while (this.#marks.length > 2 && at - this.#marks[0].at > windowMilliseconds) this.#marks.shift();
    const first = this.#marks[0];
    const elapsed = first ? (at - first.at) / 1000 : 0;
    const stepRate = training && first && elapsed > 0.2 ? (trained - first.steps) / elapsed : 0;
    const charactersPerSecond = stepRate * model.length * model.batch;
    return {
      stepsDone: stepsTotal - left,
      stepsTotal,
      charactersPerSecond,
      secondsLeft: stepRate > 0 ? left / stepRate : null,
      gigaflops: gigaflops(charactersPerSecond, { hidden: model.hidden, vocabulary: this.#vocabulary }),
    };
  }
}
