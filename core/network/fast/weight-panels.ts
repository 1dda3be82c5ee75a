import type { Weights } from '../weights.ts';
import type { Dimensions, ParameterPlan } from './memory-plan.ts';

/** The parameters in memory, in panels of 8 columns, to and from their usual shape. */
export class WeightPanels {
  readonly #floats: Float32Array;
  readonly #size: Dimensions;
  readonly #plan: ParameterPlan;
  readonly #biases: boolean;
  readonly #at: number;

  constructor(
    floats: Float32Array,
    size: Dimensions,
    plan: ParameterPlan,
    biases: boolean,
    parameters: number,
  ) {
    this.#floats = floats;
    this.#size = size;
    this.#plan = plan;
    this.#biases = biases;
    this.#at = parameters;
  }

  /** Copies weights in, rounded to float32. Padding is 0 and stays it. */
  write(weights: Weights): void {
    this.#each((name, from, to) => {
      const source = weights[name];
      if (source) this.#floats[to] = source[from];
    });
  }

  read(): Weights {
    const { H, V } = this.#size;
    const matrices = {
      Wxh: new Float64Array(H * V),
      Whh: new Float64Array(H * H),
      Why: new Float64Array(V * H),
    };
    const weights: Weights = this.#biases
      ? { ...matrices, bh: new Float64Array(H), by: new Float64Array(V) }
      : matrices;
    this.#each((name, to, from) => {
      const target = weights[name];
      if (target) target[to] = this.#floats[from];
    });
    return weights;
  }

  /** Calls back for every parameter with its index in its matrix, row by row, and its index in memory. */
  #each(visit: (name: keyof Weights, index: number, at: number) => void): void {
    const { H, V, hiddenWidth, panel } = this.#size;
    const start = (offset: number) => (this.#at + offset) / 4;
    const [Wxh, Whh, Why] = [start(this.#plan.Wxh), start(this.#plan.Whh), start(this.#plan.Why)];
    // Row i of a matrix is column i % 8 of panel i >> 3.
    const inPanel = (i: number, j: number) => ((i >> 3) * panel) / 4 + j * 8 + (i & 7);
    for (let i = 0; i < H; i++) {
      for (let x = 0; x < V; x++) visit('Wxh', i * V + x, Wxh + (x * hiddenWidth) / 4 + i);
      for (let j = 0; j < H; j++) visit('Whh', i * H + j, Whh + inPanel(i, j));
    }
    for (let k = 0; k < V; k++) for (let j = 0; j < H; j++) visit('Why', k * H + j, Why + inPanel(k, j));
    if (!this.#biases) return;
    for (let i = 0; i < H; i++) visit('bh', i, start(this.#plan.bh) + i);
    for (let k = 0; k < V; k++) visit('by', k, start(this.#plan.by) + k);
  }
}
