import { rowSteps, stepLength, type RowProgram } from '../../outputs/row-program.ts';
import type { Vector } from '../../outputs/vector.ts';
import { logrest, logrestSlope } from '../graph/logrest.ts';
import { primitives, step } from '../language/primitives.ts';

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

/** A program of more steps than this takes so long that it is looked at in fewer places. */
export const longProgram = 120;

/** Numbers to a decoded step: which, how many entries, where to, and up to three places with their masks. */
const decodedLength = 9;

/** Runs a program in float64, whatever the rows it is given; for vectors of one length at a time. */
export class RowMachine {
  readonly length: number;
  readonly #memory: Float64Array;
  readonly #steps: Int32Array;
  readonly #y: readonly [at: number, mask: number];
  readonly #delta: readonly [at: number, mask: number];
  readonly #loss: number;

  constructor(program: RowProgram, length: number) {
    const { rows, constants, numbers, steps } = program;
    const at = (register: number) => (register < 0 ? rows * length - 1 - register : register * length);
    const mask = (register: number) => (register < 0 ? 0 : -1);
    this.length = length;
    this.#memory = new Float64Array(rows * length + numbers);
    constants.forEach((value, i) => (this.#memory[at(-1 - i)] = value));
    this.#memory[at(-1 - constants.length)] = length;
    this.#steps = new Int32Array((steps.length / stepLength) * decodedLength);
    for (let s = 0, d = 0; s < steps.length; s += stepLength, d += decodedLength) {
      const [step, to, a, b, c] = steps.slice(s, s + stepLength);
      const entries = to < 0 ? 1 : length;
      this.#steps.set([step, entries, at(to), at(a), mask(a), at(b), mask(b), at(c), mask(c)], d);
    }
    this.#y = [at(program.y), mask(program.y)];
    this.#delta = [at(program.delta), mask(program.delta)];
    this.#loss = at(program.loss);
  }

  /** Writes y and δ of the logits and returns E. */
  run(z: Vector, target: number, y: Vector, delta: Vector): number {
    const m = this.#memory;
    const steps = this.#steps;
    const V = this.length;
    m.set(z);
    for (let s = 0; s < steps.length; s += decodedLength) {
      const to = steps[s + 2];
      const a = steps[s + 3];
      const b = steps[s + 5];
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
          if (steps[s + 4] === 0) m.fill(m[a], to, to + V);
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
          logrestSlope(m, a, b, steps[s + 6], to, V);
          break;
        default:
          kernels[steps[s]](
            m,
            steps[s + 1],
            to,
            a,
            steps[s + 4],
            b,
            steps[s + 6],
            steps[s + 7],
            steps[s + 8],
          );
      }
    }
    give(m, this.#y, y);
    give(m, this.#delta, delta);
    return m[this.#loss];
  }
}

function give(m: Float64Array, [at, mask]: readonly [number, number], to: Vector): void {
  for (let i = 0; i < to.length; i++) to[i] = m[at + (i & mask)];
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
