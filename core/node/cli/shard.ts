import { InvalidArgumentError } from 'commander';

/** One part of some work that several machines share, counted from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** Whether the work at a place, counted from 0, belongs to a shard: they are dealt out one by one. */
export const inShard = ({ index, count }: Shard, place: number): boolean => place % count === index - 1;

/** `2/3` as the second of three shards. */
export function shard(text: string): Shard {
  const parts = /^(\d{1,6})\/(\d{1,6})$/.exec(text.trim());
  const [index, count] = [Number(parts?.[1]), Number(parts?.[2])];
  if (!parts || index < 1 || index > count)
    throw new InvalidArgumentError('It must be INDEX/COUNT, counted from 1, such as 2/3.');
  return { index, count };
}
