import { expect, it } from 'vitest';
import { stream } from '../../core/network/random.ts';
import { killEverything } from '../torture/kills.ts';
import { program } from './command.ts';

it('survives being killed: nothing is cut, mixed or another end (npm run torture does it two hundred times)', async () => {
  const outcomes = await killEverything({
    start: (args) => [process.execPath, [program, ...args]],
    random: stream(5, 'sampling'),
    kills: 1,
    longest: 4,
    steps: 6000,
    say: () => undefined,
  });
  expect(outcomes.map(({ kind }) => kind)).toContain('compare --force');
  for (const { kind, kills, ends, oldest, ...faults } of outcomes) {
    expect({ kind, kills }).toEqual({ kind, kills: 1 });
    expect(ends).toBeGreaterThan(0);
    expect({ kind, ...faults }).toEqual({ kind, cut: [], mixed: [], different: [] });
    expect(oldest).toBeLessThan(12);
  }
}, 300_000);
