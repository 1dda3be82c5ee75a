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
    const floats = this.#floats;
    this.#each(weights, (source, from, to) => {
      floats[to] = source[from];
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
    const floats = this.#floats;
    this.#each(weights, (target, to, from) => {
      target[to] = floats[from];
    });
    return weights;
  }

  /** Calls back for every parameter with its matrix, its index there, row by row, and its index in memory. */
  #each(
    { Wxh, Whh, Why, bh, by }: Weights,
    visit: (matrix: Float64Array, index: number, at: number) => void,
  ): void {
    const { H, V, hiddenWidth, panel } = this.#size;
    const plan = this.#plan;
    const start = (offset: number) => (this.#at + offset) / 4;
    // Row i of a matrix is column i % 8 of panel i >> 3.
    const inPanels = (matrix: Float64Array, rows: number, at: number) => {
      for (let i = 0; i < rows; i++)
        for (let j = 0; j < H; j++) visit(matrix, i * H + j, at + ((i >> 3) * panel) / 4 + j * 8 + (i & 7));
    };
    inPanels(Whh, H, start(plan.Whh));
    inPanels(Why, V, start(plan.Why));
    for (let i = 0; i < H; i++)
      for (let x = 0; x < V; x++) visit(Wxh, i * V + x, start(plan.Wxh) + (x * hiddenWidth) / 4 + i);
    if (!this.#biases) return;
    if (bh) for (let i = 0; i < H; i++) visit(bh, i, start(plan.bh) + i);
    if (by) for (let k = 0; k < V; k++) visit(by, k, start(plan.by) + k);
  }
}
