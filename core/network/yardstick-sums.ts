import type { OutputLayer } from '../outputs/output-layer.ts';
import type { Vector } from '../outputs/vector.ts';
import { probabilityOfTarget, readAsProbabilities } from './reading.ts';

/** The yardsticks over some characters, each predicted once. */
export interface YardstickReading {
  /** −(1/N) Σ log₂ p(target), bits; NaN where the layer has no reading as probabilities. */
  readonly bitsPerCharacter: number;
  /** Share of positions at which the target has the largest output. */
  readonly accuracy: number;
  /** Share of positions at which the target is among the five largest outputs. */
  readonly top5Accuracy: number;
  /** Mean of Σ_i (p_i − t_i)²; NaN where there is no reading. */
  readonly brier: number;
  /** Share of positions at which an output was clipped to be read as a probability; NaN where there is no reading. */
  readonly clippedShare: number;
}

/** Characters of a block: far more than the few over which predictions hang together. */
export const blockCharacters = 200;
/** With fewer blocks their spread is not known. */
export const fewestBlocks = 10;
/** With more of them neighbours are joined. */
const mostBlocks = 1000;

/** Means of the yardsticks over blocks of the characters, in the order of the text; what is left at the end is in none. */
export interface BlockMeans {
  /** Characters of each block. */
  readonly characters: number;
  readonly bitsPerCharacter: readonly number[];
  readonly accuracy: readonly number[];
  readonly top5Accuracy: readonly number[];
  readonly brier: readonly number[];
}

/**
 * Outputs that come before the target: larger ones, and equal ones with a smaller index, as argmax would choose.
 * A NaN, which no comparison puts below anything, comes before every number, and a target that is NaN comes last.
 */
function rank(y: Vector, target: number): number {
  const own = y[target];
  if (Number.isNaN(own)) return Infinity;
  let before = 0;
  for (let i = 0; i < y.length; i++) if (!(y[i] <= own) || (y[i] === own && i < target)) before++;
  return before;
}

/** Adds up the yardsticks, prediction by prediction, in float64: the one rule of evaluations and training steps. */
export class YardstickSums {
  readonly #layer: OutputLayer;
  readonly #p: Float64Array;
  #count = 0;
  #nats = 0;
  #first = 0;
  #five = 0;
  #brier = 0;
  #clipped = 0;
  /** Nats, hits and squares so far, at the end of every block. */
  readonly #ends: (readonly [nats: number, first: number, five: number, brier: number])[] = [];

  constructor(layer: OutputLayer, vocabulary: number) {
    this.#layer = layer;
    this.#p = new Float64Array(vocabulary);
  }

  /** A prediction by its logits and outputs. */
  add(z: Vector, y: Vector, target: number): void {
    const p = this.#p;
    const clipped = readAsProbabilities(this.#layer, z, y, p);
    let squares = 0;
    for (let i = 0; i < p.length; i++) squares += p[i] * p[i];
    this.#take(rank(y, target), p[target], squares, clipped);
  }

  /** A prediction by its sums, where those were taken where the outputs are. */
  addScore(score: Score): void {
    const { target, squares } = probabilityOfTarget(score, this.#p.length);
    this.#take(score.before, target, squares, score.negative);
  }

  #take(before: number, target: number, squares: number, clipped: boolean): void {
    this.#count++;
    if (before < 1) this.#first++;
    if (before < 5) this.#five++;
    if (clipped) this.#clipped++;
    this.#nats -= Math.log(target);
    // Σ (p_i − t_i)² = Σ p_i² − 2 p_target + 1
    this.#brier += squares - 2 * target + 1;
    if (this.#count % blockCharacters === 0)
      this.#ends.push([this.#nats, this.#first, this.#five, this.#brier]);
  }

  /** Null with fewer than 10 blocks. */
  get blocks(): BlockMeans | null {
    const count = this.#ends.length;
    if (count < fewestBlocks) return null;
    const joined = Math.ceil(count / mostBlocks);
    const characters = blockCharacters * joined;
    const ends = this.#ends.filter((_, i) => (i + 1) % joined === 0);
    const means = (of: 0 | 1 | 2 | 3, unit = 1) =>
      ends.map((end, i) => (end[of] - (ends[i - 1]?.[of] ?? 0)) / characters / unit);
    const read = (list: number[]) => (this.#layer.reading === 'none' ? list.map(() => NaN) : list);
    return {
      characters,
      bitsPerCharacter: read(means(0, Math.LN2)),
      accuracy: means(1),
      top5Accuracy: means(2),
      brier: read(means(3)),
    };
  }

  get reading(): YardstickReading {
    const none = this.#layer.reading === 'none';
    const count = this.#count;
    return {
      bitsPerCharacter: none ? NaN : this.#nats / count / Math.LN2,
      accuracy: this.#first / count,
      top5Accuracy: this.#five / count,
      brier: none ? NaN : this.#brier / count,
      clippedShare: none ? NaN : this.#clipped / count,
    };
  }
}

/** What the yardsticks need of one prediction. */
export interface Score {
  /** Σ x over the row x that the probabilities are shares of: max(y, 0), or e^{y − max y}. */
  readonly sum: number;
  /** Σ x² */
  readonly squares: number;
  /** x of the target; where it is an output, as it is. */
  readonly target: number;
  /** Outputs that come before the target: larger ones, and equal ones with a smaller index. */
  readonly before: number;
  /** Whether an output was clipped at 0 for it. */
  readonly negative: boolean;
}
