import type { JoinedText } from '../corpora/parts.ts';
import { LabError } from '../errors.ts';
import type { Batch } from './engine.ts';
import type { Generator } from './random.ts';

/** Where a run stands in its text. */
export interface OrderState {
  /** Position of each stream, in characters. */
  readonly positions: readonly number[];
  /** 1 for each stream that starts a new stretch in the present step. */
  readonly resets: readonly number[];
}

/**
 * The order in which a run reads its text: B streams, each from a start of its own drawn by the seed, each reading T
 * characters a step and going on where it stopped. A stream that would run past the end goes back to the beginning,
 * with a hidden state of 0.
 */
export class BatchOrder {
  readonly #text: JoinedText;
  readonly #length: number;
  readonly #batch: Batch;
  /** Position of each stream, in characters. */
  readonly #positions: number[];

  /**
   * @param text the training part, N characters
   * @throws LabError `bad-experiment` when N < T + 1: there is no step to take
   */
  constructor(text: JoinedText, length: number, batch: number, generator: Generator) {
    if (text.length < length + 1)
      throw new LabError(
        'bad-experiment',
        `The training part has ${text.length} characters; a step of T = ${length} needs ${length + 1}.`,
        'Use a longer text or a shorter sequence length T.',
      );
    this.#text = text;
    this.#length = length;
    this.#positions = Array.from({ length: batch }, () => generator.below(text.length - length));
    this.#batch = {
      inputs: new Uint32Array(batch * length),
      targets: new Uint32Array(batch * length),
      resets: new Uint8Array(batch).fill(1),
    };
    this.#fill();
  }

  /** The batch of the present step, the same until `advance` is called. */
  current(): Batch {
    return this.#batch;
  }

  /** Where the present step stands. Nothing is drawn after the start, so there is no generator to keep. */
  state(): OrderState {
    return { positions: [...this.#positions], resets: [...this.#batch.resets] };
  }

  /** Goes to the step where an order of the same text, T and B stood. */
  goTo({ positions, resets }: OrderState): void {
    positions.forEach((position, b) => (this.#positions[b] = position));
    this.#batch.resets.set(resets);
    this.#fill();
  }

  /** Goes on to the next step. */
  advance(): void {
    const { resets } = this.#batch;
    resets.fill(0);
    for (let b = 0; b < this.#positions.length; b++) {
      this.#positions[b] = this.#positions[b] + this.#length;
      if (this.#positions[b] + this.#length + 1 > this.#text.length) {
        this.#positions[b] = 0;
        resets[b] = 1;
      }
    }
    this.#fill();
  }

  #fill(): void {
    const { inputs, targets } = this.#batch;
    const T = this.#length;
    this.#positions.forEach((position, b) => {
      const read = this.#text.copy(position, T + 1);
      inputs.set(read.subarray(0, T), b * T);
      targets.set(read.subarray(1), b * T);
    });
  }
}
