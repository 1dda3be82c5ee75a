import type { ParameterName } from '../network/weights.ts';
import { gradientSeries, perMatrix, perRecord, trainingSeries, type Curves, type StepSeries } from './run.ts';
import { joinSteps, placesOnGrid, recordEvery, rowEvery, thinSteps, wholeSteps } from './thinning.ts';

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
      // What comes at once is often all there is.
      const larger = this.#make(this.#length === 0 ? length : Math.max(length, 2 * this.#values.length, 64));
      larger.set(this.view());
      this.#values = larger;
    }
    this.#values.set(more, this.#length);
    this.#length = length;
  }

  /** Keeps the values at these places. Views of before stay as they are. */
  keep(places: readonly number[]): void {
    const kept = this.#make(places.length);
    places.forEach((place, i) => (kept[i] = this.#values[place]));
    [this.#values, this.#length] = [kept, places.length];
  }

  /** The values so far; a view that later appends leave alone. */
  view(): A {
    return this.#values.subarray(0, this.#length) as A;
  }
}

const growingDoubles = () => new Growing((size) => new Float64Array(size));

/** Rows that gather before they are thinned. */
const pending = 4096;

/** The rows of a run's steps while they grow: all of them at first, thinned later. */
class GrowingSteps {
  #loss = growingDoubles();
  #gradientNorm = growingDoubles();
  #clipped = new Growing((size) => new Uint8Array(size));
  #seconds = growingDoubles();
  /** What was thinned of the steps before; null while every step has its row. */
  #before: StepSeries | null = null;
  #view: StepSeries | null = null;
  steps = 0;

  append(more: StepSeries): void {
    const rows = more.loss.length;
    if (rows === 0) return;
    this.#view = null;
    if (more.thinned) {
      const { thinned } = more;
      this.#fold(this.#before || this.steps > 0 ? joinSteps(this.view(), more) : more);
      this.steps = thinned.step[rows - 1];
      return;
    }
    this.#loss.append(more.loss);
    this.#gradientNorm.append(more.gradientNorm);
    this.#clipped.append(more.clipped);
    this.#seconds.append(more.seconds);
    this.steps += rows;
    const most = this.#before ? pending : wholeSteps;
    if (this.#loss.view().length > most) this.#fold(this.view());
  }

  view(): StepSeries {
    if (this.#view) return this.#view;
    const rows = {
      loss: this.#loss.view(),
      gradientNorm: this.#gradientNorm.view(),
      clipped: this.#clipped.view(),
      seconds: this.#seconds.view(),
    };
    const all = this.#before ? joinSteps(this.#before, rows) : rows;
    const every = rowEvery(this.steps);
    this.#view = every === 1 ? all : thinSteps(all, every);
    return this.#view;
  }

  #fold(before: StepSeries): void {
    this.#before = before;
    this.#loss = growingDoubles();
    this.#gradientNorm = growingDoubles();
    this.#clipped = new Growing((size) => new Uint8Array(size));
    this.#seconds = growingDoubles();
  }
}

/** Lists of equal length, one value per recorded step, while they grow. */
class GrowingRecords {
  readonly #lists = new Map<string, Growing<Float64Array>>();
  #every = recordEvery(0);

  /** @param every how manieth step keeps its record now */
  append(lists: ReadonlyMap<string, Float64Array>, every: number): void {
    if (every !== this.#every) {
      const places = placesOnGrid(this.list('step'), every);
      // What an earlier version did not record is empty.
      for (const list of this.#lists.values()) if (list.view().length > 0) list.keep(places);
      this.#every = every;
    }
    const step = lists.get('step') ?? new Float64Array(0);
    const places = every === recordEvery(0) ? null : placesOnGrid(step, every);
    for (const [name, values] of lists) {
      const list = this.#lists.get(name) ?? growingDoubles();
      this.#lists.set(name, list);
      list.append(places && values.length > 0 ? Float64Array.from(places, (i) => values[i]) : values);
    }
  }

  list(name: string): Float64Array {
    return this.#lists.get(name)?.view() ?? new Float64Array(0);
  }

  /** The lists of each matrix. */
  matrices(kind: string): Partial<Record<ParameterName, Float64Array>> {
    const own = [...this.#lists].filter(([name]) => name.startsWith(`${kind}.`));
    return Object.fromEntries(own.map(([name, list]) => [name.slice(kind.length + 1), list.view()]));
  }
}

/** The curves of one run while they grow. What they take does not grow with steps: see `thinning.ts`. */
export class GrowingCurves {
  readonly #steps = new GrowingSteps();
  readonly #gradients = new GrowingRecords();
  readonly #training = new GrowingRecords();

  get steps(): number {
    return this.#steps.steps;
  }

  /** What the next steps recorded; or, at the beginning, curves that were thinned before. */
  append({ series, gradients, training }: Curves): void {
    this.#steps.append(series);
    const every = recordEvery(this.steps);
    const lists = new Map<string, Float64Array>();
    for (const name of perRecord) lists.set(name, gradients[name]);
    for (const kind of perMatrix)
      for (const [name, values] of Object.entries(gradients[kind])) lists.set(`${kind}.${name}`, values);
    this.#gradients.append(lists, every);
    this.#training.append(new Map(Object.entries(training)), every);
  }

  view(): Curves {
    return {
      series: this.#steps.view(),
      gradients: gradientSeries(
        (name) => this.#gradients.list(name),
        (kind) => this.#gradients.matrices(kind),
      ),
      training: trainingSeries((name) => this.#training.list(name)),
    };
  }
}
