import { activationOf, type ActivationId } from '../../outputs/activations/registry.ts';
import { stepLength, type RowProgram } from '../../outputs/row-program.ts';
import { evaluate } from '../language/evaluate-syntax.ts';
import { randomPoints, specialPoints, unitPoints, type Point } from './points.ts';
import { longProgram, RowMachine } from '../program/row-machine.ts';
import type { Syntax } from '../language/syntax.ts';

/** δ held against differences of E, before anything is trained. */
export interface SlopeCheck {
  /** Whether δ is the derivative of E as far as differences can tell. */
  readonly confirmed: boolean;
  /** The largest relative error |δ − n| / max(|δ|, |n|) beyond what rounding of E explains; NaN where nothing could be checked. */
  readonly worst: number;
  /** Entries of δ that were checked, and among them those at a kink, where any slope between both sides is right. */
  readonly entries: number;
  readonly kinks: number;
  /** Points at which the loss is not defined. */
  readonly outside: number;
  /** The largest difference between E as it is computed and as it was typed, relative to max(1, |E|). */
  readonly simplification: number;
  /** Where the worst entry is; null where nothing was checked. */
  readonly at: {
    readonly kind: Point['kind'];
    readonly z: number[];
    readonly target: number;
    readonly output: number;
  } | null;
}

/** Relative errors up to here count as confirmed. */
export const tolerance = 1e-6;
/** Errors this small are not looked into further. */
const good = 1e-9;

/**
 * Centred differences of E at random and special points (all zeros, all ±30, one logit alone far out, mixed), in float64,
 * with several steps, of which the best counts: a kink near a point spoils the wide ones, rounding the narrow ones.
 */
export function checkSlope(
  program: RowProgram,
  syntax: Syntax,
  activation: ActivationId,
  parameters: ReadonlyMap<string, number>,
): SlopeCheck {
  const steps = program.steps.length / stepLength;
  // A long formula is checked at fewer points and outputs, so that an answer comes while somebody types.
  const share = Math.min(1, 60 / steps);
  const V = steps > longProgram ? 3 : 5;
  const machine = new RowMachine(program, V);
  const y = new Float64Array(V);
  const delta = new Float64Array(V);
  const spare = new Float64Array(V);
  const lossAt = (z: Float64Array, target: number) => machine.run(z, target, spare, spare);
  let worst = NaN;
  let at: SlopeCheck['at'] = null;
  let entries = 0;
  let kinks = 0;
  let outside = 0;
  let simplification = 0;
  for (const { z, target, kind } of [
    ...randomPoints(V, Math.ceil(24 * share), 3),
    ...unitPoints(V, Math.ceil(8 * share)),
    ...specialPoints(V).slice(0, steps > 4 * longProgram ? 3 : undefined),
  ]) {
    const loss = machine.run(z, target, y, delta);
    if (!Number.isFinite(loss) || !delta.every(Number.isFinite)) {
      outside++;
      continue;
    }
    if (kind === 'random' || kind === 'zeros') {
      activationOf(activation).forward(z, spare);
      const typed = evaluate(syntax, { y: spare.slice(), z, target, parameters }).loss;
      simplification = Math.max(simplification, Math.abs(typed - loss) / Math.max(1, Math.abs(loss)));
    }
    // E is made of numbers of this size, whatever it comes to in the end.
    const size = z.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
    for (let i = 0; i < V; i++) {
      const moved = z.slice();
      const along = (step: number) => {
        moved[i] = z[i] + step;
        return lossAt(moved, target);
      };
      const { error, kink } = compareSlope(delta[i], loss, along, size);
      if (Number.isNaN(error)) continue;
      entries++;
      if (kink) kinks++;
      if (!(error <= worst)) {
        worst = error;
        at = { kind, z: [...z], target, output: i };
      }
    }
  }
  const confirmed = worst <= tolerance && simplification <= good && entries >= 3 * V;
  return { confirmed, worst, entries, kinks, outside, simplification, at };
}

export interface Compared {
  /** NaN where E is not defined to both sides. */
  readonly error: number;
  readonly kink: boolean;
}

/**
 * How far δ is from differences of E along one logit.
 * @param loss E at the point
 * @param along E a step from it along the logit
 * @param size of the numbers that E is made of
 */
export function compareSlope(
  delta: number,
  loss: number,
  along: (step: number) => number,
  size: number,
): Compared {
  let error = NaN;
  for (const { h, wide } of [
    { h: 1e-3, wide: true },
    { h: 1e-5, wide: false },
    { h: 1e-6, wide: false },
  ]) {
    const above = along(h);
    const below = along(-h);
    let measured = (above - below) / (2 * h);
    // (8 (E₁ − E₋₁) − (E₂ − E₋₂)) / 12h leaves an error of h⁴.
    if (wide) measured = (4 * measured - (along(2 * h) - along(-2 * h)) / (4 * h)) / 3;
    if (!Number.isFinite(measured)) continue;
    const noise = (16 * Number.EPSILON * Math.max(Math.abs(above), Math.abs(below), size)) / h;
    const beyond = Math.max(0, Math.abs(measured - delta) - noise);
    const found = beyond === 0 ? 0 : beyond / Math.max(Math.abs(delta), Math.abs(measured));
    if (!(found >= error)) error = found;
    if (error <= good) return { error, kink: false };
  }
  if (error <= tolerance || Number.isNaN(error)) return { error, kink: false };
  const h = 1e-6;
  const left = (loss - along(-h)) / h;
  const right = (along(h) - loss) / h;
  const scale = Math.max(Math.abs(left), Math.abs(right));
  const slack = 1e-4 * scale;
  const kink = Math.abs(left - right) > slack;
  const between = delta >= Math.min(left, right) - slack && delta <= Math.max(left, right) + slack;
  return kink && between ? { error: 0, kink } : { error, kink: false };
}
