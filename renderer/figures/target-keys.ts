/** The places a target can be moved to: hundredths of a bit, or of a share. */
export const targetStep = 0.01;

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
  const by = shift ? 10 * targetStep : targetStep;
  switch (key) {
    case 'ArrowUp':
    case 'ArrowRight':
      return snapped(value + by, low, high);
    case 'ArrowDown':
    case 'ArrowLeft':
      return snapped(value - by, low, high);
    case 'PageUp':
      return snapped(value + 10 * targetStep, low, high);
    case 'PageDown':
      return snapped(value - 10 * targetStep, low, high);
    case 'Home':
      return snapped(low, low, high);
    case 'End':
      return snapped(high, low, high);
    default:
      return null;
  }
}
