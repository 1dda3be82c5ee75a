import { charactersOf, type Span } from '../corpora/parts.ts';
import { LabError } from '../errors.ts';
import type { OutputLayer, Vector } from '../outputs/output-layer.ts';
import type { Network } from './engine.ts';
import { probabilityOfTarget, readAsProbabilities } from './reading.ts';
import { stateBefore, type Readable, type ReadingStart } from './reading-start.ts';

/** The yardsticks over a stretch of text. */
export interface Reading {
  /** −(1/N) Σ log₂ p(target), bits; NaN where the layer has no reading as probabilities. */
  readonly bitsPerCharacter: number;
  /** Share of positions at which the target has the largest output. */
  readonly accuracy: number;
  /** Share of positions at which the target is among the five largest outputs. */
  readonly top5Accuracy: number;
  /** Mean of Σ_i (p_i − t_i)²; NaN where there is no reading. */
  readonly brier: number;
  /** Mean of the layer's own E; NaN when it is not defined somewhere. */
  readonly ownLoss: number;
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

/** E of the layer at z, NaN where it is not defined. */
function ownLoss(layer: OutputLayer, z: Vector, target: number, y: Vector, delta: Vector): number {
  try {
    return layer.lossAndDelta(z, target, y, delta);
  } catch (error) {
    if (error instanceof LabError && error.code === 'outside-domain') return NaN;
    throw error;
  }
}

/** Adds one prediction to the yardsticks; p in float64. */
type Add = (before: number, target: number, squares: number, clipped: boolean) => void;

/** Calls back for every prediction, with p in float64. Answers with Σ E; null when interrupted. */
function predictions(
  network: Network,
  layer: OutputLayer,
  inputs: ArrayLike<number>,
  targets: ArrayLike<number>,
  hidden: Float64Array,
  add: Add,
  interrupted: () => boolean,
): number | null {
  const { vocabulary: V } = network.spec.shape;
  const p = new Float64Array(V);
  const y2 = new Float64Array(V);
  const delta = new Float64Array(V);
  let own = 0;
  const finished = network.predict(
    inputs,
    hidden,
    (position, z, y) => {
      const target = targets[position];
      const before = rank(y, target);
      own += ownLoss(layer, z, target, y2, delta);
      const clipped = readAsProbabilities(layer, z, y, p);
      let squares = 0;
      for (let i = 0; i < V; i++) squares += p[i] * p[i];
      add(before, p[target], squares, clipped);
    },
    interrupted,
  );
  return finished ? own : null;
}

/**
 * The yardsticks of a network over the characters of some spans, in float64. From a carried state each span is warmed up
 * on the up to 100 characters before it, from that state anew; from h = 0 it is read without. The state that training
 * carries is left alone.
 * @param text indices
 * @param spans at least one character in all
 * @returns null when interrupted
 */
export function evaluate(
  network: Network,
  text: Readable,
  spans: readonly Span[],
  start: ReadingStart,
  layer: OutputLayer,
  interrupted: () => boolean,
): Reading | null {
  const { vocabulary: V } = network.spec.shape;
  let nats = 0;
  let first = 0;
  let five = 0;
  let brier = 0;
  let clipped = 0;
  const add: Add = (before, target, squares, wasClipped) => {
    if (before < 1) first++;
    if (before < 5) five++;
    if (wasClipped) clipped++;
    nats -= Math.log(target);
    // Σ (p_i − t_i)² = Σ p_i² − 2 p_target + 1
    brier += squares - 2 * target + 1;
  };
  let own = 0;
  for (const span of spans) {
    const inputs = text.subarray(span.from - 1, span.to - 1);
    const targets = text.subarray(span.from, span.to);
    const hidden = stateBefore(network, text, span.from, start, interrupted);
    if (hidden === null) return null;
    const loss = network.score
      ? network.score(
          inputs,
          targets,
          hidden,
          ({ before, negative, ...score }) => {
            const { target, squares } = probabilityOfTarget(score, V);
            add(before, target, squares, negative);
          },
          interrupted,
        )
      : predictions(network, layer, inputs, targets, hidden, add, interrupted);
    if (loss === null) return null;
    own += loss;
  }
  const count = charactersOf(spans);
  const none = layer.reading === 'none';
  return {
    bitsPerCharacter: none ? NaN : nats / count / Math.LN2,
    accuracy: first / count,
    top5Accuracy: five / count,
    brier: none ? NaN : brier / count,
    ownLoss: own / count,
    clippedShare: none ? NaN : clipped / count,
  };
}
