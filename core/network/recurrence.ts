import type { OutputLayer } from '../outputs/output-layer.ts';
import { atStep } from '../outputs/where-defined.ts';
import { dot } from './dot.ts';
import type { Parameters } from './parameters.ts';

/**
 * Everything one sequence of T steps leaves behind on the way forward and needs on the way back.
 * One tape serves one row of a batch again and again.
 */
export interface Tape {
  readonly length: number;
  /** h₋₁: the state before the first step, H values. */
  readonly before: Float64Array;
  /** h_t, one view of H values per step. */
  readonly hidden: readonly Float64Array[];
  /** y_t, one view of V values per step. */
  readonly outputs: readonly Float64Array[];
  /** δ_t = ∂E_t/∂z_t, one view of V values per step. */
  readonly delta: readonly Float64Array[];
  /** E_t, T values. */
  readonly loss: Float64Array;
}

/** A tape whose views lie in given memory: T·H hidden values, T·V outputs, T·V δ. */
export function tapeOver(
  length: number,
  hidden: Float64Array,
  outputs: Float64Array,
  delta: Float64Array,
): Tape {
  const perStep = (all: Float64Array) => {
    const size = all.length / length;
    return Array.from({ length }, (_, t) => all.subarray(t * size, (t + 1) * size));
  };
  return {
    length,
    before: new Float64Array(hidden.length / length),
    hidden: perStep(hidden),
    outputs: perStep(outputs),
    delta: perStep(delta),
    loss: new Float64Array(length),
  };
}

/** A tape with memory of its own. */
export function newTape(length: number, H: number, V: number): Tape {
  return tapeOver(
    length,
    new Float64Array(length * H),
    new Float64Array(length * V),
    new Float64Array(length * V),
  );
}

/**
 * h = tanh(Wxh x + Whh h₋ + bh) for a one-hot x: the column of Wxh that x picks.
 * `h` and `previous` must not be the same memory.
 */
export function stepHidden(p: Parameters, x: number, previous: Float64Array, h: Float64Array): void {
  const H = h.length;
  const column = x * H;
  for (let i = 0; i < H; i++)
    h[i] = Math.tanh(p.WxhT[column + i] + dot(p.Whh, i * H, previous, 0, H) + p.bh[i]);
}

/** z = Why h + by */
export function logits(p: Parameters, h: Float64Array, z: Float64Array): void {
  const H = h.length;
  for (let k = 0; k < z.length; k++) z[k] = dot(p.Why, k * H, h, 0, H) + p.by[k];
}

/**
 * Forward over one sequence, with the loss and its δ at every step.
 * @param z scratch of V values
 * @param seen called per step with logits, y and target; the vectors are valid only during the call
 * @returns E = Σ_t E_t, or null when interrupted
 * @throws LabError `outside-domain` of the output layer, with the step in front
 */
export function forward(
  p: Parameters,
  layer: OutputLayer,
  inputs: Uint32Array,
  targets: Uint32Array,
  tape: Tape,
  z: Float64Array,
  interrupted: () => boolean,
  seen?: (z: Float64Array, y: Float64Array, target: number) => void,
): number | null {
  let loss = 0;
  for (let t = 0; t < tape.length; t++) {
    if (interrupted()) return null;
    stepHidden(p, inputs[t], t === 0 ? tape.before : tape.hidden[t - 1], tape.hidden[t]);
    logits(p, tape.hidden[t], z);
    try {
      tape.loss[t] = layer.lossAndDelta(z, targets[t], tape.outputs[t], tape.delta[t]);
    } catch (error) {
      throw atStep(error, t);
    }
    seen?.(z, tape.outputs[t], targets[t]);
    loss += tape.loss[t];
  }
  return loss;
}

/**
 * Back-propagation through time over one sequence. Gradients are added to `g`.
 * @param dhnext H values: ∂E/∂h from after the last step (0 when truncated); on return ∂E/∂h₋₁
 * @returns false when interrupted; `g` is then of no use
 */
export function backward(
  p: Parameters,
  inputs: Uint32Array,
  tape: Tape,
  g: Parameters,
  dhnext: Float64Array,
  interrupted: () => boolean,
): boolean {
  const H = dhnext.length;
  const { biases } = p.shape;
  const { Why, Whh } = p;
  const { Why: gWhy, Whh: gWhh, WxhT: gWxhT, bh: gbh, by: gby } = g;
  const dh = new Float64Array(H);
  for (let t = tape.length - 1; t >= 0; t--) {
    if (interrupted()) return false;
    const h = tape.hidden[t];
    const previous = t === 0 ? tape.before : tape.hidden[t - 1];
    const delta = tape.delta[t];

    // ∂E/∂Why += δ hᵀ, ∂E/∂h = Whyᵀ δ + dhnext: one pass over the rows of Why for both.
    dh.set(dhnext);
    for (let k = 0; k < delta.length; k++) {
      const d = delta[k];
      if (biases) gby[k] += d;
      for (let j = 0, at = k * H; j < H; j++, at++) {
        gWhy[at] += d * h[j];
        dh[j] += d * Why[at];
      }
    }

    // ∂E/∂u = (1 − h ⊙ h) ⊙ ∂E/∂h; ∂E/∂Wxh gets it in the column of x, ∂E/∂Whh += ∂E/∂u h₋ᵀ, dhnext = Whhᵀ ∂E/∂u.
    dhnext.fill(0);
    const column = inputs[t] * H;
    for (let i = 0; i < H; i++) {
      const du = (1 - h[i] * h[i]) * dh[i];
      gWxhT[column + i] += du;
      if (biases) gbh[i] += du;
      for (let j = 0, at = i * H; j < H; j++, at++) {
        gWhh[at] += du * previous[j];
        dhnext[j] += du * Whh[at];
      }
    }
  }
  return true;
}
