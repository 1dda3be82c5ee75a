import type { Overall } from '../../contract/lab-data.ts';
import type { RunPace } from '../../contract/run-book.ts';
import type { Experiment } from '../../experiments/experiment.ts';
import { gigaflops } from '../../network/work.ts';

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
   * @param runs how far each run is
   * @param training whether the rate means anything now
   */
  overall(at: number, runs: readonly RunPace[], training: boolean): Overall {
    const { model } = this.#experiment;
    const trained = runs.reduce((sum, run) => sum + run.steps, 0);
    const left = runs.reduce((sum, run) => sum + (run.ended ? 0 : run.planned - run.steps), 0);
    const stepsTotal = runs.reduce((sum, run) => sum + run.planned, 0);
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
