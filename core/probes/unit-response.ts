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
    const alone = shared ? null : new Alone(layer, t);
    const together = new Together(layer, t, others);
    z.forEach((value, i) => {
      const whole = together.at(value);
      const single = alone ? alone.at(value) : whole;
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

/** All V outputs: this one first, the others at their logits. */
class Together {
  readonly #layer: OutputLayer;
  readonly #target: number;
  readonly #z: Float64Array;
  readonly #y: Float64Array;
  readonly #delta: Float64Array;

  constructor(layer: OutputLayer, t: 0 | 1, others: Float64Array) {
    this.#layer = layer;
    this.#target = 1 - t;
    this.#z = new Float64Array(others.length + 1);
    this.#z.set(others, 1);
    this.#y = new Float64Array(this.#z.length);
    this.#delta = new Float64Array(this.#z.length);
  }

  at(value: number): Answer | null {
    // With a single character there is no other output that could be the target.
    if (this.#target >= this.#z.length) return null;
    this.#z[0] = value;
    const loss = whereDefined(() => this.#layer.lossAndDelta(this.#z, this.#target, this.#y, this.#delta));
    if (loss === null) return null;
    let squares = 0;
    for (let k = 0; k < this.#delta.length; k++) squares += this.#delta[k] ** 2;
    return { y: this.#y[0], loss, delta: this.#delta[0], norm: Math.sqrt(squares) };
  }
}

/**
 * One output by itself, for layers whose loss is a sum over outputs. As the target it is a network of one output; as
 * another one it stands beside a target whose own share of E is taken off again, at a logit where that is next to nothing.
 */
class Alone {
  readonly #layer: OutputLayer;
  readonly #t: 0 | 1;
  readonly #beside: number;
  readonly #share: number;

  constructor(layer: OutputLayer, t: 0 | 1) {
    this.#layer = layer;
    this.#t = t;
    this.#beside = Number.isFinite(activationOf(layer.activation).range[1]) ? 40 : 0.5;
    this.#share = this.#lossAndDelta([this.#beside], 0)?.loss ?? NaN;
  }

  #lossAndDelta(z: readonly number[], target: number): Answer | null {
    const y = new Float64Array(z.length);
    const delta = new Float64Array(z.length);
    const loss = whereDefined(() => this.#layer.lossAndDelta(Float64Array.from(z), target, y, delta));
    return loss === null ? null : { y: y[0], loss, delta: delta[0], norm: NaN };
  }

  at(value: number): Answer | null {
    if (this.#t === 1) return this.#lossAndDelta([value], 0);
    const both = this.#lossAndDelta([value, this.#beside], 1);
    return both && { ...both, loss: both.loss - this.#share };
  }
}
