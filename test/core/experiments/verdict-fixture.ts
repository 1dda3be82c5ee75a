import { readFileSync } from 'node:fs';

/** Values of scipy; made by test/fixtures/make/verdicts.py. */
export const fixture = JSON.parse(
  readFileSync(new URL('../../fixtures/verdicts.json', import.meta.url), 'utf8'),
) as {
  readonly origin: string;
  readonly tails: readonly { t: number; freedom: number; c: number; tail: number }[];
  readonly powers: readonly { n: number; effect: number; pairs: number; power: number }[];
  readonly needed: readonly { effect: number; pairs: number; seeds: number }[];
  readonly tTests: readonly { differences: number[]; p: number }[];
  readonly eProcess: { smallest: number; differences: number[]; values: number[] };
};
