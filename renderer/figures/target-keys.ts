import { valueAfterKey } from './slider-keys.ts';

/** The places a target can be moved to: hundredths of a bit, or of a share. */
const targetStep = 0.01;

/** A target as near to a value as its steps allow, within the axis. */
export function snapped(value: number, low: number, high: number): number {
  const within = Math.min(high, Math.max(low, value));
  return Number((Math.round(within / targetStep) * targetStep).toFixed(2));
}

/** The target that a key leads to; null for any other key. */
export function targetAfterKey(
  key: string,
  shift: boolean,
  value: number,
  low: number,
  high: number,
): number | null {
  const slider = { step: targetStep, page: 10 * targetStep, low, high };
  const to = valueAfterKey({ key, shiftKey: shift }, value, slider);
  return to === null ? null : snapped(to, low, high);
}
