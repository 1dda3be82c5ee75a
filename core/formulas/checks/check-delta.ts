import type { OutputLayer } from '../../outputs/output-layer.ts';
import { jumpOf } from './jump.ts';
import { lossWhereDefined } from '../../outputs/where-defined.ts';
import { randomPoints, specialPoints, unitPoints, type Point } from './points.ts';
import { compareSlope, tolerance } from './slope-check.ts';
import { wrongWay } from './wrong-way.ts';
import { significant } from '../../words/number-format.ts';

/** δ of a layer held against differences of its E, before anything is trained. */
export interface DeltaCheck {
  /** Whether δ is the derivative of E as far as differences can tell. */
  readonly confirmed: boolean;
  /** The largest relative error beyond what rounding of E explains; NaN where nothing could be checked. */
  readonly worst: number;
  /** What a person should know, a sentence each: where δ is wrong or not finite, and where E jumps. */
  readonly problems: readonly string[];
  /** Why the loss leads the wrong way, in a sentence; null where nothing was found. */
  readonly wrongWay: string | null;
}

/** Outputs looked at where nothing is known of a text. */
const usualSizes = [5, 65];
/** Entries of rows that are computed for one V, about; beyond it fewer points are looked at. */
const mostEntries = 1_500_000;
/** Losses that one entry of δ takes. */
const lossesToEntry = 7;

/** @param V outputs of the text; null where there is none */
export const sizesFor = (V: number | null): readonly number[] =>
  V === null ? usualSizes : [...new Set([usualSizes[0], V])];

/**
 * Checks the δ of any layer as that of a formula is checked (see `checkSlope`), in float64: at each of these V, at random
 * logits from ±0.1 to ±30 and at special ones, for several targets, the first and the last among them.
 * @throws LabError what the layer throws, unless its loss is not defined at a point
 */
export function checkDelta(layer: OutputLayer, sizes: readonly number[] = usualSizes): DeltaCheck {
  const found = sizes.map((V) => checkAt(layer, V));
  const worst = found.reduce(
    (most, each) => (each.worst > most || Number.isNaN(most) ? each.worst : most),
    NaN,
  );
  const lossAndDelta = layer.lossAndDelta.bind(layer);
  return {
    confirmed: found.every(({ confirmed }) => confirmed),
    worst,
    problems: [...found.flatMap(({ problem }) => problem ?? []), ...[jumpOf(lossAndDelta) ?? []].flat()],
    // A layer that reads its outputs itself may mean another one than the largest.
    wrongWay: layer.reading === 'own' ? null : wrongWay(lossAndDelta),
  };
}

/** Random logits of several widths, each with the first and the last target, then special ones. */
function pointsOf(V: number): Point[] {
  const last = V - 1;
  const random = [0.1, 1, 3, 10, 30].flatMap((width) =>
    randomPoints(V, 4, width).map((point, k) => ({
      ...point,
      target: [0, last, Math.floor(V / 2), Math.min(last, 1)][k],
    })),
  );
  return [...random, ...unitPoints(V, 4), ...specialPoints(V)];
}

/** Outputs whose δ is checked: all of a few, else the target, the first, the last and some between. */
function outputsOf(V: number, target: number): number[] {
  if (V <= 8) return Array.from({ length: V }, (_, i) => i);
  const between = V <= 1000 ? [1, 2, Math.floor(V / 3), Math.floor((2 * V) / 3), V - 2] : [];
  return [...new Set([target, 0, V - 1, Math.floor(V / 2), ...between])];
}

function checkAt(
  layer: OutputLayer,
  V: number,
): { readonly confirmed: boolean; readonly worst: number; readonly problem: string | null } {
  const [y, delta, spare] = [new Float64Array(V), new Float64Array(V), new Float64Array(V)];
  const lossAt = (z: Float64Array, target: number, to: Float64Array) =>
    lossWhereDefined(() => layer.lossAndDelta(z, target, y, to));
  const all = pointsOf(V);
  const fits = Math.floor(mostEntries / (V * lossesToEntry * outputsOf(V, 0).length));
  const points = all.filter((_, k) => k % Math.ceil(all.length / Math.max(6, fits)) === 0);
  let worst = NaN;
  let place = '';
  let undefinedAt: string | null = null;
  let entries = 0;
  for (const { z, target } of points) {
    const loss = lossAt(z, target, delta);
    if (!Number.isFinite(loss)) continue;
    const strange = delta.findIndex((value) => !Number.isFinite(value));
    const where = (output: number) =>
      `with V = ${V}, output ${output}, target ${target}, logits between ${range(z)}`;
    if (strange >= 0) {
      undefinedAt ??= `E is ${significant(loss)}, but δ is ${delta[strange]}: ${where(strange)}.`;
      continue;
    }
    const size = z.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
    const moved = z.slice();
    for (const i of outputsOf(V, target)) {
      const along = (step: number) => {
        moved[i] = z[i] + step;
        return lossAt(moved, target, spare);
      };
      const { error } = compareSlope(delta[i], loss, along, size);
      moved[i] = z[i];
      if (Number.isNaN(error)) continue;
      entries++;
      if (error <= worst) continue;
      [worst, place] = [error, where(i)];
    }
  }
  const right = worst <= tolerance && entries >= 3 * Math.min(V, 8);
  const problem = right
    ? undefinedAt
    : Number.isNaN(worst)
      ? (undefinedAt ?? `The loss is finite at none of the points that were tried with V = ${V}.`)
      : worst > tolerance
        ? `δ is off by ${significant(worst, 2)} (relative): ${place}.`
        : (undefinedAt ?? `The loss is defined at too few points with V = ${V}.`);
  return { confirmed: right && undefinedAt === null, worst, problem };
}

const range = (z: Float64Array): string =>
  `${significant(z.reduce((low, value) => Math.min(low, value), Infinity))} and ${significant(z.reduce((high, value) => Math.max(high, value), -Infinity))}`;
