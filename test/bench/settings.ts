/** Sizes of a measured network; S is min-char-rnn's own. */
export interface Setting {
  readonly name: string;
  readonly vocabulary: number;
  readonly hidden: number;
  readonly length: number;
  readonly batch: number;
}

export const settings: readonly Setting[] = [
  { name: 'S', vocabulary: 65, hidden: 100, length: 25, batch: 1 },
  { name: 'M', vocabulary: 65, hidden: 256, length: 50, batch: 16 },
  { name: 'L', vocabulary: 65, hidden: 512, length: 50, batch: 32 },
  { name: 'CJK', vocabulary: 4000, hidden: 256, length: 25, batch: 8 },
];

/** Useful work of one character of training: 6H² + 6HV floating-point operations. */
export const operationsPerCharacter = ({ hidden: H, vocabulary: V }: Setting): number => 6 * H * (H + V);

/** The value in the middle of several. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
