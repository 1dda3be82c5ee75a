import { LabError } from '../errors.ts';
import { Parameters } from '../network/parameters.ts';
import { logits, stepHidden } from '../network/recurrence.ts';
import type { OutputLayer } from '../outputs/output-layer.ts';
import type { Forward } from '../probes/compare-gradients.ts';
import { readForward, type ProbeInput } from '../probes/run-probe.ts';
import { readStretch, type ReadStretch } from '../probes/stretch.ts';
import { weightsOf } from '../probes/weights-of.ts';
import type { DerivationChange } from './derivation.ts';

/** A way forward with numbers that somebody changed. A changed z is the z of the weights and a constant beside it. */
export interface ChangedWay {
  readonly p: Parameters;
  readonly read: ReadStretch;
  readonly forward: Forward;
  /** What is added to z, by (t − 1) · V + output. */
  readonly shifts: ReadonlyMap<number, number>;
  readonly steps: number;
  readonly start: 'carried' | 'zero';
}

const outside = (what: string, value: number, most: number) =>
  new LabError('bad-argument', `${what} is ${value}; it must be a whole number from 0 to ${most}.`);

/** Refuses what is no index below `count`. @throws LabError `bad-argument` */
export function requireIndex(what: string, value: number, count: number): void {
  if (!Number.isInteger(value) || value < 0 || value >= count) throw outside(what, value, count - 1);
}

/** Refuses what is no step of T. @throws LabError `bad-argument` */
export function requireStep(t: number, T: number): void {
  if (!Number.isInteger(t) || t < 1 || t > T)
    throw new LabError(
      'bad-argument',
      `The step t is ${t}; it must be a whole number from 1 to ${T}, the length of the stretch.`,
    );
}

/**
 * Reads a stretch with the changes made.
 * @throws LabError `bad-argument` for a stretch beyond the text, or a change of what is not there
 */
export function changedWay(
  {
    weights: source,
    shape,
    own,
    text,
    stretch,
  }: Pick<ProbeInput, 'weights' | 'shape' | 'own' | 'text' | 'stretch'>,
  changes: readonly DerivationChange[],
): ChangedWay {
  const { vocabulary: V, hidden: H } = shape;
  const given = readStretch(text, stretch);
  const read = { ...given, targets: given.targets.slice() };
  const { weights, steps, start } = weightsOf(source, shape, own);
  const p = new Parameters(shape);
  p.write(weights);
  for (const change of changes) {
    if (change.kind === 'weight') {
      const { parameter, row, column, value } = change;
      const [rows, columns] = { Wxh: [H, V], Whh: [H, H], Why: [V, H] }[parameter];
      requireIndex(`The row of ${parameter}`, row, rows);
      requireIndex(`The column of ${parameter}`, column, columns);
      if (parameter === 'Wxh') p.WxhT[column * H + row] = value;
      else p[parameter][row * columns + column] = value;
    } else {
      requireStep(change.t, read.targets.length);
      requireIndex('The output', change.output, V);
      if (change.kind === 'target') read.targets[change.t - 1] = change.output;
    }
  }
  const forward = readForward(p, read, start);
  const shifts = new Map<number, number>();
  for (const change of changes)
    if (change.kind === 'logit') {
      const at = (change.t - 1) * V + change.output;
      shifts.set(at, (shifts.get(at) ?? 0) + change.value - forward.logits[at]);
      forward.logits[at] = change.value;
    }
  return { p, read, forward, shifts, steps, start: start.kind };
}

/** u of one unit: Wxh x + Whh h₋ + bh. */
export function innerOf(p: Parameters, x: number, previous: Float64Array, unit: number): number {
  const H = previous.length;
  let sum = p.WxhT[x * H + unit] + p.bh[unit];
  for (let j = 0; j < H; j++) sum += p.Whh[unit * H + j] * previous[j];
  return sum;
}

/** What is moved a little, to see how E answers. */
interface Nudge {
  readonly of: 'z' | 'h' | 'u';
  /** From 0. */
  readonly t: number;
  readonly index: number;
  readonly by: number;
}

/**
 * E of the steps from `from` on, at the present weights, as training sums it.
 * @throws LabError `outside-domain` of the output layer
 */
export function energyFrom(
  { p, read, forward, shifts }: ChangedWay,
  layer: OutputLayer,
  from: number,
  nudge: Nudge | null,
): number {
  const { vocabulary: V, hidden: H } = p.shape;
  let previous = from === 0 ? forward.before : forward.hidden.subarray((from - 1) * H, from * H);
  const [z, y, delta] = [new Float64Array(V), new Float64Array(V), new Float64Array(V)];
  let sum = 0;
  for (let t = from; t < read.inputs.length; t++) {
    const h = new Float64Array(H);
    stepHidden(p, read.inputs[t], previous, h);
    const here = nudge?.t === t ? nudge : null;
    if (here?.of === 'u')
      h[here.index] = Math.tanh(innerOf(p, read.inputs[t], previous, here.index) + here.by);
    if (here?.of === 'h') h[here.index] = h[here.index] + here.by;
    logits(p, h, z);
    for (const [at, by] of shifts) if (Math.floor(at / V) === t) z[at % V] = z[at % V] + by;
    if (here?.of === 'z') z[here.index] = z[here.index] + here.by;
    sum += layer.lossAndDelta(z, read.targets[t], y, delta);
    previous = h;
  }
  return sum;
}
