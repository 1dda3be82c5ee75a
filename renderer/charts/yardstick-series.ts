import { convergenceSeries, type RunRecord, type YardstickId } from '../../core/contract/data.ts';
import type { ShownArm } from '../state/lab-state.svelte.ts';
import { thin, type Point } from './thin.ts';

export type XAxis = 'step' | 'characters' | 'seconds';

/** What the yardstick chart draws of one arm. */
export interface ArmCurve {
  readonly armId: string;
  readonly label: string;
  readonly dashed: boolean;
  readonly mean: readonly Point[];
  /** Bounds of the 95 % interval; empty for one seed. */
  readonly low: readonly Point[];
  readonly high: readonly Point[];
  /** Where runs diverged: their last evaluation. */
  readonly divergences: readonly Point[];
}

const mostPoints = 1500;

/** Curves of all arms: mean over seeds with its interval, thinned for the screen. On a logarithmic x, step 0 has no place. */
export function armCurves(
  arms: readonly ShownArm[],
  runs: readonly RunRecord[],
  yardstick: YardstickId,
  x: XAxis,
  logarithmic: boolean,
): readonly ArmCurve[] {
  return arms.map(({ arm, label, look }) => {
    const own = runs.filter((run) => run.armId === arm.id);
    const hasPlace = (point: Readonly<Record<XAxis, number>>) => !logarithmic || point[x] > 0;
    const points = convergenceSeries(own, yardstick).filter(hasPlace);
    const line = (y: (point: (typeof points)[number]) => number | null) =>
      thin(
        points.flatMap((point) => {
          const value = y(point);
          return value === null ? [] : [{ x: point[x], y: value }];
        }),
        mostPoints,
      );
    const divergences = own.flatMap((run) => {
      const last = run.status === 'diverged' ? run.evaluations.at(-1) : undefined;
      return last && hasPlace(last) && Number.isFinite(last[yardstick])
        ? [{ x: last[x], y: last[yardstick] }]
        : [];
    });
    return {
      armId: arm.id,
      label,
      dashed: look.dashed,
      mean: line((point) => point.mean),
      low: line((point) => point.low),
      high: line((point) => point.high),
      divergences,
    };
  });
}

/**
 * Top of the axis of bits per character: above log₂ V, so that the course of learning fills the chart whatever an
 * untrained linear output begins with, and above where every arm stands now, so that none is out of sight.
 */
export function bitsCeiling(curves: readonly Pick<ArmCurve, 'mean'>[], uniformEntropy: number): number {
  const present = curves.flatMap(({ mean }) => mean.findLast(({ y }) => Number.isFinite(y))?.y ?? []);
  return 1.15 * Math.max(1, uniformEntropy, ...present);
}

/** One sentence for readers who do not see the chart. */
export function describeCurves(curves: readonly ArmCurve[], yardstick: string, x: XAxis): string {
  const parts = curves.flatMap(({ label, mean }) => {
    const first = mean.at(0);
    const last = mean.at(-1);
    if (!first || !last) return [];
    return [`${label} from ${first.y.toFixed(2)} to ${last.y.toFixed(2)}`];
  });
  return parts.length > 0
    ? `${yardstick} against ${x}: ${parts.join('; ')}.`
    : `${yardstick} against ${x}: nothing measured yet.`;
}
