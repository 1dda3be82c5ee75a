import { rowSteps, stepLength, type RowProgram } from '../outputs/row-program.ts';
import type { Vector } from '../outputs/output-layer.ts';
import { logrest, logrestSlope } from './logrest.ts';
import { primitives, step } from './primitives.ts';

/** One step over n entries of registers in one memory; a mask of 0 reads the same entry every time. */
type Kernel = (
  m: Float64Array,
  n: number,
  to: number,
  a: number,
  aMask: number,
  b: number,
  bMask: number,
  c: number,
  cMask: number,
) => void;

const ofOne =
  (f: (x: number) => number): Kernel =>
  (m, n, to, a, aMask) => {
    for (let i = 0; i < n; i++) m[to + i] = f(m[a + (i & aMask)]);
  };

// Each loop by itself: with the operation handed in, every entry would cost a call.
const kernels: Readonly<Record<number, Kernel>> = {
  [rowSteps.copy]: (m, n, to, a, aMask) => {
    for (let i = 0; i < n; i++) m[to + i] = m[a + (i & aMask)];
  },
  [rowSteps.add]: (m, n, to, a, aMask, b, bMask) => {
    for (let i = 0; i < n; i++) m[to + i] = m[a + (i & aMask)] + m[b + (i & bMask)];
  },
  [rowSteps.subtract]: (m, n, to, a, aMask, b, bMask) => {
    for (let i = 0; i < n; i++) m[to + i] = m[a + (i & aMask)] - m[b + (i & bMask)];
  },
  [rowSteps.multiply]: (m, n, to, a, aMask, b, bMask) => {
    for (let i = 0; i < n; i++) m[to + i] = m[a + (i & aMask)] * m[b + (i & bMask)];
  },
  [rowSteps.divide]: (m, n, to, a, aMask, b, bMask) => {
    for (let i = 0; i < n; i++) m[to + i] = m[a + (i & aMask)] / m[b + (i & bMask)];
  },
  [rowSteps.multiplyAdd]: (m, n, to, a, aMask, b, bMask, c, cMask) => {
    for (let i = 0; i < n; i++) m[to + i] = m[a + (i & aMask)] * m[b + (i & bMask)] + m[c + (i & cMask)];
  },
  [rowSteps.larger]: (m, n, to, a, aMask, b, bMask) => {
    for (let i = 0; i < n; i++) m[to + i] = Math.max(m[a + (i & aMask)], m[b + (i & bMask)]);
  },
  [rowSteps.smaller]: (m, n, to, a, aMask, b, bMask) => {
    for (let i = 0; i < n; i++) m[to + i] = Math.min(m[a + (i & aMask)], m[b + (i & bMask)]);
  },
  [rowSteps.less]: (m, n, to, a, aMask, b, bMask) => {
    for (let i = 0; i < n; i++) m[to + i] = m[a + (i & aMask)] < m[b + (i & bMask)] ? 1 : 0;
  },
  [rowSteps.notMore]: (m, n, to, a, aMask, b, bMask) => {
    for (let i = 0; i < n; i++) m[to + i] = m[a + (i & aMask)] <= m[b + (i & bMask)] ? 1 : 0;
  },
  [rowSteps.equal]: (m, n, to, a, aMask, b, bMask) => {
    for (let i = 0; i < n; i++) m[to + i] = m[a + (i & aMask)] === m[b + (i & bMask)] ? 1 : 0;
  },
  [rowSteps.where]: (m, n, to, a, aMask, b, bMask, c, cMask) => {
    for (let i = 0; i < n; i++)
      m[to + i] = m[a + (i & aMask)] !== 0 ? m[b + (i & bMask)] : m[c + (i & cMask)];
  },
  [rowSteps.power]: (m, n, to, a, aMask, b, bMask) => {
    for (let i = 0; i < n; i++) m[to + i] = Math.pow(m[a + (i & aMask)], m[b + (i & bMask)]);
  },
  [rowSteps.exp]: (m, n, to, a, aMask) => {
    for (let i = 0; i < n; i++) m[to + i] = Math.exp(m[a + (i & aMask)]);
  },
  [rowSteps.log]: ofOne(primitives.log.value),
  [rowSteps.squareRoot]: ofOne(Math.sqrt),
  [rowSteps.abs]: ofOne(Math.abs),
  [rowSteps.sign]: ofOne(Math.sign),
  [rowSteps.step]: ofOne(step),
  [rowSteps.tanh]: ofOne(Math.tanh),
  [rowSteps.sinh]: ofOne(Math.sinh),
  [rowSteps.cosh]: ofOne(Math.cosh),
  [rowSteps.logcosh]: ofOne(primitives.logcosh.value),
  [rowSteps.sigmoid]: ofOne(primitives.sigmoid.value),
  [rowSteps.logsigmoid]: ofOne(primitives.logsigmoid.value),
};

/** Runs a program in float64, whatever the rows it is given; for vectors of one length at a time. */
export class RowMachine {
  readonly #program: RowProgram;
  readonly #length: number;
  readonly #memory: Float64Array;
  /** Where a register begins in the memory. */
  readonly #at: (register: number) => number;

  constructor(program: RowProgram, length: number) {
    this.#program = program;
    this.#length = length;
    this.#memory = new Float64Array(program.rows * length + program.numbers);
    this.#at = (register) => (register < 0 ? program.rows * length - 1 - register : register * length);
    program.constants.forEach((value, i) => (this.#memory[this.#at(-1 - i)] = value));
    this.#memory[this.#at(-1 - program.constants.length)] = length;
  }

  get length(): number {
    return this.#length;
  }

  /** Writes y and δ of the logits and returns E. */
  run(z: Vector, target: number, y: Vector, delta: Vector): number {
    const { steps, loss } = this.#program;
    const m = this.#memory;
    const V = this.#length;
    m.set(z);
    for (let s = 0; s < steps.length; s += stepLength) {
      const to = this.#at(steps[s + 1]);
      const a = this.#at(steps[s + 2]);
      const b = this.#at(steps[s + 3]);
      const c = this.#at(steps[s + 4]);
      const aMask = steps[s + 2] < 0 ? 0 : -1;
      const bMask = steps[s + 3] < 0 ? 0 : -1;
      switch (steps[s]) {
        case rowSteps.sum:
          m[to] = sum(m, a, V);
          break;
        case rowSteps.largest:
          m[to] = largest(m, a, V);
          break;
        case rowSteps.entry:
          m[to] = m[a + target];
          break;
        case rowSteps.patch: {
          const value = m[b];
          if (aMask === 0) m.fill(m[a], to, to + V);
          else if (to !== a) m.copyWithin(to, a, a + V);
          m[to + target] = value;
          break;
        }
        case rowSteps.first:
          first(m, a, to, V);
          break;
        case rowSteps.logrest:
          logrest(m, a, to, V);
          break;
        case rowSteps.logrestSlope:
          logrestSlope(m, a, b, bMask, to, V);
          break;
        default:
          kernels[steps[s]](
            m,
            steps[s + 1] < 0 ? 1 : V,
            to,
            a,
            aMask,
            b,
            bMask,
            c,
            steps[s + 4] < 0 ? 0 : -1,
          );
      }
    }
    this.#give(this.#program.y, y);
    this.#give(this.#program.delta, delta);
    return m[this.#at(loss)];
  }

  #give(register: number, to: Vector): void {
    const m = this.#memory;
    const at = this.#at(register);
    const mask = register < 0 ? 0 : -1;
    for (let i = 0; i < to.length; i++) to[i] = m[at + (i & mask)];
  }
}

function sum(m: Float64Array, a: number, n: number): number {
  let total = 0;
  for (let i = a; i < a + n; i++) total += m[i];
  return total;
}

function largest(m: Float64Array, a: number, n: number): number {
  let most = -Infinity;
  for (let i = a; i < a + n; i++) if (m[i] > most) most = m[i];
  return most;
}

function first(m: Float64Array, a: number, to: number, n: number): void {
  const most = largest(m, a, n);
  m.fill(0, to, to + n);
  for (let i = 0; i < n; i++)
    if (m[a + i] === most) {
      m[to + i] = 1;
      return;
    }
}
