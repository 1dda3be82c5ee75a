import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import type { DomainProblem } from '../../../core/formulas/domain-problems.ts';
import type { FormulaCurve } from '../../../core/probes/formula-look.ts';

/** Pixels of a small picture of δ against z. */
export const formulaLayout = { width: 300, height: 170, left: 38, right: 290, top: 10, bottom: 132 } as const;

/** The largest |δ| in sight: most of what the curves reach, but no pole. */
export function reachOf(curves: readonly FormulaCurve[]): number {
  const sizes = curves
    .flatMap(({ delta }) => Array.from(delta, Math.abs))
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const most = sizes[Math.floor(0.95 * (sizes.length - 1))] ?? 1;
  return Math.min(100, Math.max(0.2, 1.15 * most));
}

export function formulaScales(z: Float64Array, reach: number) {
  const { left, right, top, bottom } = formulaLayout;
  return {
    x: scaleLinear([z[0], z[z.length - 1]], [left, right]),
    y: scaleLinear([-reach, reach], [bottom, top]),
  };
}

/** A stretch of z on which the loss is not defined, in pixels. */
export interface Band {
  readonly from: number;
  readonly to: number;
}

/** Where the loss has a problem, as far as it lies in the picture; a single point is as wide as a line. */
export function bandsOf(
  problems: readonly DomainProblem[],
  output: DomainProblem['output'],
  x: (z: number) => number,
): Band[] {
  const { left, right } = formulaLayout;
  return problems
    .filter((problem) => problem.output === output)
    .map(({ from, to }) => ({ from: Math.max(left, x(from) - 1), to: Math.min(right, x(to) + 1) }))
    .filter(({ from, to }) => to > from);
}

/** Path of one curve, with a gap where the loss is not defined; what lies beyond the picture is cut off by a clip path. */
export function deltaPath(
  z: Float64Array,
  delta: Float64Array,
  { x, y }: ReturnType<typeof formulaScales>,
): string {
  const path = line<number>()
    .defined((value) => Number.isFinite(value))
    .x((_, i) => x(z[i]))
    .y((value) => y(value))
    .digits(2);
  return path(delta) ?? '';
}
