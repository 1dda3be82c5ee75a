import { whereDefined } from '../outputs/where-defined.ts';
import { activationOf } from '../outputs/activations/registry.ts';
import type { OutputLayer } from '../outputs/output-layer.ts';
import type { UnitInput, UnitResponse } from './probe.ts';
import { probedLayer } from './probed-layer.ts';

/** How each layer answers, with one output, to its own logit z while the others stay (science: check values). */
export function unitResponses({ layers, own, t, others, z }: UnitInput): UnitResponse[] {
  return layers.map((probed) => {
    const layer = probedLayer(probed, own);
    const fill = () => new Float64Array(z.length).fill(NaN);
    const response = { probed, y: fill(), loss: fill(), delta: fill(), norm: fill() };
    const shared = activationOf(layer.activation).distribution || own.some(({ id }) => id === probed.layer);
    const ofAll = together(layer, t, others);
    const ofOne = shared ? null : alone(layer, t);
    z.forEach((value, i) => {
      const whole = ofAll(value);
      const single = ofOne ? ofOne(value) : whole;
      if (single)
        [response.y[i], response.loss[i], response.delta[i]] = [single.y, single.loss, single.delta];
      if (whole) response.norm[i] = whole.norm;
    });
    return response;
  });
}

interface Answer {
  readonly y: number;
  readonly loss: number;
  readonly delta: number;
  readonly norm: number;
}

/** What the first of some outputs answers; null where the loss is not defined. */
function answering(layer: OutputLayer, outputs: number): (z: Float64Array, target: number) => Answer | null {
  const [y, delta] = [new Float64Array(outputs), new Float64Array(outputs)];
  return (z, target) => {
    const loss = whereDefined(() => layer.lossAndDelta(z, target, y, delta));
    if (loss === null) return null;
    let squares = 0;
    for (let k = 0; k < outputs; k++) squares += delta[k] ** 2;
    return { y: y[0], loss, delta: delta[0], norm: Math.sqrt(squares) };
  };
}

/** All V outputs: this one first, the others at their logits. */
function together(layer: OutputLayer, t: 0 | 1, others: Float64Array): (value: number) => Answer | null {
  const z = Float64Array.of(NaN, ...others);
  const target = 1 - t;
  const answer = answering(layer, z.length);
  return (value) => {
    z[0] = value;
    // With a single character there is no other output that could be the target.
    return target < z.length ? answer(z, target) : null;
  };
}

/**
 * One output by itself, for layers whose loss is a sum over outputs. As the target it is a network of one output; as
 * another one it stands beside a target whose own share of E is taken off again, at a logit where that is next to nothing.
 */
function alone(layer: OutputLayer, t: 0 | 1): (value: number) => Answer | null {
  const single = answering(layer, 1);
  if (t === 1) return (value) => single(Float64Array.of(value), 0);
  const beside = Number.isFinite(activationOf(layer.activation).range[1]) ? 40 : 0.5;
  const share = single(Float64Array.of(beside), 0)?.loss ?? NaN;
  const pair = answering(layer, 2);
  return (value) => {
    const both = pair(Float64Array.of(value, beside), 1);
    return both && { ...both, loss: both.loss - share };
  };
}
