import { join } from 'node:path';
import { expect, it } from 'vitest';
import { stream } from '../../core/network/random.ts';
import { fuzzReaders } from '../torture/fuzz.ts';
import { killEverything } from '../torture/kills.ts';
import { make } from '../torture/made.ts';
import { soak } from '../torture/soak.ts';
import { hostileSockets } from '../torture/sockets.ts';
import { program, root } from './command.ts';
import { temporaryFolder } from './temporary.ts';

// The short form of `npm run torture`, which does each of these hundreds of times.

const start = (args: readonly string[]) => [process.execPath, [program, ...args]] as const;
const say = () => undefined;

it('survives being killed: nothing is cut, mixed or another end', async () => {
  const only = ['compare', 'merge'];
  const random = stream(5, 'sampling');
  const outcomes = await killEverything({ start, random, kills: 1, longest: 3, steps: 3000, say, only });
  expect(outcomes.map(({ kind }) => kind)).toEqual(only);
  for (const { kind, kills, ends, oldest, ...faults } of outcomes) {
    expect({ kind, kills }).toEqual({ kind, kills: 1 });
    expect(ends).toBeGreaterThan(0);
    expect({ kind, ...faults }).toEqual({ kind, cut: [], mixed: [], different: [] });
    expect(oldest).toBeLessThan(12);
  }
});

it('opens changed files of every kind, or refuses them in a sentence', async () => {
  const made = await make(start, root, join(temporaryFolder()));
  const outcomes = await fuzzReaders(made, 12, stream(6, 'sampling'), say);
  expect(outcomes.length).toBeGreaterThan(15);
  expect(outcomes.flatMap(({ unexpected }) => unexpected)).toEqual([]);
  expect(outcomes.every(({ refused }) => refused > 0)).toBe(true);
});

it('answers its own page beside every hostile connection', async () => {
  const outcome = await hostileSockets(start, 22, stream(7, 'sampling'), say, 0);
  expect(outcome).toMatchObject({ connections: 22, silent: 0, deaths: 0, unexpected: [] });
});

it('trains and exports for a page, and leaves nothing behind', async () => {
  expect(await soak(start, 0.05, say)).toMatchObject({ problems: [], left: 0 });
});
