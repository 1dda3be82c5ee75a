import { placesOn, type Axis } from '../../core/figures/drawing/scales.ts';
import type { Stretch } from '../../core/figures/drawing/in-sight.ts';

/** The stretch between two shares of what an axis shows, 0 at its low end and 1 at its high one. */
function between(axis: Axis, from: number, to: number): Axis {
  const places = placesOn(axis, [0, 1]);
  return { ...axis, domain: [places.from(from), places.from(to)] };
}

/** The axis stretched about a share of it that keeps its place; a factor below 1 comes nearer. */
export const zoomed = (axis: Axis, factor: number, at: number): Axis =>
  between(axis, at - at * factor, at + (1 - at) * factor);

/** The axis moved by a share of its length, towards larger values. */
export const moved = (axis: Axis, by: number): Axis => between(axis, by, 1 + by);

/** Nearer than this share of all there is, figures on the axis would all be the same. */
const least = 1e-7;

/**
 * A wanted stretch, moved into what there is without changing its length as far as it fits.
 * @returns null when it is all there is, so that the axis may follow as more comes
 */
export function withinAll({ scale, domain }: Axis, all: Stretch): Stretch | null {
  const whole = { scale, domain: all };
  let [low, high] = domain.map(placesOn(whole, [0, 1]).at);
  if (!Number.isFinite(low) || !Number.isFinite(high) || high - low >= 1 - 1e-9) return null;
  if (high - low < least) {
    const middle = (low + high) / 2;
    [low, high] = [middle - least / 2, middle + least / 2];
  }
  const shift = low < 0 ? -low : high > 1 ? 1 - high : 0;
  return between(whole, low + shift, high + shift).domain;
}
