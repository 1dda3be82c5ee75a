import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import type { Histogram } from '../../core/network/histogram.ts';

/** Largest |δ| in sight: room for the ±1 of a matched layer; what goes beyond runs out of the picture. */
export const deltaReach = 1.6;

/** Pixels of δ against z: the curves on top, the bars of the model's own logits below, one z axis for both. */
export interface UnitLayout {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  /** Lower edge of the curves. */
  readonly bottom: number;
  readonly barsTop: number;
  readonly barsBottom: number;
}

const least = { width: 200, height: 220 };
/** Room for the figures and the title of the z axis. */
const axisHeight = 42;
const gap = 10;

/** Where everything stands in a picture of a size. */
export function unitLayout(givenWidth: number, givenHeight: number): UnitLayout {
  const width = Math.max(least.width, givenWidth);
  const height = Math.max(least.height, givenHeight);
  const barsBottom = height - axisHeight;
  const barsTop = barsBottom - Math.max(36, Math.min(60, 0.18 * height));
  return { width, height, left: 40, right: width - 14, top: 8, bottom: barsTop - gap, barsTop, barsBottom };
}

export function unitScales({ left, right, top, bottom }: UnitLayout, low: number, high: number) {
  return {
    x: scaleLinear([low, high], [left, right]),
    y: scaleLinear([-deltaReach, deltaReach], [bottom, top]),
  };
}

export type UnitScales = ReturnType<typeof unitScales>;

/**
 * Path of one curve. It is not bent to stay inside the picture: what lies beyond is cut off by a clip path. Where the
 * loss is not defined there is a gap.
 */
export function deltaPath(z: Float64Array, delta: Float64Array, { x, y }: UnitScales): string {
  const path = line<number>()
    .defined((value) => Number.isFinite(value))
    .x((_, i) => x(z[i]!))
    .y((value) => y(value))
    .digits(2);
  return path(delta as unknown as number[]) ?? '';
}

/** Where a value stands against the part of the δ axis that is in sight. */
export function placeOf(delta: number): 'inside' | 'above' | 'below' | 'nowhere' {
  if (!Number.isFinite(delta)) return 'nowhere';
  return delta > deltaReach ? 'above' : delta < -deltaReach ? 'below' : 'inside';
}

/** The z under a pointer, to one place behind the point. */
export function zAt(px: number, { x }: UnitScales): number {
  const [low, high] = x.domain() as [number, number];
  return Math.round(Math.min(high, Math.max(low, x.invert(px))) * 10) / 10 || 0;
}

/** A bin of logits as it is drawn. */
export interface LogitBar {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** 0 … 1 of the tallest bar, on a log scale: one logit far out is seen beside thousands near 0. */
  readonly height: number;
}

export interface LogitBars {
  readonly bars: readonly LogitBar[];
  /** Logits outside the axis, piled up at its ends. */
  readonly below: LogitBar;
  readonly above: LogitBar;
  readonly total: number;
}

/** Counts of logits on a z axis from `low` to `high`. A bin that the end of the axis cuts counts where its middle lies. */
export function logitBars(histogram: Histogram, low: number, high: number): LogitBars {
  const { counts } = histogram;
  const width = (histogram.high - histogram.low) / counts.length;
  const inside: Omit<LogitBar, 'height'>[] = [];
  let [below, above, total] = [0, 0, 0];
  counts.forEach((count, i) => {
    const from = histogram.low + i * width;
    const middle = from + width / 2;
    total += count;
    if (middle < low) below += count;
    else if (middle > high) above += count;
    else inside.push({ from: Math.max(low, from), to: Math.min(high, from + width), count });
  });
  const tallest = Math.log1p(Math.max(below, above, ...inside.map(({ count }) => count)));
  const tall = (count: number) => (tallest > 0 ? Math.log1p(count) / tallest : 0);
  return {
    bars: inside.map((bar) => ({ ...bar, height: tall(bar.count) })),
    below: { from: -Infinity, to: low, count: below, height: tall(below) },
    above: { from: high, to: Infinity, count: above, height: tall(above) },
    total,
  };
}

/** What a key does to z on a slider; null for keys that do nothing. */
export function zAfterKey(
  key: string,
  shift: boolean,
  z: number,
  { low, high, step }: { readonly low: number; readonly high: number; readonly step: number },
): number | null {
  const by = shift ? 1 : step;
  const to = {
    ArrowRight: z + by,
    ArrowUp: z + by,
    ArrowLeft: z - by,
    ArrowDown: z - by,
    PageUp: z + 1,
    PageDown: z - 1,
    Home: low,
    End: high,
  }[key];
  // From whole numbers, so that many small steps do not add up rounding.
  return to === undefined ? null : Math.min(high, Math.max(low, Math.round(to * 1000) / 1000)) || 0;
}
