import type { YardstickId } from '../../yardsticks/registry.ts';

export type Smallest = Readonly<Partial<Record<YardstickId, number>>>;

/** Smallest differences without those that nobody set; null where none is left. */
export const withoutUsual = (
  smallest: Readonly<Partial<Record<YardstickId, number | undefined>>>,
): Smallest | null => {
  const set = Object.entries(smallest).filter(([, value]) => value !== undefined);
  return set.length > 0 ? Object.fromEntries(set) : null;
};

/** No rule at all is written as null. */
export const withoutEmpty = <Rules extends Readonly<Record<'target' | 'plateau' | 'budget', unknown>>>(
  rules: Rules,
): Rules | null => (rules.target || rules.plateau || rules.budget ? rules : null);
