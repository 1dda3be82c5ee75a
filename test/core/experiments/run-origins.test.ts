import { describe, expect, it } from 'vitest';
import {
  originCaveats,
  originDifferences,
  originWords,
  RunOrigins,
} from '../../../core/experiments/run-origins.ts';

const here = { machine: 'EPYC (2 threads), Node 24', labVersion: '1', engine: 'fma' };
const made = (...runs: [armId: string, seed: number, by?: Partial<typeof here>][]) => {
  const origins = new RunOrigins();
  for (const [armId, seed, by] of runs) origins.add({ armId, seed }, { ...here, ...by });
  return origins.list();
};

describe('what made runs', () => {
  it('is one where only the number of cores that were given differs, which changes nothing', () => {
    const origins = made(['a', 1], ['a', 2, { machine: 'EPYC (64 threads), Node 24' }]);
    expect(origins).toHaveLength(1);
    expect(originDifferences(origins)).toEqual([]);
    expect(originCaveats(origins, (id) => id)).toEqual([]);
  });

  it('is named with its runs, seeds that follow each other as one stretch', () => {
    const origins = made(['a', 3], ['a', 1], ['a', 2], ['b', 7], ['b', 1, { labVersion: '2' }]);
    expect(originWords(origins, (id) => id.toUpperCase())).toEqual([
      { maker: 'EPYC, Node 24, Loss Lab 1, fma', runs: '4 runs (A: 1–3; B: 7)' },
      { maker: 'EPYC, Node 24, Loss Lab 2, fma', runs: '1 run (B: 1)' },
    ]);
    expect(originDifferences(origins)).toEqual(['version of the lab']);
  });

  it('is a warning where no maker of an arm has made runs of another', () => {
    const apart = made(['a', 1], ['a', 2], ['b', 1, { engine: 'base' }], ['b', 2, { engine: 'base' }]);
    expect(originCaveats(apart, (id) => id)).toHaveLength(2);
    const mixed = made(['a', 1], ['b', 2], ['b', 1, { engine: 'base' }], ['a', 2, { engine: 'base' }]);
    expect(originCaveats(mixed, (id) => id)).toHaveLength(1);
    // The second machine has made steps of both.
    const moved = new RunOrigins();
    moved.add({ armId: 'a', seed: 1 }, { ...here, machine: 'm2', before: [{ ...here, machine: 'm1' }] });
    moved.add({ armId: 'b', seed: 1 }, { ...here, machine: 'm2' });
    expect(originCaveats(moved.list(), (id) => id)).toHaveLength(1);
  });
});
