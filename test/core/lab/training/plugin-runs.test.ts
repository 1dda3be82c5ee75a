import { describe, expect, it } from 'vitest';
import { newArms } from '../../../../core/experiments/default-experiment.ts';
import { dealOut, runsAtOnce } from '../../../../core/lab/training/plugin-runs.ts';
import { quickExperiment } from '../lab-fixtures.ts';

/** Two arms of the lab's own and some of plug-ins, ten seeds each. */
function withPlugins(count: number) {
  const ids = Array.from({ length: count }, (_, i) => `mine-${i}`);
  const layers = ids.map((id) => ({
    ...({ kind: 'plugin', label: 'mine', file: 'mine.mjs', source: '' } as const),
    id,
    sha256: id,
  }));
  const arms = [
    ...newArms(['softmax-cross-entropy', 'linear-quadratic'], 0.1),
    ...ids.map((id) => ({ id, layer: id, rate: 0.1, clamp: null })),
  ];
  return quickExperiment({ arms, layers, seeds: Array.from({ length: 10 }, (_, i) => i + 1) });
}

/** Threads of plug-ins and others that runs are dealt to. */
function dealt(plugins: number, threads: number) {
  const experiment = withPlugins(plugins);
  const keys = experiment.arms.flatMap(({ id }) => experiment.seeds.map((seed) => ({ armId: id, seed })));
  const shares = dealOut(keys, experiment, threads);
  expect(new Set(shares.flatMap(({ runs }) => runs)).size).toBe(keys.length);
  const ofPlugins = shares.filter(({ plugin }) => plugin !== null).length;
  return { ofPlugins, others: shares.length - ofPlugins };
}

describe('the threads of plug-ins', () => {
  it.each([
    [1, 1, 1],
    [1, 3, 3],
    [3, 1, 3],
    [2, 5, 4],
    [2, 64, 16],
  ])('%i with %i threads for others have %i', (plugins, threads, ofPlugins) => {
    expect(dealt(plugins, threads)).toEqual({ ofPlugins, others: Math.min(threads, 20) });
  });

  it('count where memory does', () => {
    expect(runsAtOnce(withPlugins(0), 3)).toBe(3);
    expect(runsAtOnce(withPlugins(1), 3)).toBe(6);
    expect(runsAtOnce(withPlugins(3), 1)).toBe(4);
  });
});
