import type { ParameterName } from '../weights.ts';
import { Board, type Task } from './board.ts';
import type { Kernels } from './kernels.ts';
import { share, type Layout, type RunSpec } from './layout.ts';
import type { FastOptimizer, Stretch } from './update.ts';

/** Bytes of gradients that are added up at a time. */
const addedBytes = 32 * 1024;

/** The stretches of a parameter that fall to one part. */
type Share = readonly [name: ParameterName, stretches: readonly Stretch[]];

/**
 * What one thread does of a step: the passes of its sequences, and its share of the parameters when gradients are
 * summed up, when they are updated, and when the transposes are written.
 */
export class Part {
  readonly #kernels: Kernels;
  readonly #floats: Float32Array;
  readonly #integers: Uint32Array;
  readonly #layout: Layout;
  readonly #spec: RunSpec;
  readonly #optimizer: FastOptimizer;
  readonly #part: number;
  readonly #board: Board;
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
    this.#integers = new Uint32Array(floats.buffer);
    this.#layout = layout;
    this.#spec = spec;
    this.#optimizer = optimizer;
    this.#part = part;
    this.#board = board;
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
    const clear = ({ at, bytes }: Stretch) => this.#kernels.clear(pass.gradients + at, bytes);
    if (this.#optimizer.sparse) this.#touchedRows(0, this.#board.touched).forEach(clear);
    else clear({ at: Wxh, bytes: hiddenWidth * V });
    return pass.backward(this.#spec.shape.biases, interrupted) ? loss : null;
  }

  #touchedRows(from: number, to: number): Stretch[] {
    const { Wxh } = this.#layout.plan;
    const bytes = this.#layout.size.hiddenWidth;
    const rows = [];
    for (let i = from; i < to; i++)
      rows.push({ at: Wxh + this.#integers[this.#layout.touched / 4 + i] * bytes, bytes });
    return rows;
  }

  /** Its share of what a step changes of a parameter. */
  #stretches(name: ParameterName): Stretch[] {
    const { plan, size } = this.#layout;
    const { parts } = this.#spec;
    const piece = (at: number, count: number, bytes: number) => {
      const [from, to] = share(count, this.#part, parts);
      return from < to ? [{ at: at + from * bytes, bytes: (to - from) * bytes }] : [];
    };
    switch (name) {
      case 'Whh':
        return piece(plan.Whh, size.hiddenPanels, size.panel);
      case 'Why':
        return piece(plan.Why, size.outputPanels, size.panel);
      case 'bh':
        return piece(plan.bh, size.hiddenPanels, 32);
      case 'by':
        return piece(plan.by, size.outputPanels, 32);
      case 'Wxh': {
        const { touched } = this.#board;
        // One long stretch is better than all its rows one by one.
        if (!this.#optimizer.sparse || touched === size.V) return piece(plan.Wxh, size.V, size.hiddenWidth);
        return this.#touchedRows(...share(touched, this.#part, parts));
      }
    }
  }

  /** Its share of every parameter. */
  #shares(): readonly Share[] {
    return this.#layout.plan.parts.map(([name]) => [name, this.#stretches(name)]);
  }

  /** Sums the gradients of all parts into those of the first, and the squares of the sum. */
  #reduce(): void {
    const k = this.#kernels;
    const [first, ...others] = this.#layout.passes.map(({ gradients }) => gradients);
    const { scratch } = this.#layout.passes[this.#part];
    this.#changed = this.#shares();
    for (const [name, stretches] of this.#changed) {
      let squares = 0;
      for (const { at, bytes } of stretches)
        // Bit by bit where there is something to add: the squares are read while they are in the cache.
        for (
          let from = at, piece = others.length > 0 ? addedBytes : bytes;
          from < at + bytes;
          from += piece
        ) {
          const count = Math.min(piece, at + bytes - from) / 4;
          for (const other of others) k.add(first + from, other + from, count);
          squares += k.squares(first + from, count, scratch);
        }
      this.#board.setFigure(this.#part, name, squares);
    }
  }

  /** The largest |g| of its share of the summed gradient; whoever asks need not be the thread that summed it. */
  largest(): number {
    const { gradients } = this.#layout.passes[0];
    const { scratch } = this.#layout.passes[this.#part];
    let most = 0;
    for (const [, stretches] of this.#shares())
      for (const { at, bytes } of stretches)
        most = Math.max(most, this.#kernels.largest(gradients + at, bytes / 4, scratch));
    return most;
  }

  /** Copies its share of the summed gradient. What the step does not change of Wxh must be 0 in the copy already. */
  keep(): void {
    const { kept, passes } = this.#layout;
    for (const [, stretches] of this.#shares())
      for (const { at, bytes } of stretches) this.#kernels.copy(passes[0].gradients + at, kept + at, bytes);
  }

  /** Σ g g′ over its share of the summed gradient, g′ being the one that was kept. */
  product(): number {
    const { kept, passes } = this.#layout;
    const { scratch } = passes[this.#part];
    let sum = 0;
    for (const [, stretches] of this.#shares())
      for (const { at, bytes } of stretches)
        sum += this.#kernels.products(passes[0].gradients + at, kept + at, bytes / 4, scratch);
    return sum;
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
    for (const [name, stretches] of this.#changed) {
      let finite = 1;
      for (const stretch of stretches) {
        // Whh and Why need no copy: their transposes hold them until the step is through.
        if (name !== 'Whh' && name !== 'Why')
          this.#kernels.copy(parameters + stretch.at, before + stretch.at - plan.bh, stretch.bytes);
        if (!update(stretch, scale, limit)) finite = 0;
      }
      this.#board.setFigure(this.#part, name, finite);
    }
  }

  /** Takes the update of its share back. */
  restore(): void {
    const { parameters, plan, before, size, WhhT, WhyT } = this.#layout;
    const { H, V, hiddenPanels, panel } = size;
    for (const [name, stretches] of this.#shares())
      if (name !== 'Whh' && name !== 'Why')
        for (const { at, bytes } of stretches)
          this.#kernels.copy(before + at - plan.bh, parameters + at, bytes);
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
