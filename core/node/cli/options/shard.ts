import { InvalidArgumentError } from 'commander';
import type { Shard } from '../../../experiments/plan/deal.ts';

/** `2/3` as the second of three shards. */
export function shard(text: string): Shard {
  const parts = /^(\d{1,6})\/(\d{1,6})$/.exec(text.trim());
  const [index, count] = [Number(parts?.[1]), Number(parts?.[2])];
  if (!parts || index < 1 || index > count)
    throw new InvalidArgumentError('It must be INDEX/COUNT, counted from 1, such as 2/3.');
  return { index, count };
}
