import { LabError } from '../errors.ts';
import { randomPoints, specialPoints } from '../formulas/points.ts';
import { compareSlope, tolerance } from '../formulas/slope-check.ts';
import type { OutputLayer } from '../outputs/output-layer.ts';

/** δ of a layer held against differences of its E, before anything is trained. */
export interface DeltaCheck {
  /** Whether δ is the derivative of E as far as differences can tell. */
  readonly confirmed: boolean;
  /** The largest relative error beyond what rounding of E explains; NaN where nothing could be checked. */
  readonly worst: number;
}

const V = 5;

/**
 * Checks the δ of any layer as that of a formula is checked: at random and special points, in float64 (see `checkSlope`).
 * @throws LabError what the layer throws, unless its loss is not defined at a point
 */
export function checkDelta(layer: OutputLayer): DeltaCheck {
  const [y, delta, spare] = [new Float64Array(V), new Float64Array(V), new Float64Array(V)];
  let worst = NaN;
  let entries = 0;
  for (const { z, target } of [...randomPoints(V, 24, 3), ...specialPoints(V)]) {
    const loss = lossAt(layer, z, target, y, delta);
    if (!Number.isFinite(loss) || !delta.every(Number.isFinite)) continue;
    const size = z.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
    const moved = z.slice();
    for (let i = 0; i < V; i++) {
      const along = (step: number) => {
        moved[i] = z[i] + step;
        return lossAt(layer, moved, target, y, spare);
      };
      const { error } = compareSlope(delta[i], loss, along, size);
      moved[i] = z[i];
      if (Number.isNaN(error)) continue;
      entries++;
      if (!(error <= worst)) worst = error;
    }
  }
  return { confirmed: worst <= tolerance && entries >= 3 * V, worst };
}

/** E, NaN where it is not defined. */
function lossAt(
  layer: OutputLayer,
  z: Float64Array,
  target: number,
  y: Float64Array,
  delta: Float64Array,
): number {
  try {
    return layer.lossAndDelta(z, target, y, delta);
  } catch (error) {
    if (error instanceof LabError && error.code === 'outside-domain') return NaN;
    throw error;
  }
}
