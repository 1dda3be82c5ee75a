import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { newArms } from '../../../core/experiments/default-experiment.ts';
import type { PluginPort } from '../../../core/lab/ports.ts';
import { pluginsDouble, quickExperiment, testLab } from './lab-fixtures.ts';

const source = 'export default {};\n';
const sha256 = createHash('sha256').update(source).digest('hex');
const plugin = { kind: 'plugin', id: 'mine', label: 'mine', file: 'mine.mjs', sha256, source } as const;

/** An experiment with a built-in arm and one of a plug-in. */
function withPlugin() {
  const arms = [
    ...newArms(['softmax-cross-entropy'], 0.1),
    { id: 'mine', layer: 'mine', rate: 0.1, clamp: null },
  ];
  return quickExperiment({ arms, layers: [plugin] });
}

/** A lab that tells of every plug-in it was to load. */
function watchedLab(change: Partial<PluginPort> = {}) {
  const loaded: string[] = [];
  const { lab } = testLab({
    plugins: {
      ...pluginsDouble(),
      inspect: async ({ file }) => {
        loaded.push(file);
        return {
          id: 'mine',
          label: 'mine',
          activation: 'linear',
          formula: 'E',
          delta: 'δ',
          reference: '',
          match: 'other' as const,
          matched: false,
          reading: 'clipped',
          check: { confirmed: true, worst: 0, problems: [], wrongWay: null },
          outputs: null,
        };
      },
      startThread: ({ file }) => {
        loaded.push(file);
        throw new Error('no thread');
      },
      ...change,
    },
  });
  return { lab, loaded };
}

describe('a plug-in that nobody has trusted', () => {
  it('is proposed without being run', async () => {
    const { lab, loaded } = watchedLab();
    expect(await lab.proposePlugin({ file: 'mine.mjs', source })).toEqual({
      file: 'mine.mjs',
      sha256,
      bytes: source.length,
      trusted: false,
      problem: null,
    });
    await expect(lab.inspectPlugin({ sha256 })).rejects.toMatchObject({ code: 'untrusted-plugin' });
    expect(loaded).toEqual([]);
    await lab.close();
  });

  it('opens and shows with its experiment, but neither runs, sweeps nor probes', async () => {
    const { lab, loaded } = watchedLab();
    const { experiment } = await lab.setExperiment({ experiment: withPlugin() });
    expect(experiment.layers).toEqual([plugin]);
    const refused = {
      code: 'untrusted-plugin',
      message: expect.stringContaining('mine.mjs'),
      next: 'Trust it.',
    };
    await expect(lab.run({})).rejects.toMatchObject(refused);
    await expect(lab.step({})).rejects.toMatchObject(refused);
    const grid = { low: 0.1, high: 1, count: 2 };
    await expect(
      lab.startSweep({ grid, seeds: 1, steps: 2, yardstick: 'accuracy', extension: 0 }),
    ).rejects.toMatchObject(refused);
    await expect(lab.matchNorms({ reference: 'softmax-cross-entropy' })).rejects.toMatchObject(refused);
    const layer = { layer: 'mine', clamp: null, rate: null };
    const moment = { kind: 'fresh', armId: 'mine', seed: 1 } as const;
    const stretch = { part: 'training', start: 0, length: 5, context: 0 } as const;
    await expect(lab.probe({ moment, stretch, layers: [layer], rows: 5 })).rejects.toMatchObject(refused);
    await expect(lab.checkGradient({ moment, stretch, layer, fault: null })).rejects.toMatchObject(refused);
    const question = { layers: [layer], t: 1, others: new Float64Array(2), z: new Float64Array(2) } as const;
    await expect(lab.unitResponses(question)).rejects.toMatchObject(refused);
    expect(loaded).toEqual([]);
    await lab.close();
  });

  it('does not keep the built-in layers of its experiment from being probed', async () => {
    const { lab, loaded } = watchedLab();
    await lab.setExperiment({ experiment: withPlugin() });
    const layers = [{ layer: 'softmax-cross-entropy', clamp: null, rate: null }];
    const question = { layers, t: 1, others: new Float64Array(2), z: new Float64Array(2) } as const;
    expect(await lab.unitResponses(question)).toHaveLength(1);
    expect(loaded).toEqual([]);
    await lab.close();
  });
});

describe('trust', () => {
  it('is given by SHA-256 to what was proposed, and to nothing else', async () => {
    const { lab, loaded } = watchedLab();
    await expect(lab.trustPlugin({ sha256 })).rejects.toMatchObject({ code: 'wrong-state' });
    await lab.proposePlugin({ file: 'mine.mjs', source });
    await lab.trustPlugin({ sha256 });
    expect((await lab.inspectPlugin({ sha256 })).definition).toEqual(plugin);
    expect(loaded).toEqual(['mine.mjs']);
    const changed = await lab.proposePlugin({ file: 'mine.mjs', source: `${source} ` });
    expect(changed.trusted).toBe(false);
    await lab.close();
  });

  it('is not given by a screen where only a terminal may', async () => {
    const { lab } = watchedLab({ mayTrust: false });
    expect((await lab.capabilities({})).trustsPlugins).toBe(false);
    await lab.proposePlugin({ file: 'mine.mjs', source });
    await expect(lab.trustPlugin({ sha256 })).rejects.toMatchObject({
      code: 'wrong-state',
      next: 'Trust it.',
    });
    await lab.close();
  });

  it('forgets proposals that many others came after', async () => {
    const { lab } = watchedLab();
    await lab.proposePlugin({ file: 'mine.mjs', source });
    for (let i = 0; i < 16; i++) await lab.proposePlugin({ file: 'other.mjs', source: `// ${i}` });
    await expect(lab.trustPlugin({ sha256 })).rejects.toMatchObject({ code: 'wrong-state' });
    await lab.close();
  });
});
