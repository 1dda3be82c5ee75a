import type { Axis } from '../../core/figures/drawing/scales.ts';
import { moved, zoomed } from './axis-range.ts';

export interface Axes {
  readonly x: Axis;
  readonly y: Axis;
}

/** How much nearer one key press or one notch of a wheel comes. */
export const notch = 0.8;
const step = 0.1;

type Change = (axis: Axis) => Axis;
const nearer: Change = (axis) => zoomed(axis, notch, 0.5);
const farther: Change = (axis) => zoomed(axis, 1 / notch, 0.5);
const by =
  (share: number): Change =>
  (axis) =>
    moved(axis, share);
const same: Change = (axis) => axis;

/** What becomes of both axes. */
const changes: Readonly<Record<string, readonly [x: Change, y: Change]>> = {
  '+': [nearer, nearer],
  '=': [nearer, nearer],
  '-': [farther, farther],
  _: [farther, farther],
  'Shift ArrowRight': [nearer, same],
  'Shift ArrowLeft': [farther, same],
  'Shift ArrowUp': [same, nearer],
  'Shift ArrowDown': [same, farther],
  ArrowLeft: [by(-step), same],
  ArrowRight: [by(step), same],
  ArrowUp: [same, by(step)],
  ArrowDown: [same, by(-step)],
};

/** What a key does to a chart: other axes, all of them again, or nothing (null) for a key of no meaning here. */
export function axesAfterKey(
  { key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>,
  { x, y }: Axes,
): Axes | 'all' | null {
  if (key === '0' || key === 'Escape') return 'all';
  const change = changes[shiftKey && key.startsWith('Arrow') ? `Shift ${key}` : key];
  return change ? { x: change[0](x), y: change[1](y) } : null;
}
