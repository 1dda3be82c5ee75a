import { accuracy } from './accuracy.ts';
import { bitsPerCharacter } from './bits-per-character.ts';
import { brier } from './brier.ts';
import { top5Accuracy } from './top5-accuracy.ts';
import type { Yardstick } from './yardstick.ts';

/** The yardsticks in the order of the standing table; a new one is a file and a line here. */
export const yardsticks = [
  bitsPerCharacter,
  accuracy,
  top5Accuracy,
  brier,
] as const satisfies readonly Yardstick[];

export type YardstickId = (typeof yardsticks)[number]['id'];

/** The one that decides where nobody says which: the first. */
export const usualYardstick: YardstickId = yardsticks[0].id;

/** A value of every yardstick. */
export type Yardsticks = Readonly<Record<YardstickId, number>>;

/** Something of every yardstick, made from its record. */
export const ofYardsticks = <Value>(
  make: (yardstick: Yardstick<YardstickId>) => Value,
): Record<YardstickId, Value> =>
  Object.fromEntries(yardsticks.map((each) => [each.id, make(each)])) as Record<YardstickId, Value>;

/** The yardstick of an id. */
export const yardstickById = (id: YardstickId): Yardstick<YardstickId> =>
  yardsticks.find((yardstick) => yardstick.id === id)!;

/** 1 where less is better, −1 where more is: of `sense · value` less is always better. */
export const sense = (id: YardstickId): 1 | -1 => (yardstickById(id).better === 'lower' ? 1 : -1);
