import type { LayerMatch } from '../outputs/match.ts';
import { fixed, grouped, significant } from '../words/number-format.ts';
import { inEnglish, type Say } from '../words/said/say.ts';

/** One output layer at one z and t. Values are NaN where its loss is not defined. */
export interface UnitRow {
  readonly label: string;
  readonly match: LayerMatch;
  /** δ as a formula, as the layer says it. */
  readonly formula: string;
  readonly clamp: number | null;
  readonly y: number;
  readonly delta: number;
}

/** A formula longer than this is no part of a sentence. */
const longestFormula = 80;

/** A logit that was chosen, as every heading and table of its values names it. */
export const zWords = (z: number): string => fixed(z, 2);

/** How many times: `9.5×`, `69×`, `2 983×`. */
export function times(factor: number): string {
  if (factor >= 1e6) return `${significant(factor, 2)}×`;
  return factor >= 9.95 ? `${grouped(factor)}×` : `${fixed(factor, 1)}×`;
}

/** Within a rounding of 1: no difference worth a word. */
const alike = (factor: number) => Math.abs(Math.log(factor)) < 0.025;

/**
 * What the figures mean: δ of each layer that is not matched against y − t, which a matched one has. Every sentence follows
 * from the row alone, so that it can stand where the matched layer is not shown, and says of the layer what it says itself.
 * @param V outputs
 */
export function unitWords(rows: readonly UnitRow[], t: 0 | 1, V: number, say: Say = inEnglish): string[] {
  const others = rows.filter(({ match }) => match !== 'matched');
  if (rows.length > 0 && others.length === 0)
    return [
      say`Every layer shown is matched: δ is y − t, or a constant times it: large where y is wrong, 0 where it is right.`,
    ];
  return others.map((row) => sentence(row, t, V, say));
}

function sentence({ label, formula, clamp, y, delta }: UnitRow, t: 0 | 1, V: number, say: Say): string {
  const says = formula.length <= longestFormula ? say`: ${formula}` : '';
  if (Number.isNaN(delta)) return say`${label} is not defined here${says}.`;
  const error = y - t;
  if (clamp !== null && (y < clamp || y > 1 - clamp)) {
    const wrong = delta * error < 0 ? say`, though y is beyond the target and should come back` : '';
    return say`${label}: y = ${significant(y)} lies outside [${significant(clamp)}, ${significant(1 - clamp, 15)}], so δ stays at ${significant(delta)}, its value at the clamp${wrong}.`;
  }
  if (error === 0 && delta === 0) return say`δ of ${label} is 0 here: y = t.`;
  if (delta === 0)
    return say`δ of ${label} rounds to 0 here, where y − t is ${significant(error)}: nothing comes back from this output.`;
  const factor = error / delta;
  if (!(Math.abs(factor) > 0 && Number.isFinite(factor)))
    return say`δ of ${label} is ${significant(delta)} here, where y − t is ${significant(error)}${says}.`;
  if (factor < 0) return say`δ of ${label} has the other sign than y − t here${says}.`;
  if (alike(factor)) return say`δ of ${label} is as large as y − t here.`;
  const compared = factor < 1 ? say`${times(1 / factor)} larger` : say`${times(factor)} smaller`;
  const uniform =
    alike(y * V) && alike(factor / V) ? say`All y are about 1/V, so that is 1/${grouped(V)} of it.` : '';
  return say.sentences([say`δ of ${label} is ${compared} here than y − t${says}.`, uniform]);
}
