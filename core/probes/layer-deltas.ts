import { toErrorData, type LabErrorData } from '../errors.ts';
import { saturatedOutputs } from '../network/saturation.ts';
import { requireFiniteDelta } from './finite-delta.ts';
import type { OutputLayer } from '../outputs/output-layer.ts';
import { atStep } from '../outputs/where-defined.ts';

/** What a layer makes of the logits of a stretch. */
export type AtOutputs = ReturnType<typeof layerAtWeights>;

/** The same, or why there is none: a loss that is not defined at these weights is an answer. */
export function layerAnswer(
  ...asked: Parameters<typeof layerAtWeights>
): AtOutputs | { readonly refusal: LabErrorData } {
  try {
    return layerAtWeights(...asked);
  } catch (error) {
    const refusal = toErrorData(error);
    if (refusal.code !== 'outside-domain') throw error;
    return { refusal };
  }
}

/**
 * Loss and δ of a layer at given logits.
 * @param logits z, T × V
 * @returns y and δ_t = ∂E_t/∂z_t, T × V each, and the figures of `LayerGradients` that follow from them
 * @throws LabError `outside-domain` with the step, where the loss is not defined
 */
function layerAtWeights(layer: OutputLayer, logits: Float64Array, targets: Uint32Array, V: number) {
  const T = targets.length;
  const outputs = new Float64Array(T * V);
  const delta = new Float64Array(T * V);
  const lossPerStep = new Float64Array(T);
  const deltaNorms = new Float64Array(T);
  const row = (all: Float64Array, t: number) => all.subarray(t * V, (t + 1) * V);
  let loss = 0;
  let squares = 0;
  let ofTargets = 0;
  let largestDelta = 0;
  targets.forEach((target, t) => {
    const own = row(delta, t);
    try {
      lossPerStep[t] = layer.lossAndDelta(row(logits, t), target, row(outputs, t), own);
    } catch (error) {
      throw atStep(error, t);
    }
    requireFiniteDelta(lossPerStep[t], own, target, t);
    loss += lossPerStep[t];
    let sum = 0;
    for (let k = 0; k < V; k++) {
      const d = own[k];
      sum += d * d;
      const size = Math.abs(d);
      if (size > largestDelta) largestDelta = size;
    }
    deltaNorms[t] = Math.sqrt(sum);
    squares += sum;
    ofTargets += own[target] ** 2;
  });
  const shares = saturatedOutputs(outputs, targets, layer.activation);
  return {
    outputs,
    delta,
    figures: {
      loss,
      lossPerStep,
      deltaNorms,
      deltaNorm: Math.sqrt(squares),
      largestDelta,
      targetShare: ofTargets / squares,
      saturatedOutputs: shares?.saturated ?? null,
      saturatedWrong: shares?.wrong ?? null,
    },
  };
}
