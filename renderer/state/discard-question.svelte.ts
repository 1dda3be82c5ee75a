import type { RunRecord } from '../../core/experiments/run.ts';

/** Runs that have shown something: at least one evaluation beyond the initial weights. */
export const runsWithResults = (runs: readonly RunRecord[]): number =>
  runs.filter(({ evaluations }) => evaluations.some(({ step }) => step > 0)).length;

/** The question before results go: asked with their number, open until the user answers. */
export class DiscardQuestion {
  /** Runs whose results would go; null while nothing is asked. */
  runs = $state<number | null>(null);
  #answered: (discard: boolean) => void = () => undefined;

  /** Whether results may go. Where there are none, nobody is asked; a second question at the same time is a no. */
  ask(runs: readonly RunRecord[]): Promise<boolean> {
    const count = runsWithResults(runs);
    if (count === 0) return Promise.resolve(true);
    if (this.runs !== null) return Promise.resolve(false);
    this.runs = count;
    return new Promise((resolve) => (this.#answered = resolve));
  }

  answer(discard: boolean): void {
    this.runs = null;
    this.#answered(discard);
  }
}
