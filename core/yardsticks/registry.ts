import { accuracy } from './accuracy.ts';
import { bitsPerCharacter } from './bits-per-character.ts';
import { brier } from './brier.ts';
import { top5Accuracy } from './top5-accuracy.ts';

/** The yardsticks in the order of the standing table; a new one is a file and a line here. */
export const yardsticks = [bitsPerCharacter, accuracy, top5Accuracy, brier] as const;

export type YardstickId = (typeof yardsticks)[number]['id'];

/** The yardstick of an id. */
export const yardstickById = (id: YardstickId): (typeof yardsticks)[number] =>
  yardsticks.find((yardstick) => yardstick.id === id)!;

/** 1 where less is better, −1 where more is: of `sense · value` less is always better. */
export const sense = (id: YardstickId): 1 | -1 => (yardstickById(id).better === 'lower' ? 1 : -1);
