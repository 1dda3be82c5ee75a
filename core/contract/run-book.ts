import type { RunProgress } from './lab-data.ts';
import type { Experiment } from '../experiments/experiment.ts';
import { GrowingCurves } from '../experiments/growing-curves.ts';
import { noSteps, nothingKnown, type Curves, type Evaluation, type RunRecord } from '../experiments/run.ts';
import { stepsOf } from '../experiments/plan/stopping.ts';

/** Names a run within an experiment. */
export interface RunKey {
  readonly armId: string;
  readonly seed: number;
}

/** The runs of an experiment: arms in order, and seeds within them. */
export const runsOf = ({ arms, seeds }: Pick<Experiment, 'arms' | 'seeds'>): RunKey[] =>
  arms.flatMap(({ id }) => seeds.map((seed) => ({ armId: id, seed })));

/** A run in one word, to find it by. */
export const nameOf = ({ armId, seed }: RunKey): string => `${armId}/${seed}`;

/** Whether a run is one of these. */
export const isAmong =
  (runs: readonly RunKey[]) =>
  ({ armId, seed }: RunKey): boolean =>
    runs.some((run) => run.armId === armId && run.seed === seed);

/** How far a run is. */
export interface RunPace {
  readonly steps: number;
  readonly evaluations: number;
  /** The most steps it may take. */
  readonly planned: number;
  readonly ended: boolean;
}

/** Of a run without steps. */
const noCurves = new GrowingCurves().view();

/** What is known of one run while it trains. */
interface Page {
  readonly key: RunKey;
  /** Steps that it may take. */
  readonly planned: number;
  known: Omit<RunRecord, keyof RunKey | keyof Curves | 'evaluations'>;
  readonly evaluations: Evaluation[];
  /** Null before its first steps: an experiment may have thousands of runs that wait. */
  curves: GrowingCurves | null;
}

const nothingYet: Page['known'] = {
  status: 'waiting',
  engine: null,
  steps: 0,
  seconds: 0,
  glimpse: null,
  divergence: null,
  early: null,
  failure: null,
};

/** The records of all runs of an experiment, arms in order and seeds within them. */
export class RunBook {
  #pages: Page[];
  #byKey = new Map<string, Page>();
  readonly #withCurves: boolean;

  /** @param withCurves false where they are kept elsewhere, and nobody looks at them here */
  constructor(experiment: Experiment, withCurves = true) {
    this.#withCurves = withCurves;
    this.#pages = runsOf(experiment).map((key) => ({
      key,
      planned: stepsOf(experiment, key.armId),
      known: nothingYet,
      evaluations: [],
      curves: null,
    }));
    for (const page of this.#pages) this.#byKey.set(nameOf(page.key), page);
  }

  /** A book that is already written: the runs of a report. */
  static of(experiment: Experiment, runs: readonly RunRecord[]): RunBook {
    const book = new RunBook(experiment);
    for (const run of runs) {
      const { series } = run;
      book.add({ ...run, fromStep: 1, ...series });
    }
    return book;
  }

  /** Follows an experiment whose seeds have changed: runs that are new get an empty page, those that are gone lose theirs. */
  follow(experiment: Experiment): void {
    const next = new RunBook(experiment);
    this.#pages = next.#pages.map((page) => this.#byKey.get(nameOf(page.key)) ?? page);
    this.#byKey = new Map(this.#pages.map((page) => [nameOf(page.key), page]));
  }

  get keys(): RunKey[] {
    return this.#pages.map((page) => page.key);
  }

  add(progress: RunProgress): void {
    const page = this.#byKey.get(nameOf(progress));
    if (!page) return;
    const { loss, gradientNorm, clipped, seconds, thinned, gradients, training } = progress;
    const { known } = page;
    const rows = loss.length;
    page.known = {
      status: progress.status,
      engine: progress.engine ?? known.engine,
      steps: rows === 0 ? known.steps : thinned ? thinned.step[rows - 1] : known.steps + rows,
      seconds: rows === 0 ? known.seconds : seconds[rows - 1],
      glimpse: progress.glimpse ?? known.glimpse,
      divergence: progress.divergence ?? known.divergence,
      early: progress.early ?? known.early,
      failure: progress.failure ?? known.failure,
    };
    if (this.#withCurves) {
      page.curves ??= new GrowingCurves();
      page.curves.append({
        series: { loss, gradientNorm, clipped, seconds, ...(thinned && { thinned }) },
        gradients,
        training,
      });
    }
    page.evaluations.push(...progress.evaluations);
  }

  /** Marks runs that did not end by themselves; the ones that were changed are answered as progress without steps. */
  close(status: 'stopped' | 'failed', only: (key: RunKey) => boolean, failure: string | null): RunProgress[] {
    const changed = this.#pages.filter(
      ({ key, known: { status: now } }) => (now === 'waiting' || now === 'training') && only(key),
    );
    return changed.map((page) => {
      page.known = { ...page.known, status, failure };
      return { ...emptyProgress(page.key), status, failure };
    });
  }

  /** Steps done by each run and planned for it, and whether it has ended; of some runs only, where asked. */
  progress(only: (key: RunKey) => boolean = () => true): RunPace[] {
    return this.#pages
      .filter(({ key }) => only(key))
      .map(({ known: { steps, status }, evaluations, planned }) => ({
        steps,
        evaluations: evaluations.length,
        planned,
        ended: status !== 'waiting' && status !== 'training',
      }));
  }

  records(): RunRecord[] {
    return this.#pages.map(({ key, known, evaluations, curves }) => ({
      ...key,
      ...known,
      ...(curves?.view() ?? noCurves),
      evaluations: [...evaluations],
    }));
  }
}

/** Of a run of which nothing is known yet. */
export const emptyProgress = (key: RunKey): RunProgress => ({
  ...key,
  fromStep: 1,
  ...noSteps(),
  ...nothingKnown(),
});
