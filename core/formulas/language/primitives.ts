import { tanhHeight, tanhSlope } from '../../outputs/activations/scaled-tanh.ts';
import { sigmoid } from '../../outputs/logistic.ts';

/** A known value of a function of one number. */
interface KnownValue {
  readonly x: number;
  readonly value: number;
  /** Absent for functions that are a derivative only. */
  readonly slope?: number;
  readonly origin: string;
}

/** A function of one number: its value, without overflow or cancellation where they can be avoided. */
export interface Primitive {
  readonly value: (x: number) => number;
  /** Its derivative; null where the function is piecewise constant and δ would silently become 0. */
  readonly slope: ((x: number) => number) | null;
  /** f and f′ in words, with the edge cases. */
  readonly about: string;
  /** What is wrong with an argument; null where nothing is. */
  readonly fault?: (x: number) => 'logarithm of 0' | 'logarithm of a negative number' | null;
  readonly known: readonly KnownValue[];
}

/** ln σ(x) = −ln(1 + e^{−x}) */
export function logSigmoid(x: number): number {
  return x >= 0 ? -Math.log1p(Math.exp(-x)) : x - Math.log1p(Math.exp(x));
}

/** ln cosh x: |x| − ln 2 + ln(1 + e^{−2|x|}), and near 0, where that cancels, ln(1 + 2 sinh²(x/2)). */
function logCosh(x: number): number {
  const a = Math.abs(x);
  if (a > 1) return a - Math.LN2 + Math.log1p(Math.exp(-2 * a));
  const half = Math.sinh(x / 2);
  return Math.log1p(2 * half * half);
}

/** 0 below 0, 1 above, ½ at 0: what centred differences of max(x, 0) give. */
export function step(x: number): number {
  return x > 0 ? 1 : x < 0 ? 0 : x === 0 ? 0.5 : NaN;
}

const byHand = 'by hand';

/** Every function of one number that a formula or its derivative may hold. Derivatives are those of `derivative.ts`. */
export const primitives = {
  exp: {
    value: Math.exp,
    slope: Math.exp,
    about: 'eˣ; overflows above 709. (eˣ)′ = eˣ',
    known: [
      { x: 0, value: 1, slope: 1, origin: byHand },
      { x: Math.LN2, value: 2, slope: 2, origin: byHand },
      { x: -1000, value: 0, slope: 0, origin: 'underflows' },
    ],
  },
  log: {
    value: Math.log,
    slope: (x) => 1 / x,
    about: 'ln x, only for x > 0. (ln x)′ = 1/x. Of a sigmoid or softmax output it is computed from z',
    fault: (x) => (x > 0 ? null : x === 0 ? 'logarithm of 0' : 'logarithm of a negative number'),
    known: [
      { x: 1, value: 0, slope: 1, origin: byHand },
      { x: Math.E, value: 1, slope: 1 / Math.E, origin: byHand },
      { x: 0.5, value: -Math.LN2, slope: 2, origin: byHand },
    ],
  },
  abs: {
    value: Math.abs,
    slope: Math.sign,
    about: '|x|. |x|′ = sign x, 0 at the kink',
    known: [
      { x: -3, value: 3, slope: -1, origin: byHand },
      { x: 0, value: 0, slope: 0, origin: 'the mean of both slopes' },
    ],
  },
  sign: {
    value: Math.sign,
    slope: null,
    about: '−1, 0 or 1. Has no derivative: under a gradient it is refused',
    known: [
      { x: -2, value: -1, origin: byHand },
      { x: 0, value: 0, origin: byHand },
    ],
  },
  step: {
    value: step,
    slope: null,
    about: '0, ½ or 1: the derivative of max',
    known: [
      { x: -2, value: 0, origin: byHand },
      { x: 0, value: 0.5, origin: 'the mean of both sides' },
      { x: 2, value: 1, origin: byHand },
    ],
  },
  tanh: {
    value: Math.tanh,
    slope: (x) => 1 - Math.tanh(x) ** 2,
    about: 'tanh x. tanh′ = 1 − tanh²',
    known: [
      { x: 0, value: 0, slope: 1, origin: byHand },
      { x: Math.log(3) / 2, value: 0.5, slope: 0.75, origin: 'by hand: (3 − 1)/(3 + 1)' },
      { x: 400, value: 1, slope: 0, origin: 'saturated' },
    ],
  },
  scaledtanh: {
    value: (x) => tanhHeight * Math.tanh(tanhSlope * x),
    slope: (x) => tanhHeight * tanhSlope * (1 - Math.tanh(tanhSlope * x) ** 2),
    about: 'y = 1.7159 tanh(⅔ x), the activation. y′ = ⅔ (1.7159 − y²/1.7159)',
    known: [
      { x: 0, value: 0, slope: (1.7159 * 2) / 3, origin: byHand },
      {
        x: Math.log(3) * 0.75,
        value: 0.85795,
        slope: 0.85795,
        origin: 'by hand: tanh(½ ln 3) = ½, 1 − ¼ = ¾',
      },
      { x: 1000, value: 1.7159, slope: 0, origin: 'saturated' },
    ],
  },
  cosh: {
    value: Math.cosh,
    slope: Math.sinh,
    about: 'cosh x; overflows above 710. cosh′ = sinh',
    known: [
      { x: 0, value: 1, slope: 0, origin: byHand },
      { x: Math.LN2, value: 1.25, slope: 0.75, origin: 'by hand: (2 + ½)/2, (2 − ½)/2' },
    ],
  },
  sinh: {
    value: Math.sinh,
    slope: Math.cosh,
    about: 'sinh x. sinh′ = cosh',
    known: [
      { x: 0, value: 0, slope: 1, origin: byHand },
      { x: Math.LN2, value: 0.75, slope: 1.25, origin: 'by hand: (2 − ½)/2, (2 + ½)/2' },
    ],
  },
  logcosh: {
    value: logCosh,
    slope: Math.tanh,
    about: 'ln cosh x, also where cosh x overflows. Its derivative is tanh',
    known: [
      { x: 0, value: 0, slope: 0, origin: byHand },
      { x: Math.LN2, value: Math.log(1.25), slope: 0.6, origin: 'by hand: ln of (2 + ½)/2; 3/5' },
      { x: 1000, value: 1000 - Math.LN2, slope: 1, origin: 'by hand: cosh x → eˣ/2' },
    ],
  },
  sigmoid: {
    value: sigmoid,
    slope: (x) => sigmoid(x) * sigmoid(-x),
    about: 'σ(x) = 1/(1 + e⁻ˣ). σ′ = σ(x) σ(−x)',
    known: [
      { x: 0, value: 0.5, slope: 0.25, origin: byHand },
      { x: Math.log(3), value: 0.75, slope: 3 / 16, origin: 'by hand: 1/(1 + ⅓)' },
      { x: -1000, value: 0, slope: 0, origin: 'saturated' },
    ],
  },
  logsigmoid: {
    value: logSigmoid,
    slope: (x) => sigmoid(-x),
    about: 'ln σ(x), finite for every x. Its derivative is σ(−x)',
    known: [
      { x: 0, value: -Math.LN2, slope: 0.5, origin: byHand },
      { x: -1000, value: -1000, slope: 1, origin: 'by hand: ln σ(x) → x' },
      { x: 1000, value: 0, slope: 0, origin: 'saturated' },
    ],
  },
  softplus: {
    value: (x) => -logSigmoid(-x),
    slope: sigmoid,
    about: 'ln(1 + eˣ), finite for every x. Its derivative is σ(x)',
    known: [
      { x: 0, value: Math.LN2, slope: 0.5, origin: byHand },
      { x: 1000, value: 1000, slope: 1, origin: 'by hand: ln(1 + eˣ) → x' },
      { x: -1000, value: 0, slope: 0, origin: 'saturated' },
    ],
  },
  sqrt: {
    value: Math.sqrt,
    slope: (x) => 0.5 / Math.sqrt(x),
    about: '√x, only for x ≥ 0. (√x)′ = 1/(2√x), infinite at 0',
    known: [
      { x: 4, value: 2, slope: 0.25, origin: byHand },
      { x: 0.25, value: 0.5, slope: 1, origin: byHand },
    ],
  },
} as const satisfies Readonly<Record<string, Primitive>>;

export type PrimitiveId = keyof typeof primitives;
