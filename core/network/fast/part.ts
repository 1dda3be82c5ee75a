import type { ParameterName } from '../weights.ts';
import { Board, type Task } from './board.ts';
import type { Kernels } from './kernels.ts';
import { share, type Layout, type RunSpec } from './memory-layout.ts';
import type { FastOptimizer, Stretch } from './update.ts';

/** Bytes of gradients that are added up at a time. */
const addedBytes = 32 * 1024;

/** The stretch of a parameter that falls to one part; it may be empty. */
interface Share extends Stretch {
  readonly name: ParameterName;
}

/**
 * What one thread does of a step: the passes of its sequences, and its share of the parameters when gradients are
 * summed up, when they are updated, and when the transposes are written.
 */
export class Part {
  readonly #kernels: Kernels;
  readonly #floats: Float32Array;
  readonly #layout: Layout;
  readonly #spec: RunSpec;
  readonly #optimizer: FastOptimizer;
  readonly #part: number;
  readonly #board: Board;
  /** Its share of every parameter but Wxh, of which a step may change less. */
  readonly #fixed: readonly Share[];
  /** Its share of what the present step changes; found when gradients are summed up. */
  #changed: readonly Share[] = [];

  constructor(
    kernels: Kernels,
    floats: Float32Array,
    layout: Layout,
    spec: RunSpec,
    optimizer: FastOptimizer,
    part: number,
    board: Board,
  ) {
    this.#kernels = kernels;
    this.#floats = floats;
    this.#layout = layout;
    this.#spec = spec;
    this.#optimizer = optimizer;
    this.#part = part;
    this.#board = board;
    this.#fixed = this.#unchanging();
  }

  do(task: Task, interrupted: () => boolean): void {
    switch (task) {
      case 'gradient':
        return this.#board.setLoss(this.#part, this.#gradient(interrupted));
      case 'reduce':
        return this.#reduce();
      case 'update':
        return this.#update();
      case 'turn':
        return this.#turn();
    }
  }

  /** E summed over its sequences, and their gradient; null when interrupted. */
  #gradient(interrupted: () => boolean): number | null {
    const pass = this.#layout.passes[this.#part];
    const loss = pass.forward(interrupted);
    if (loss === null) return null;
    const { Wxh } = this.#layout.plan;
    const { hiddenWidth, V } = this.#layout.size;
    const { touched } = this.#layout;
    if (this.#optimizer.sparse)
      this.#kernels.clearRows(pass.gradients + Wxh, hiddenWidth, touched, this.#board.touched);
    else this.#kernels.clear(pass.gradients + Wxh, hiddenWidth * V);
    return pass.backward(this.#spec.shape.biases, interrupted) ? loss : null;
  }

  /** Its share of so many panels or rows of a parameter, one behind the other. */
  #piece(name: ParameterName, at: number, count: number, bytes: number): Share {
    const [from, to] = share(count, this.#part, this.#spec.parts);
    return { name, at: at + from * bytes, bytes: (to - from) * bytes, rows: null };
  }

  #unchanging(): readonly Share[] {
    const { plan, size } = this.#layout;
    const shares = [
      this.#piece('Whh', plan.Whh, size.hiddenPanels, size.panel),
      this.#piece('Why', plan.Why, size.outputPanels, size.panel),
      this.#piece('bh', plan.bh, size.hiddenPanels, 32),
      this.#piece('by', plan.by, size.outputPanels, 32),
    ];
    return shares.filter(({ name }) => plan.parts.some(([trained]) => trained === name));
  }

  /** Its share of what a step changes of Wxh. */
  #columns(): Share {
    const { plan, size, touched } = this.#layout;
    const count = this.#board.touched;
    // One long stretch is better than all its rows one by one.
    if (!this.#optimizer.sparse || count === size.V)
      return this.#piece('Wxh', plan.Wxh, size.V, size.hiddenWidth);
    const [from, to] = share(count, this.#part, this.#spec.parts);
    const rows = { indices: touched + 4 * from, count: to - from };
    return { name: 'Wxh', at: plan.Wxh, bytes: size.hiddenWidth, rows };
  }

  /** Its share of every parameter, Wxh last. */
  #shares(): readonly Share[] {
    return [...this.#fixed, this.#columns()];
  }

  /** Sums the gradients of all parts into those of the first, and the squares of the sum. */
  #reduce(): void {
    const { passes } = this.#layout;
    const { scratch } = passes[this.#part];
    this.#changed = this.#shares();
    for (const changed of this.#changed)
      this.#board.setFigure(this.#part, changed.name, this.#reduced(changed, scratch));
  }

  /** Sums a stretch. @returns the squares of the sum */
  #reduced({ at, bytes, rows }: Stretch, scratch: number): number {
    const k = this.#kernels;
    const { passes } = this.#layout;
    const first = passes[0].gradients;
    if (rows) {
      const { indices, count } = rows;
      for (let i = 1; i < passes.length; i++)
        k.addRows(first + at, passes[i].gradients + at, bytes, indices, count);
      return k.squaresOfRows(first + at, bytes, indices, count, scratch);
    }
    if (passes.length === 1) return k.squares(first + at, bytes / 4, scratch);
    let squares = 0;
    // Bit by bit: the squares are read while they are in the cache.
    for (let from = at; from < at + bytes; from += addedBytes) {
      const count = Math.min(addedBytes, at + bytes - from) / 4;
      for (let i = 1; i < passes.length; i++) k.add(first + from, passes[i].gradients + from, count);
      squares += k.squares(first + from, count, scratch);
    }
    return squares;
  }

  /** The largest |g| of its share of the summed gradient; whoever asks need not be the thread that summed it. */
  largest(): number {
    const k = this.#kernels;
    const { gradients } = this.#layout.passes[0];
    const { scratch } = this.#layout.passes[this.#part];
    let most = 0;
    for (const { at, bytes, rows } of this.#shares()) {
      const own = rows
        ? k.largestOfRows(gradients + at, bytes, rows.indices, rows.count, scratch)
        : k.largest(gradients + at, bytes / 4, scratch);
      most = Math.max(most, own);
    }
    return most;
  }

  /** Copies its share of the summed gradient. What the step does not change of Wxh must be 0 in the copy already. */
  keep(): void {
    const { kept, passes } = this.#layout;
    for (const stretch of this.#shares()) this.#copy(passes[0].gradients, kept, stretch);
  }

  /** Σ g g′ over its share of the summed gradient, g′ being the one that was kept. */
  product(): number {
    const k = this.#kernels;
    const { kept, passes } = this.#layout;
    const { gradients } = passes[0];
    const { scratch } = passes[this.#part];
    let sum = 0;
    for (const { at, bytes, rows } of this.#shares())
      if (rows)
        sum = k.productsOfRows(sum, gradients + at, kept + at, bytes, rows.indices, rows.count, scratch);
      else sum += k.products(gradients + at, kept + at, bytes / 4, scratch);
    return sum;
  }

  /** Copies a stretch from one vector to another. */
  #copy(from: number, to: number, { at, bytes, rows }: Stretch): void {
    if (rows) this.#kernels.copyRows(from + at, to + at, bytes, rows.indices, rows.count);
    else this.#kernels.copy(from + at, to + at, bytes);
  }

  #update(): void {
    const { parameters, state, plan, before, passes } = this.#layout;
    const { scale, limit, step } = this.#board;
    const { rate, optimizer } = this.#spec;
    const vectors = [parameters, passes[0].gradients, ...state];
    const update = this.#optimizer.prepare(
      this.#kernels,
      vectors,
      step,
      rate,
      optimizer.settings,
      this.#floats,
    );
    for (const changed of this.#changed) {
      const { name } = changed;
      // Whh and Why need no copy: their transposes hold them until the step is through.
      if (name !== 'Whh' && name !== 'Why') this.#copy(parameters, before - plan.bh, changed);
      this.#board.setFigure(this.#part, name, update(changed, scale, limit) ? 1 : 0);
    }
  }

  /** Takes the update of its share back. */
  restore(): void {
    const { parameters, plan, before, size, WhhT, WhyT } = this.#layout;
    const { H, V, hiddenPanels, panel } = size;
    for (const changed of this.#shares())
      if (changed.name !== 'Whh' && changed.name !== 'Why') this.#copy(before - plan.bh, parameters, changed);
    // All of Whh and Why, whoever does it: this happens once in a run.
    this.#kernels.transpose(WhhT, panel, hiddenPanels, H, parameters + plan.Whh, panel, H);
    this.#kernels.transpose(WhyT, 32 * V, hiddenPanels, V, parameters + plan.Why, panel, H);
  }

  /** Writes its share of Whhᵀ and Whyᵀ. */
  #turn(): void {
    const { parameters, plan, size, WhhT, WhyT } = this.#layout;
    const { H, V, hiddenPanels, outputPanels, panel } = size;
    const { parts } = this.#spec;
    const turn = (from: number, panels: number, to: number, toPanel: number, limit: number) => {
      const [first, last] = share(panels, this.#part, parts);
      // Panel p of a matrix is rows 8p … of its transpose.
      const skip = 8 * first;
      if (first < last)
        this.#kernels.transpose(
          from + first * panel,
          panel,
          last - first,
          H,
          to + 32 * skip,
          toPanel,
          Math.min(limit, 8 * last) - skip,
        );
    };
    turn(parameters + plan.Whh, hiddenPanels, WhhT, panel, H);
    turn(parameters + plan.Why, outputPanels, WhyT, 32 * V, V);
  }
}
