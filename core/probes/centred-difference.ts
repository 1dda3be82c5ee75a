import { gradientCheckThresholds } from './check-thresholds.ts';

/** A derivative by differences, with the size of E and the step h, which tell how far E's rounding reaches. */
interface CentredDifference {
  readonly numeric: number;
  readonly size: number;
  readonly step: number;
}

/** Units of rounding of E: some for the differences, and about √V for the sum over the outputs. */
const sumRounding = (V: number): number => 8 + 2 * Math.sqrt(V);

const steps = [1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7];

/**
 * ∂E/∂w by centred differences D(h) = (E(w + h) − E(w − h)) / 2h, with the term in h² taken out: (4 D(h/2) − D(h)) / 3.
 * One step does not suit all: rounding, ε E/h, drowns small entries at h = 10⁻⁵, and a loss that is nearly singular
 * (linear + cross-entropy at its clamp) bends within 10⁻³. So several are tried, and the one is taken that changes
 * least when its step is made smaller; the analytic gradient has no say in it.
 * @param energy E at a value of w
 */
export function centredDifference(w: number, energy: (value: number) => number): CentredDifference {
  let size = 0;
  const difference = (h: number) => {
    const above = energy(w + h);
    const below = energy(w - h);
    size = Math.max(Math.abs(above), Math.abs(below));
    return (above - below) / (2 * h);
  };
  let best = { numeric: NaN, size: 0, step: 1 };
  let change = Infinity;
  let previous = NaN;
  for (const h of steps) {
    const numeric = (4 * difference(h / 2) - difference(h)) / 3;
    const now = Math.abs(numeric - previous);
    if (now <= change) {
      change = now;
      best = { numeric, size, step: h };
    }
    previous = numeric;
  }
  return best;
}

/** |a − n| / max(|a|, |n|, floor); the floor keeps rounding of E from counting as an error. */
export function differenceError(
  analytic: number,
  { numeric, size, step }: CentredDifference,
  V: number,
): number {
  if (analytic === numeric) return 0;
  const floor = (sumRounding(V) * Number.EPSILON * size) / step / gradientCheckThresholds.good;
  return Math.abs(analytic - numeric) / Math.max(Math.abs(analytic), Math.abs(numeric), floor);
}
