import type { OutputLayer, Vector } from '../outputs/output-layer.ts';
import type { Score } from './engine.ts';
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
  addScore({ before, negative, ...score }: Score): void {
    const { target, squares } = probabilityOfTarget(score, this.#p.length);
    this.#take(before, target, squares, negative);
  }

  #take(before: number, target: number, squares: number, clipped: boolean): void {
    this.#count++;
    if (before < 1) this.#first++;
    if (before < 5) this.#five++;
    if (clipped) this.#clipped++;
    this.#nats -= Math.log(target);
    // Σ (p_i − t_i)² = Σ p_i² − 2 p_target + 1
    this.#brier += squares - 2 * target + 1;
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
