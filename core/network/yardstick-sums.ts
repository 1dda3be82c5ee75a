import type { OutputLayer } from '../outputs/output-layer.ts';
import type { Vector } from '../outputs/vector.ts';
import { givesProbabilities } from '../outputs/readings/registry.ts';
import { ofYardsticks, yardsticks, type YardstickId, type Yardsticks } from '../yardsticks/registry.ts';
import type { Yardstick } from '../yardsticks/yardstick.ts';
import { probabilityOfTarget, readAsProbabilities } from './reading.ts';

/** The yardsticks over some characters, each predicted once; NaN where they need probabilities and there is no reading. */
export interface YardstickReading extends Yardsticks {
  /** Share of positions at which an output was clipped to be read as a probability; NaN where there is no reading. */
  readonly clippedShare: number;
}

/** Values of a prediction by its sums; see `addScores`. */
export const scoreValues = 5;
/** Characters of a block: far more than the few over which predictions hang together. */
const blockCharacters = 200;
/** With fewer blocks their spread is not known. */
const fewestBlocks = 10;
/** With more of them neighbours are joined. */
const mostBlocks = 1000;

/** Means of the yardsticks over blocks of the characters, in the order of the text; what is left at the end is in none. */
export interface BlockMeans extends Readonly<Record<YardstickId, readonly number[]>> {
  /** Characters of each block. */
  readonly characters: number;
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
  readonly #probabilities: boolean;
  readonly #p: Float64Array;
  #count = 0;
  #clipped = 0;
  /** What the predictions have added, in the order of the yardsticks. */
  readonly #sums = new Float64Array(yardsticks.length);
  /** The sums at the end of every block. */
  readonly #ends: Float64Array[] = [];

  constructor(layer: OutputLayer, vocabulary: number) {
    this.#layer = layer;
    this.#probabilities = givesProbabilities(layer.reading);
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

  /**
   * Predictions by their sums, where those were taken where the outputs are: `rows` times `scoreValues` values. Each time
   * Σ x over the row x that the probabilities are shares of, max(y, 0) or e^{y − max y}; Σ x²; x of the target, where it is
   * an output as it is; how many outputs come before the target; and not 0 where an output was clipped at 0 for it.
   */
  addScores(scores: Float32Array, from: number, rows: number): void {
    const V = this.#p.length;
    for (let r = 0, at = from; r < rows; r++, at += scoreValues) {
      const { target, squares } = probabilityOfTarget(scores[at], scores[at + 1], scores[at + 2], V);
      this.#take(scores[at + 3], target, squares, scores[at + 4] !== 0);
    }
  }

  #take(before: number, target: number, squares: number, clipped: boolean): void {
    const prediction = { before, target, squares };
    this.#count++;
    if (clipped) this.#clipped++;
    for (let i = 0; i < yardsticks.length; i++) this.#sums[i] += yardsticks[i].of(prediction);
    if (this.#count % blockCharacters === 0) this.#ends.push(this.#sums.slice());
  }

  /** Whether a yardstick has a value for the layer. */
  #has({ ofProbabilities }: Yardstick): boolean {
    return !ofProbabilities || this.#probabilities;
  }

  /** Null with fewer than 10 blocks. */
  get blocks(): BlockMeans | null {
    const count = this.#ends.length;
    if (count < fewestBlocks) return null;
    const joined = Math.ceil(count / mostBlocks);
    const characters = blockCharacters * joined;
    const ends = this.#ends.filter((_, i) => (i + 1) % joined === 0);
    const means = (yardstick: Yardstick<YardstickId>) => {
      const of = placeOf(yardstick);
      return ends.map((end, i) =>
        this.#has(yardstick) ? (end[of] - (ends[i - 1]?.[of] ?? 0)) / characters / yardstick.per : NaN,
      );
    };
    return { characters, ...ofYardsticks(means) };
  }

  get reading(): YardstickReading {
    const count = this.#count;
    return {
      ...ofYardsticks((yardstick) =>
        this.#has(yardstick) ? this.#sums[placeOf(yardstick)] / count / yardstick.per : NaN,
      ),
      clippedShare: this.#probabilities ? this.#clipped / count : NaN,
    };
  }
}

const placeOf = ({ id }: Yardstick<YardstickId>): number => yardsticks.findIndex((each) => each.id === id);
