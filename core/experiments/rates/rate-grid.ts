import { LabError } from '../../errors.ts';

/** A grid of learning rates with equal distances of their logarithms, the same for every output layer. */
export interface RateGrid {
  readonly low: number;
  readonly high: number;
  /** Rates from low to high, both among them. */
  readonly count: number;
}

export const gridLimits = { count: 100, low: 1e-12, high: 1e6 } as const;

/** Rates as people write them: four figures tell neighbours of any sensible grid apart, and print the same everywhere. */
export const roundedRate = (rate: number) => Number(rate.toPrecision(4));

/** The factor from one rate to the next. */
export const gridRatio = ({ low, high, count }: RateGrid): number =>
  count > 1 ? (high / low) ** (1 / (count - 1)) : 10;

/** The rate at a place of the grid, which goes on beyond both ends: place 0 is `low`, count − 1 is `high`. */
export const rateAt = (grid: RateGrid, place: number): number =>
  roundedRate(grid.low * gridRatio(grid) ** place);

/**
 * A grid from `1e-4..10/13`: lowest rate, highest rate, number of rates.
 * @throws LabError `bad-argument`
 */
export function parseRateGrid(text: string): RateGrid {
  const bad = (what: string) =>
    new LabError('bad-argument', `'${text}' is no grid of rates: ${what}.`, 'Write for example 1e-4..10/13.');
  const [from, rest = '', ...more] = text.trim().split('..');
  const [to, number, ...further] = rest.split('/');
  if (!from || !to || !number || more.length + further.length > 0) throw bad('it must be LOW..HIGH/COUNT');
  const [low, high, count] = [Number(from), Number(to), Number(number)];
  if (!(low >= gridLimits.low && high <= gridLimits.high && low <= high))
    throw bad(`the rates must be from ${gridLimits.low} to ${gridLimits.high}, the lower one first`);
  if (!Number.isInteger(count) || count < 1 || count > gridLimits.count || (count === 1) !== (low === high))
    throw bad(`it must have 1 to ${gridLimits.count} rates, and one only where both ends are equal`);
  return { low, high, count };
}
