/** The places a target can be moved to: hundredths of a bit, or of a share. */
export const targetStep = 0.01;

/** A target as near to a value as its steps allow, within the axis. */
export function snapped(value: number, low: number, high: number): number {
  const within = Math.min(high, Math.max(low, value));
  return Number((Math.round(within / targetStep) * targetStep).toFixed(2));
}
