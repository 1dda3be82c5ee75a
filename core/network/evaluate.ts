import { LabError } from '../errors.ts';
import type { OutputLayer, Vector } from '../outputs/output-layer.ts';
import type { Network } from './engine.ts';
import { probabilityOfTarget, readAsProbabilities } from './reading.ts';

/** The yardsticks over a stretch of text. */
export interface Reading {
  /** −(1/N) Σ log₂ p(target), bits. */
  readonly bitsPerCharacter: number;
  /** Share of positions at which the target has the largest output. */
  readonly accuracy: number;
  /** Share of positions at which the target is among the five largest outputs. */
  readonly top5Accuracy: number;
  /** Mean of Σ_i (p_i − t_i)². */
  readonly brier: number;
  /** Mean of the layer's own E; NaN when it is not defined somewhere. */
  readonly ownLoss: number;
  /** Share of positions at which an output was clipped to be read as a probability. */
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

/** E of the layer at z, NaN where it is not defined. */
function ownLoss(layer: OutputLayer, z: Vector, target: number, y: Vector, delta: Vector): number {
  try {
    return layer.lossAndDelta(z, target, y, delta);
  } catch (error) {
    if (error instanceof LabError && error.code === 'outside-domain') return NaN;
    throw error;
  }
}

/** Calls back for every prediction, with p in float64. Answers with Σ E; null when interrupted. */
function predictions(
  network: Network,
  layer: OutputLayer,
  inputs: ArrayLike<number>,
  targets: ArrayLike<number>,
  add: (before: number, target: number, squares: number, clipped: boolean) => void,
  interrupted: () => boolean,
): number | null {
  const { vocabulary: V, hidden: H } = network.spec.shape;
  const p = new Float64Array(V);
  const y2 = new Float64Array(V);
  const delta = new Float64Array(V);
  let own = 0;
  const finished = network.predict(
    inputs,
    new Float64Array(H),
    (position, z, y) => {
      const target = targets[position];
      const before = rank(y, target);
      own += ownLoss(layer, z, target, y2, delta);
      const clipped = readAsProbabilities(layer, y, p);
      let squares = 0;
      for (let i = 0; i < V; i++) squares += p[i] * p[i];
      add(before, p[target], squares, clipped);
    },
    interrupted,
  );
  return finished ? own : null;
}

/**
 * The yardsticks of a network on `count` predictions from `text[from]` on, the hidden state starting at 0 and carried.
 * @param text indices; `from + count` must be below its length
 * @returns null when interrupted
 */
export function evaluate(
  network: Network,
  text: ArrayLike<number> & { subarray(from: number, to: number): ArrayLike<number> },
  from: number,
  count: number,
  layer: OutputLayer,
  interrupted: () => boolean,
): Reading | null {
  const { vocabulary: V, hidden: H } = network.spec.shape;
  let nats = 0;
  let first = 0;
  let five = 0;
  let brier = 0;
  let clipped = 0;
  const add = (before: number, target: number, squares: number, wasClipped: boolean) => {
    if (before < 1) first++;
    if (before < 5) five++;
    if (wasClipped) clipped++;
    nats -= Math.log(target);
    // Σ (p_i − t_i)² = Σ p_i² − 2 p_target + 1
    brier += squares - 2 * target + 1;
  };
  const inputs = text.subarray(from, from + count);
  const targets = text.subarray(from + 1, from + count + 1);
  const own = network.score
    ? network.score(
        inputs,
        targets,
        new Float64Array(H),
        ({ before, negative, ...score }) => {
          const { target, squares } = probabilityOfTarget(score, V);
          add(before, target, squares, negative);
        },
        interrupted,
      )
    : predictions(network, layer, inputs, targets, add, interrupted);
  if (own === null) return null;
  return {
    bitsPerCharacter: nats / count / Math.LN2,
    accuracy: first / count,
    top5Accuracy: five / count,
    brier: brier / count,
    ownLoss: own / count,
    clippedShare: clipped / count,
  };
}
