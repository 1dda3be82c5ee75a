import { LabError } from '../../errors.ts';
import type { Precision } from '../../network/precision.ts';
import type { ReadingStart } from '../../network/reading-start.ts';
import type { ParameterName, Weights } from '../../network/weights.ts';

type Matrices = Readonly<Partial<Record<ParameterName, Float32Array | Float64Array>>>;

/** Weights, and where they start to read and draw text from. */
export interface ReadingWeights {
  readonly weights: Weights;
  readonly start: ReadingStart;
}

interface Moment {
  readonly step: number;
  /** How many were offered before it. */
  readonly ordinal: number;
  readonly matrices: Matrices;
  readonly start: ReadingStart;
}

/**
 * The weights of one run at some of its evaluations. When there is no room for another moment, every second one goes:
 * what stays is spread evenly over the run, with the first and the newest among it.
 */
export class WeightHistory {
  readonly #room: number;
  readonly #precision: Precision;
  #moments: Moment[] = [];
  #offered = 0;
  /** Moments whose ordinal is a multiple of it stay; the newest does until the next one comes. */
  #stride = 1;

  /**
   * @param room moments; below 2 nothing is kept, for the first and the newest would be the same
   * @param precision of the arithmetic: the weights of float32 take half the room without loss
   */
  constructor(room: number, precision: Precision) {
    this.#room = room;
    this.#precision = precision;
  }

  /** Steps whose weights are kept, ascending. */
  get steps(): number[] {
    return this.#moments.map(({ step }) => step);
  }

  /** @param read copies of weights and state; not called where nothing is kept */
  keep(step: number, read: () => ReadingWeights): void {
    if (this.#room < 2) return;
    const newest = this.#moments.at(-1);
    if (newest && newest.ordinal % this.#stride !== 0) this.#moments.pop();
    if (this.#moments.length >= this.#room) {
      this.#stride *= 2;
      this.#moments = this.#moments.filter(({ ordinal }) => ordinal % this.#stride === 0);
    }
    const { weights, start } = read();
    this.#moments.push({ step, ordinal: this.#offered++, matrices: this.#packed(weights), start });
  }

  /**
   * The weights kept at a step, on shared memory.
   * @throws LabError `unknown-name` with the steps there are
   */
  at(step: number): ReadingWeights {
    const moment = this.#moments.find((each) => each.step === step);
    if (moment) return { weights: onSharedMemory(moment.matrices), start: moment.start };
    const { steps } = this;
    throw new LabError(
      'unknown-name',
      steps.length > 0
        ? `The weights of step ${step} were not kept. There are those of step ${steps.join(', ')}.`
        : `The weights of step ${step} were not kept, nor were those of any other step of this run.`,
      'Choose one of the kept steps or the present weights.',
    );
  }

  #packed(weights: Weights): Matrices {
    if (this.#precision === 'float64') return weights;
    return Object.fromEntries(
      Object.entries(weights as Matrices).map(([name, values]) => [name, Float32Array.from(values)]),
    );
  }
}

/** A copy of weights in float64 that goes from thread to thread without being copied again. */
export function onSharedMemory(matrices: Matrices | Weights): Weights {
  return Object.fromEntries(
    Object.entries(matrices as Matrices).map(([name, values]) => {
      const shared = new Float64Array(new SharedArrayBuffer(8 * values.length));
      shared.set(values);
      return [name, shared];
    }),
  ) as unknown as Weights;
}
