import { scaleLinear, scaleLog } from 'd3-scale';
import { line } from 'd3-shape';

export interface FlowLayout {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export const flowLayout = (width: number, height = 250): FlowLayout => ({
  width: Math.max(240, width),
  height,
  left: 66,
  right: 14,
  top: 12,
  bottom: 42,
});

export interface FlowScales {
  readonly x: (lag: number) => number;
  readonly y: (norm: number) => number;
  readonly xTicks: readonly number[];
  /** Powers of ten. */
  readonly yTicks: readonly number[];
  readonly low: number;
  readonly high: number;
}

/** Smaller than this beside the largest is rounding: it has no place on the axis. */
const decades = 16;

/**
 * Scales of ‖∂E_τ/∂h_{τ−k}‖ against k: linear and logarithmic. The axis covers the threshold of clipping where it lies
 * within two decades of the values.
 */
export function flowScales(
  series: readonly Float64Array[],
  { width, height, left, right, top, bottom }: FlowLayout,
  threshold: number | null,
): FlowScales {
  const values = series
    .flatMap((each) => Array.from(each))
    .filter((value) => value > 0 && Number.isFinite(value));
  const most = values.length > 0 ? Math.max(...values) : 1;
  const least = values.length > 0 ? Math.max(Math.min(...values), most * 10 ** -decades) : 0.1;
  const near = threshold !== null && threshold < most * 100 && threshold > least / 100;
  const low = 10 ** Math.floor(Math.log10(near ? Math.min(least, threshold) : least) - 1e-9);
  const high = 10 ** Math.ceil(Math.log10(near ? Math.max(most, threshold) : most) + 1e-9);
  const lags = Math.max(1, ...series.map((each) => each.length - 1));
  const x = scaleLinear([0, lags], [left, width - right]);
  const y = scaleLog([low, high], [height - bottom, top]);
  const powers = Math.round(Math.log10(high / low));
  const stride = Math.max(1, Math.ceil(powers / 8));
  return {
    x,
    y,
    xTicks: x.ticks(Math.min(8, lags)).filter(Number.isInteger),
    yTicks: Array.from({ length: Math.floor(powers / stride) + 1 }, (_, i) => low * 10 ** (i * stride)),
    low,
    high,
  };
}

/** Whether there is a place on the axis for the gradient at a lag. */
const drawable = (value: number | undefined, low: number): boolean =>
  value !== undefined && value >= low && Number.isFinite(value);

/** The line of one layer, with a gap where there is no gradient. */
export function flowPath(values: Float64Array, { x, y, low }: FlowScales): string {
  const path = line<number>()
    .defined((k) => drawable(values[k], low))
    .x((k) => x(k))
    .y((k) => y(values[k]!))
    .digits(1);
  return path(values.keys()) ?? '';
}

/** Lags with a gradient whose neighbours have none: a line through one point is not seen. */
export const lonePoints = (values: Float64Array, { low }: FlowScales): number[] =>
  [...values.keys()].filter(
    (k) => drawable(values[k], low) && !drawable(values[k - 1], low) && !drawable(values[k + 1], low),
  );

/**
 * The share of the range of a triangle at each cell, 0 … 1 on a logarithmic scale, NaN where there is none.
 * @param triangle T × T, NaN above the diagonal
 */
export function triangleShares(triangle: Float64Array, low: number, high: number): Float64Array {
  const range = Math.log(high / low);
  return triangle.map((value) =>
    value > 0 ? Math.min(1, Math.max(0, Math.log(value / low) / range)) : value === 0 ? 0 : NaN,
  );
}
