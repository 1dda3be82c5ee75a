import type { Overall } from '../../contract/lab-data.ts';
import type { RunPace } from '../../contract/run-book.ts';
import type { Experiment } from '../../experiments/experiment.ts';
import { gigaflops } from '../../network/operations.ts';

/** Milliseconds over which the rate that is shown is taken. */
const windowMilliseconds = 4000;

/** Milliseconds of work at least before anything is said of the time left. */
const leastForTime = 1000;

/** A forward pass over a character costs a third of a training step over it. */
const forwardShare = 1 / 3;

/** Progress, rate and time left of an experiment, from the steps its runs have done. */
export class Pace {
  readonly #experiment: Experiment;
  readonly #vocabulary: number;
  /** What an evaluation is worth in steps. */
  readonly #evaluation: number;
  #marks: { at: number; steps: number }[] = [];
  /** Moments of work, evaluations included; the first is when the first work was done. */
  #work: { at: number; done: number }[] = [];

  /** @param scored characters of an evaluation */
  constructor(experiment: Experiment, vocabulary: number, scored: number) {
    this.#experiment = experiment;
    this.#vocabulary = vocabulary;
    const { length, batch } = experiment.model;
    this.#evaluation = (scored * forwardShare) / (length * batch);
  }

  /** Forgets the rate: after a pause the time without training must not count. */
  restart(): void {
    this.#marks = [];
    this.#work = [];
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
      secondsLeft: training ? this.#secondsLeft(at, runs) : null,
      gigaflops: gigaflops(charactersPerSecond, { hidden: model.hidden, vocabulary: this.#vocabulary }),
    };
  }

  /**
   * From all work since training began, or went on: evaluations come in their turn, and between two of them a short
   * window sees either none or one too many. Of a long training its later half counts, for a machine may slow down.
   */
  #secondsLeft(at: number, runs: readonly RunPace[]): number | null {
    const { every } = this.#experiment.evaluation;
    const worth = (steps: number, evaluations: number) => steps + this.#evaluation * evaluations;
    const done = runs.reduce((sum, run) => sum + worth(run.steps, run.evaluations), 0);
    const left = runs.reduce(
      (sum, { ended, planned, steps, evaluations }) =>
        ended ? sum : sum + worth(planned - steps, Math.max(0, Math.ceil(planned / every) + 1 - evaluations)),
      0,
    );
    // Threads that start do no work yet.
    if (this.#work.length > 0 || done > 0) this.#work.push({ at, done });
    const half = (at - (this.#work[0]?.at ?? at)) / 2;
    const recent = Math.max(half, 5 * windowMilliseconds);
    while (this.#work.length > 2 && at - this.#work[0].at > recent) this.#work.shift();
    const first = this.#work[0];
    if (!first || at - first.at < leastForTime || done === first.done) return null;
    return (left * (at - first.at)) / 1000 / (done - first.done);
  }
}
