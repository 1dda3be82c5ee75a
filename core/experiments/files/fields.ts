import * as v from 'valibot';
import { yardsticks } from '../../yardsticks/registry.ts';

/** Fields of experiments, with what they must be in words. */

export const whole = (low: number, high: number) => {
  const sentence = `must be a whole number from ${low} to ${high}`;
  return v.pipe(
    v.number(sentence),
    v.integer(sentence),
    v.minValue(low, sentence),
    v.maxValue(high, sentence),
  );
};

export const finite = v.pipe(v.number('must be a number'), v.finite('must be finite'));

export const notNegative = v.pipe(finite, v.minValue(0, 'must be 0 or more'));

/** A finite number above 0. */
export const positive = (sentence = 'must be a number above 0') =>
  v.pipe(v.number(sentence), v.finite(sentence), v.gtValue(0, sentence));

export const text = (most: number) =>
  v.pipe(v.string('must be text'), v.maxLength(most, `must have at most ${most} characters`));

export const sha256 = v.pipe(
  v.string('must be text'),
  v.regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits'),
);

export const yesOrNo = v.boolean('must be true or false');

export const armId = v.pipe(v.string('must be text'), v.maxLength(60));

export const yardstickId = v.picklist(
  yardsticks.map(({ id }) => id),
  `must be ${yardsticks.map(({ id }) => `'${id}'`).join(', ')}`,
);

export const listOf = <Item extends v.GenericSchema>(item: Item, most: number, what: string) =>
  v.pipe(v.array(item), v.maxLength(most, `may list at most ${most} ${what}`));
