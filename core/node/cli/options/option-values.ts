import { InvalidArgumentError } from 'commander';
import { limits } from '../../../experiments/limits.ts';
import type { Shard } from '../../../experiments/plan/deal.ts';

/** A whole number from `low` to `high`. */
export function whole(low: number, high: number = limits.seed): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isInteger(value) || value < low || value > high)
      throw new InvalidArgumentError(`It must be a whole number from ${low} to ${high}.`);
    return value;
  };
}

/** A number above `low` and below `high`. */
export function decimal(low: number, high = Infinity): (text: string) => number {
  const range = high === Infinity ? `above ${low}` : `above ${low} and below ${high}`;
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isFinite(value) || value <= low || value >= high)
      throw new InvalidArgumentError(`It must be a finite number ${range}.`);
    return value;
  };
}

/** A share: 0 or above, below 1. */
export function share(text: string): number {
  const value = zeroOrMore(text);
  if (value >= 1) throw new InvalidArgumentError('It must be 0 or above and below 1.');
  return value;
}

/** A finite number, 0 or above. */
export function zeroOrMore(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0)
    throw new InvalidArgumentError('It must be a finite number, 0 or above.');
  return value;
}

/** `a,b` as a list of names. */
export function list(text: string): string[] {
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  if (names.length === 0) throw new InvalidArgumentError('It must name at least one, separated by commas.');
  return names;
}

/** An option that may be repeated: every value, in order. */
export function collected(text: string, before: readonly string[] = []): string[] {
  return [...before, text];
}

/** `a=1` as a name and a value. @param form that it must have, in words */
export function named<T>(text: string, value: (text: string) => T, form: string): [name: string, value: T] {
  const [name, given, ...more] = text.split('=');
  if (!name || given === undefined || more.length > 0)
    throw new InvalidArgumentError(`'${text}' must ${form}.`);
  return [name.trim(), value(given)];
}

/** `a=0.1,b=0.05` as learning rates by name. */
export const ratesByLayer = (text: string): Map<string, number> =>
  new Map(list(text).map((part) => named(part, decimal(0), 'look like layer=rate')));

/** `2/3` as the second of three shards. */
export function shard(text: string): Shard {
  const parts = /^(\d{1,6})\/(\d{1,6})$/.exec(text.trim());
  const [index, count] = [Number(parts?.[1]), Number(parts?.[2])];
  if (!parts || index < 1 || index > count)
    throw new InvalidArgumentError('It must be INDEX/COUNT, counted from 1, such as 2/3.');
  return { index, count };
}
