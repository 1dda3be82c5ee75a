import type { Point } from '../../core/figures/thin.ts';
import type { ArmCurve } from './yardstick-series.ts';

/** Where a readout stands, and the point of each line there; null for a line that has nothing there. */
export interface Readout {
  readonly x: number;
  readonly points: readonly (number | null)[];
}

/**
 * The place of a readout is that of one drawn point, the nearest to the pointer of all lines, and every line tells what
 * it has at that place and no other: nothing before its first and after its last point, nor in a gap. Lines that are
 * thinned each by itself tell of their nearest point.
 * @param distance of a place from the pointer; NaN for a place that the axis does not have
 */
export function readoutAt(
  lines: readonly (readonly Point[])[],
  distance: (x: number) => number,
): Readout | null {
  let [x, least] = [NaN, Infinity];
  for (const line of lines)
    for (const point of line) {
      if (!Number.isFinite(point.y)) continue;
      const away = distance(point.x);
      if (away < least) [x, least] = [point.x, away];
    }
  return least < Infinity ? { x, points: lines.map((line) => pointAt(line, x)) } : null;
}

function pointAt(line: readonly Point[], x: number): number | null {
  const first = line.findIndex(({ y }) => Number.isFinite(y));
  const last = line.findLastIndex(({ y }) => Number.isFinite(y));
  if (first < 0 || x < line[first]!.x || x > line[last]!.x) return null;
  let nearest = first;
  for (let i = first; i <= last; i++)
    if (Math.abs(line[i]!.x - x) < Math.abs(line[nearest]!.x - x)) nearest = i;
  return Number.isFinite(line[nearest]!.y) ? nearest : null;
}

/** Which runs of an arm had diverged before a place, in words; empty for none. */
export function lostWords({ lost = [], runs = 1 }: Pick<ArmCurve, 'lost' | 'runs'>, x = Infinity): string {
  const steps = lost.filter(({ after }) => after < x).map(({ step }) => step);
  if (steps.length === 0) return '';
  const [low, high] = [Math.min(...steps), Math.max(...steps)];
  const who = steps.length < runs ? `${steps.length} of ${runs} seeds diverged` : 'diverged';
  return `${who} at ${low === high ? `step ${low}` : `steps ${low} to ${high}`}`;
}
