import { Parameters } from '../network/parameters.ts';
import { forward, newTape } from '../network/recurrence.ts';
import type { ParameterName } from '../network/weights.ts';
import { centredDifference, differenceError } from './centred-difference.ts';
import { gradientCheckThresholds } from './check-thresholds.ts';
import { Energy } from './energy.ts';
import type { FaultId } from './faults.ts';
import { gradientWith } from './faulty-gradient.ts';
import type { GradientCase } from './gradient-case.ts';

/** One entry of a gradient, by back-propagation and by differences of E. */
export interface CheckedEntry {
  readonly parameter: ParameterName;
  readonly row: number;
  /** 0 for a bias. */
  readonly column: number;
  readonly analytic: number;
  readonly numeric: number;
  /** |a − n| / max(|a|, |n|, floor); the floor keeps rounding of E from counting as an error. */
  readonly error: number;
}

export interface GradientCheckResult {
  /** The worst entry of each parameter matrix, in their usual order. */
  readonly worst: readonly CheckedEntry[];
  /** Every entry looked at, matrix by matrix. */
  readonly entries: readonly CheckedEntry[];
  /** Entries looked at. */
  readonly checked: number;
  /** The largest error of all. */
  readonly error: number;
  readonly verdict: 'good' | 'doubtful' | 'wrong';
}

/**
 * Compares ∂E/∂W of one sequence with centred differences of E in float64.
 * @param entries how many entries of each matrix to look at: half of them the largest, half spread evenly
 * @param fault a known mistake to put into the gradient by back-propagation, to see it caught
 * @throws LabError `outside-domain` when E is not defined at the weights or close to them
 */
export function checkGradients(
  { layer, shape, weights, h0, inputs, targets }: Omit<GradientCase, 'given'>,
  entries: number,
  fault: FaultId | null = null,
): GradientCheckResult {
  const { vocabulary: V, hidden: H } = shape;
  const p = new Parameters(shape);
  p.write(weights);
  const tape = newTape(inputs.length, H, V);
  tape.before.set(h0);
  forward(p, layer, inputs, targets, tape, new Float64Array(V), () => false);
  const energy = new Energy(p, layer, { h0, inputs, targets });
  const gradients = new Map(gradientWith(fault, p, { layer, tape, inputs }, targets).views());
  const worst: CheckedEntry[] = [];
  const all: CheckedEntry[] = [];
  for (const [parameter, view] of p.views()) {
    const analytic = gradients.get(parameter) ?? new Float64Array(view.length);
    energy.whole();
    let worstHere: CheckedEntry | null = null;
    for (const at of chosenEntries(analytic, entries)) {
      const a = analytic[at];
      const { row, column } = place(parameter, at, H);
      const atOutput = parameter === 'Why' || parameter === 'by';
      const w = view[at];
      const found = centredDifference(w, (value) => {
        view[at] = value;
        return atOutput ? energy.withOutput(row) : energy.whole();
      });
      view[at] = w;
      const { numeric } = found;
      const error = differenceError(a, found, V);
      const entry = { parameter, row, column, analytic: a, numeric, error };
      all.push(entry);
      // `!(… <= …)`: a NaN is the worst there is.
      if (!worstHere || !(error <= worstHere.error)) worstHere = entry;
      if (Number.isNaN(error)) break;
    }
    if (worstHere) worst.push(worstHere);
  }
  const error = Math.max(...worst.map((each) => each.error));
  const { good, wrong } = gradientCheckThresholds;
  const checked = all.length;
  return {
    worst,
    entries: all,
    checked,
    error,
    verdict: error <= good ? 'good' : error <= wrong ? 'doubtful' : 'wrong',
  };
}

/** `count` indices: the largest gradients and an even spread, each once. */
function chosenEntries(gradient: Float64Array, count: number): Set<number> {
  const size = gradient.length;
  if (count >= size) return new Set(gradient.keys());
  const chosen = new Set(largestEntries(gradient, Math.floor(count / 2)));
  const spread = count - chosen.size;
  for (let k = 0; k < spread; k++) chosen.add(Math.floor(((k + 0.5) * size) / spread));
  return chosen;
}

/** Indices of the `count` largest |g|, the first of equals; one pass, for a matrix may have a million entries. */
function largestEntries(gradient: Float64Array, count: number): number[] {
  const found: number[] = [];
  for (let i = 0; i < gradient.length; i++) {
    const size = Math.abs(gradient[i]);
    let at = found.length;
    while (at > 0 && Math.abs(gradient[found[at - 1]]) < size) at--;
    if (at >= count) continue;
    found.splice(at, 0, i);
    if (found.length > count) found.pop();
  }
  return found;
}

/** Wxh is kept transposed. */
function place(parameter: ParameterName, at: number, H: number): { row: number; column: number } {
  if (parameter === 'bh' || parameter === 'by') return { row: at, column: 0 };
  const outer = Math.floor(at / H);
  const inner = at % H;
  return parameter === 'Wxh' ? { row: inner, column: outer } : { row: outer, column: inner };
}
