import { activationNamed } from '../../core/outputs/activations/registry.ts';
import type { LayerMatch } from '../../core/outputs/match.ts';
import { figure, grouped } from '../state/format.ts';

/** One output layer at one z and t. Values are NaN where its loss is not defined. */
export interface UnitRow {
  readonly key: string;
  readonly label: string;
  readonly activation: string;
  readonly loss: string;
  readonly match: LayerMatch;
  /** Of the experiment’s own: nothing is known of how its δ comes about. */
  readonly own: boolean;
  readonly clamp: number | null;
  readonly y: number;
  readonly E: number;
  readonly delta: number;
  readonly norm: number;
}

/** A figure with a real minus sign. */
export const signed = (value: number): string => figure(value).replace(/-/g, '−');

/** How many times: `9.5×`, `69×`, `2 983×`. */
export function times(factor: number): string {
  if (factor >= 1e6) return `${factor.toExponential(1).replace('e+', ' · 10^')}×`;
  return factor >= 9.95 ? `${grouped(factor)}×` : `${factor.toFixed(1)}×`;
}

/** Within a rounding of 1: no difference worth a word. */
const alike = (factor: number) => Math.abs(Math.log(factor)) < 0.025;

/**
 * What the figures mean: each layer that is not matched against the matched one of the same activation, whose δ is y − t.
 * Every sentence follows from the row alone, so that it can stand where the matched layer is not shown.
 * @param V outputs
 */
export function unitWords(rows: readonly UnitRow[], z: number, t: 0 | 1, V: number): string[] {
  const others = rows.filter(({ match }) => match !== 'matched');
  if (rows.length > 0 && others.length === 0)
    return [
      'Every layer shown is matched: δ is y − t, or a constant times it: large where y is wrong, 0 where it is right.',
    ];
  return others.map((row) => sentence(row, z, t, V));
}

const undefinedHere = ({ label }: UnitRow) => `${label} is not defined here.`;

function sentence(row: UnitRow, z: number, t: 0 | 1, V: number): string {
  if (row.own)
    return Number.isNaN(row.delta)
      ? undefinedHere(row)
      : `${row.label}: δ is ${signed(row.delta)} here, where y − t is ${signed(row.y - t)}.`;
  // Of the layers of the registry only linear + cross-entropy is neither matched nor has a slope that stays.
  if (row.match === 'other') return linearCrossEntropy(row, z, t);
  if (Number.isNaN(row.delta)) return undefinedHere(row);
  if (row.y === t) return `δ of ${row.label} is 0 here: y = t.`;
  if (row.delta === 0)
    return `δ of ${row.label} rounds to 0 here, while that of cross-entropy is ${signed(row.y - t)}: nothing comes back from this output.`;
  return activationNamed(row.activation)?.distribution
    ? softmaxQuadratic(row, t, V)
    : sigmoidQuadratic(row, t);
}

/** δ = (y − t) σ′ against δ = y − t. */
function sigmoidQuadratic(row: UnitRow, t: 0 | 1): string {
  const factor = (row.y - t) / row.delta;
  const slope = row.y * (1 - row.y);
  return `δ of ${row.label} is ${times(factor)} smaller here than that of cross-entropy: σ′(z) = ${signed(slope)} multiplies it, and cross-entropy cancels it.`;
}

/** δ_i = y_i [(y_i − t_i) − Σ_j y_j (y_j − t_j)] against δ_i = y_i − t_i. */
function softmaxQuadratic(row: UnitRow, t: 0 | 1, V: number): string {
  const factor = (row.y - t) / row.delta;
  if (factor < 0)
    return `${row.label} has a δ of the other sign here: Σ y(y − t) over all outputs outweighs this one’s own error.`;
  if (alike(factor)) return `δ of ${row.label} is as large as that of cross-entropy here.`;
  if (factor < 1) return `δ of ${row.label} is ${times(1 / factor)} larger here than that of cross-entropy.`;
  const rest = row.delta / row.y;
  const uniform = alike(factor / V) ? ` All y are about 1/V, so that is 1/${grouped(V)} of it.` : '';
  return `δ of ${row.label} is ${times(factor)} smaller here than that of cross-entropy: it is y = ${signed(row.y)} times y − t − Σ y(y − t) = ${signed(rest)}; cross-entropy has y − t.${uniform}`;
}

/** δ = (y − t) / (y(1 − y)) against δ = y − t, with y = z; outside (0, 1) refused, or as at the clamp. */
function linearCrossEntropy(row: UnitRow, z: number, t: 0 | 1): string {
  const [low, high] = row.clamp === null ? [0, 1] : [row.clamp, 1 - row.clamp];
  const outside = row.clamp === null ? z <= low || z >= high : z < low || z > high;
  if (outside && row.clamp === null)
    return `${row.label} is not defined here: y = ${signed(z)} lies outside (0, 1).`;
  if (outside) {
    const wrong = row.delta * (z - t) < 0 ? ', though y is beyond the target and should come back' : '';
    return `${row.label}: y = ${signed(z)} lies outside [${low}, ${high}], so δ stays at ${signed(row.delta)}, its value at the clamp${wrong}.`;
  }
  const factor = row.delta / (z - t);
  if (!(factor > 0)) return undefinedHere(row);
  return `${row.label}: δ is ${times(factor)} larger here, by 1/(y(1 − y)); quadratic has y − t.`;
}
