import type { Glimpse, Histogram, RunStatus } from '../experiments/run.ts';
import type { LastStep, Network } from '../network/engine.ts';
import type { OutputLayer, Vector } from '../outputs/output-layer.ts';
import { stream } from '../network/random.ts';
import { drawText } from './draw-text.ts';
import type { TrainingText } from './thread-messages.ts';

/** Characters of the sample a lane shows. */
const sampleCharacters = 160;
const bins = 41;

/**
 * Counts of δ over bins that are symmetric about 0 and reach to the largest |δ|.
 * Null when nothing was trained yet.
 */
export function deltaHistogram(delta: Vector): Histogram | null {
  let largest = 0;
  for (let i = 0; i < delta.length; i++) largest = Math.max(largest, Math.abs(delta[i]));
  if (delta.length === 0 || !Number.isFinite(largest)) return null;
  const high = largest || 1;
  const counts = new Array<number>(bins).fill(0);
  const scale = bins / (2 * high);
  for (let i = 0; i < delta.length; i++) {
    const bin = Math.min(bins - 1, Math.floor((delta[i] + high) * scale));
    counts[bin] = counts[bin] + 1;
  }
  return { low: -high, high, counts };
}

/** An output is saturated where the slope y(1 − y) of its activation is below this. */
const saturationSlope = 0.05;

/** Share of outputs on the flat part of the activation; null for linear, which has none. */
export function saturatedOutputs(outputs: Vector, activation: OutputLayer['activation']): number | null {
  if (activation === 'linear' || outputs.length === 0) return null;
  let saturated = 0;
  for (let i = 0; i < outputs.length; i++) {
    const y = outputs[i];
    if (y * (1 - y) < saturationSlope) saturated++;
  }
  return saturated / outputs.length;
}

/** Share of hidden units with |h| > 0.95, where tanh is nearly flat. */
export function saturatedHidden(hidden: Vector): number {
  if (hidden.length === 0) return 0;
  let saturated = 0;
  for (let i = 0; i < hidden.length; i++) if (Math.abs(hidden[i]) > 0.95) saturated++;
  return saturated / hidden.length;
}

interface Observed {
  readonly network: Network;
  readonly layer: OutputLayer;
  readonly seed: number;
  readonly steps: number;
  readonly status: RunStatus;
  readonly gradientNorms: Glimpse['gradientNorms'];
}

function stepFigures(last: LastStep | null, layer: OutputLayer) {
  if (last === null) return { deltaHistogram: null, saturatedOutputs: null, saturatedHidden: 0 };
  return {
    deltaHistogram: deltaHistogram(last.delta),
    saturatedOutputs: saturatedOutputs(last.outputs, layer.activation),
    saturatedHidden: saturatedHidden(last.hidden),
  };
}

/** What the lane of an arm shows of a run now; null when interrupted. */
export function glimpseOf(run: Observed, text: TrainingText, interrupted: () => boolean): Glimpse | null {
  // The same random numbers for every arm of a seed: samples differ by their distributions alone.
  const sample = drawText(
    run.network,
    run.layer,
    text.vocabulary,
    { characters: sampleCharacters, temperature: 1, prompt: '' },
    stream(run.seed, 'sampling'),
    interrupted,
  );
  if (sample === null) return null;
  // The last step of a run that diverged was not kept: its tensors are not of the weights that are shown.
  const last = run.status === 'diverged' ? null : run.network.lastStep();
  return {
    step: run.steps,
    sample,
    ...stepFigures(last, run.layer),
    gradientNorms: run.gradientNorms,
  };
}
