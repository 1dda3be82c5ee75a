import type { RunProgress } from './lab-data.ts';
import type { Experiment } from '../experiments/experiment.ts';
import {
  noGradients,
  noTraining,
  trainingSeries,
  type Divergence,
  type EarlyStop,
  type Evaluation,
  type Glimpse,
  type GradientSeries,
  type RunRecord,
  type RunStatus,
  type TrainingSeries,
} from '../experiments/run.ts';
import { stepsOf } from '../experiments/plan/stopping.ts';
import type { ParameterName } from '../network/weights.ts';

/** Names a run within an experiment. */
export interface RunKey {
  readonly armId: string;
  readonly seed: number;
}

/** How far a run is. */
export interface RunPace {
  readonly steps: number;
  /** The most steps it may take. */
  readonly planned: number;
  readonly ended: boolean;
}

/** A typed array that grows by doubling, so that a million steps cost no million copies. */
class Growing<A extends Float64Array | Uint8Array> {
  #values: A;
  #length = 0;
  readonly #make: (size: number) => A;

  constructor(make: (size: number) => A) {
    this.#make = make;
    // Nothing yet: an experiment may have thousands of runs that wait.
    this.#values = make(0);
  }

  append(more: Float64Array | Uint8Array): void {
    const length = this.#length + more.length;
    if (length > this.#values.length) {
      const larger = this.#make(Math.max(length, 2 * this.#values.length, 64));
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values.set(more, this.#length);
    this.#length = length;
  }

  /** The values so far; a view that later appends leave alone. */
  view(): A {
    return this.#values.subarray(0, this.#length) as A;
  }
}

const growingDoubles = () => new Growing((size) => new Float64Array(size));

/** A list for each matrix while they grow. */
class GrowingMatrices {
  readonly #lists = new Map<ParameterName, Growing<Float64Array>>();

  append(matrices: GradientSeries['norms']): void {
    for (const [name, values] of Object.entries(matrices) as [ParameterName, Float64Array][]) {
      const list = this.#lists.get(name) ?? growingDoubles();
      this.#lists.set(name, list);
      list.append(values);
    }
  }

  view(): GradientSeries['norms'] {
    return Object.fromEntries([...this.#lists].map(([name, list]) => [name, list.view()]));
  }
}

/** The gradient series of one run while it grows. */
class GrowingGradients {
  readonly #step = growingDoubles();
  readonly #norms = new GrowingMatrices();
  readonly #updateRatios = new GrowingMatrices();
  readonly #saturatedOutputs = growingDoubles();
  readonly #saturatedWrong = growingDoubles();
  readonly #saturatedHidden = growingDoubles();
  readonly #cosine = growingDoubles();

  append({
    step,
    norms,
    updateRatios,
    saturatedOutputs,
    saturatedWrong,
    saturatedHidden,
    cosine,
  }: GradientSeries): void {
    this.#step.append(step);
    this.#norms.append(norms);
    this.#updateRatios.append(updateRatios);
    this.#saturatedOutputs.append(saturatedOutputs);
    this.#saturatedWrong.append(saturatedWrong);
    this.#saturatedHidden.append(saturatedHidden);
    this.#cosine.append(cosine);
  }

  view(): GradientSeries {
    return {
      step: this.#step.view(),
      norms: this.#norms.view(),
      updateRatios: this.#updateRatios.view(),
      saturatedOutputs: this.#saturatedOutputs.view(),
      saturatedWrong: this.#saturatedWrong.view(),
      saturatedHidden: this.#saturatedHidden.view(),
      cosine: this.#cosine.view(),
    };
  }
}

/** The training yardsticks of one run while they grow. */
class GrowingTraining {
  readonly #lists = new Map<keyof TrainingSeries, Growing<Float64Array>>();

  constructor() {
    trainingSeries((name) => {
      this.#lists.set(name, growingDoubles());
      return new Float64Array(0);
    });
  }

  append(more: TrainingSeries): void {
    for (const [name, list] of this.#lists) list.append(more[name]);
  }

  view(): TrainingSeries {
    return trainingSeries((name) => this.#lists.get(name)!.view());
  }
}

/** What is known of one run while it trains. */
class Page {
  status: RunStatus = 'waiting';
  engine: string | null = null;
  readonly loss = growingDoubles();
  readonly gradientNorm = growingDoubles();
  readonly clipped = new Growing((size) => new Uint8Array(size));
  readonly seconds = growingDoubles();
  readonly gradients = new GrowingGradients();
  readonly training = new GrowingTraining();
  evaluations: Evaluation[] = [];
  glimpse: Glimpse | null = null;
  divergence: Divergence | null = null;
  early: EarlyStop | null = null;
  failure: string | null = null;
  readonly key: RunKey;
  /** Steps that it may take. */
  readonly planned: number;

  constructor(key: RunKey, planned: number) {
    this.key = key;
    this.planned = planned;
  }

  record(): RunRecord {
    const seconds = this.seconds.view();
    return {
      armId: this.key.armId,
      seed: this.key.seed,
      status: this.status,
      engine: this.engine,
      steps: seconds.length,
      seconds: seconds.at(-1) ?? 0,
      series: {
        loss: this.loss.view(),
        gradientNorm: this.gradientNorm.view(),
        clipped: this.clipped.view(),
        seconds,
      },
      gradients: this.gradients.view(),
      training: this.training.view(),
      evaluations: [...this.evaluations],
      glimpse: this.glimpse,
      divergence: this.divergence,
      early: this.early,
      failure: this.failure,
    };
  }
}

/** The records of all runs of an experiment, arms in order and seeds within them. */
export class RunBook {
  #pages: Page[];
  #byKey = new Map<string, Page>();

  constructor(experiment: Experiment) {
    this.#pages = experiment.arms.flatMap((arm) =>
      experiment.seeds.map((seed) => new Page({ armId: arm.id, seed }, stepsOf(experiment, arm.id))),
    );
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
    page.status = progress.status;
    page.engine = progress.engine ?? page.engine;
    page.loss.append(progress.loss);
    page.gradientNorm.append(progress.gradientNorm);
    page.clipped.append(progress.clipped);
    page.seconds.append(progress.seconds);
    page.gradients.append(progress.gradients);
    page.training.append(progress.training);
    page.evaluations.push(...progress.evaluations);
    page.glimpse = progress.glimpse ?? page.glimpse;
    page.divergence = progress.divergence ?? page.divergence;
    page.early = progress.early ?? page.early;
    page.failure = progress.failure ?? page.failure;
  }

  /** Marks runs that did not end by themselves; the ones that were changed are answered as progress without steps. */
  close(status: 'stopped' | 'failed', only: (key: RunKey) => boolean, failure: string | null): RunProgress[] {
    const changed = this.#pages.filter(
      (page) => (page.status === 'waiting' || page.status === 'training') && only(page.key),
    );
    return changed.map((page) => {
      page.status = status;
      page.failure = failure;
      return { ...emptyProgress(page.key), status, failure };
    });
  }

  /** Steps done by each run and planned for it, and whether it has ended; of some runs only, where asked. */
  progress(only: (key: RunKey) => boolean = () => true): RunPace[] {
    return this.#pages
      .filter(({ key }) => only(key))
      .map((page) => ({
        steps: page.seconds.view().length,
        planned: page.planned,
        ended: page.status !== 'waiting' && page.status !== 'training',
      }));
  }

  records(): RunRecord[] {
    return this.#pages.map((page) => page.record());
  }
}

const nameOf = ({ armId, seed }: RunKey): string => `${armId}/${seed}`;

/** Of a run of which nothing is known yet. */
export function emptyProgress(key: RunKey): RunProgress {
  return {
    ...key,
    status: 'waiting',
    engine: null,
    fromStep: 1,
    loss: new Float64Array(0),
    gradientNorm: new Float64Array(0),
    clipped: new Uint8Array(0),
    seconds: new Float64Array(0),
    gradients: noGradients(),
    training: noTraining(),
    evaluations: [],
    glimpse: null,
    divergence: null,
    early: null,
    failure: null,
  };
}
