import { Parameters } from '../network/parameters.ts';
import { backward, logits, type Tape } from '../network/recurrence.ts';
import { activationOf } from '../outputs/activations/registry.ts';
import type { OutputLayer } from '../outputs/output-layer.ts';
import type { FaultId } from './faults.ts';

/** What back-propagation goes back over: the tape of a forward pass, with what it read. */
interface WayBack {
  readonly layer: OutputLayer;
  readonly tape: Tape;
  readonly inputs: Uint32Array;
}

/**
 * ∂E/∂W by back-propagation, right, or with a known mistake in it.
 * @returns the gradients, in the layout of `Parameters`
 */
export function gradientWith(
  fault: FaultId | null,
  p: Parameters,
  way: WayBack,
  targets: Uint32Array,
): Parameters {
  const g = new Parameters(p.shape);
  if (fault === 'forget-tanh' || fault === 'wrong-transpose') wrongThroughTime(fault, p, way, g);
  else {
    const tape = { ...way.tape, delta: deltaWith(fault, p, way, targets) };
    backward(p, way.inputs, tape, g, new Float64Array(p.shape.hidden), () => false);
  }
  return g;
}

function deltaWith(
  fault: 'drop-slope' | 'target-off-by-one' | null,
  p: Parameters,
  way: WayBack,
  targets: Uint32Array,
): Tape['delta'] {
  if (fault === null) return way.tape.delta;
  return fault === 'drop-slope' ? slopeless(way, targets) : presentAsTarget(p, way);
}

/** δ := ∂E/∂y. The slope of a linear output is 1: there is nothing to drop. */
function slopeless({ layer, tape }: WayBack, targets: Uint32Array): readonly Float64Array[] {
  const activation = activationOf(layer.activation);
  if (activation.identity) return tape.delta;
  return tape.outputs.map((y, t) => {
    const gradient = new Float64Array(y.length);
    if (layer.outputGradient) layer.outputGradient(y, targets[t], gradient);
    // Of a typed loss δ is known as a whole: its slope is divided out.
    else for (let i = 0; i < y.length; i++) gradient[i] = tape.delta[t][i] / activation.slope(y[i]);
    return gradient;
  });
}

/** δ of the right form against the wrong character: the one that was just read. */
function presentAsTarget(p: Parameters, { layer, tape, inputs }: WayBack): Float64Array[] {
  const z = new Float64Array(p.shape.vocabulary);
  const y = new Float64Array(z.length);
  return tape.hidden.map((h, t) => {
    const delta = new Float64Array(z.length);
    logits(p, h, z);
    layer.lossAndDelta(z, inputs[t], y, delta);
    return delta;
  });
}

/** Back-propagation through time with one of its factors wrong; beside the right one in network/recurrence.ts. */
function wrongThroughTime(
  fault: 'forget-tanh' | 'wrong-transpose',
  p: Parameters,
  { tape, inputs }: WayBack,
  g: Parameters,
): void {
  const { hidden: H, biases } = p.shape;
  const dhnext = new Float64Array(H);
  for (let t = tape.length - 1; t >= 0; t--) {
    const h = tape.hidden[t];
    const previous = t === 0 ? tape.before : tape.hidden[t - 1];
    const dh = dhnext.slice();
    tape.delta[t].forEach((d, k) => {
      if (biases) g.by[k] += d;
      for (let j = 0, at = k * H; j < H; j++, at++) {
        g.Why[at] += d * h[j];
        dh[j] += d * p.Why[at];
      }
    });
    dhnext.fill(0);
    const du = dh.map((d, i) => (fault === 'forget-tanh' ? d : (1 - h[i] * h[i]) * d));
    for (let i = 0; i < H; i++) {
      g.WxhT[inputs[t] * H + i] += du[i];
      if (biases) g.bh[i] += du[i];
      for (let j = 0; j < H; j++) {
        g.Whh[i * H + j] += du[i] * previous[j];
        if (fault === 'wrong-transpose') dhnext[i] += p.Whh[i * H + j] * du[j];
        else dhnext[j] += du[i] * p.Whh[i * H + j];
      }
    }
  }
}
