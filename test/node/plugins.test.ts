import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LabSnapshot } from '../../core/contract/lab-data.ts';
import { newArms } from '../../core/experiments/default-experiment.ts';
import type { HostedLab } from '../../core/lab/create-lab.ts';
import { createNodeLab } from '../../core/node/node-lab.ts';
import type { PluginDefinition } from '../../core/outputs/layer-definition.ts';
import { phaseReached, quickExperiment } from '../core/lab/lab-fixtures.ts';
import { builtEntry } from './built.ts';
import { hostilePlugins, pluginSource } from './hostile-plugins.ts';
import { temporaryFolder } from './temporary.ts';

/** Milliseconds that a plug-in may have a thread: less than the lab's 10 s, so that the list is through soon. */
const limit = 1500;

const folder = temporaryFolder();
let lab: HostedLab;

beforeAll(async () => {
  process.env['LOSS_LAB_CONFIG'] = folder;
  lab = createNodeLab({
    built: await builtEntry('train-thread'),
    version: '0.0.0-test',
    runtime: 'test',
    trustBy: 'window',
    pluginLimit: limit,
  });
});

afterAll(() => lab.close());

/** A plug-in as an experiment holds it. */
function definitionOf(source: string, file = 'hostile.mjs'): PluginDefinition {
  const sha256 = createHash('sha256').update(source, 'utf8').digest('hex');
  return { kind: 'plugin', id: 'hostile', label: 'hostile', file, sha256, source };
}

async function trust({ file, source }: PluginDefinition): Promise<void> {
  const { sha256 } = await lab.proposePlugin({ file, source });
  await lab.trustPlugin({ sha256 });
}

const [honestArm] = newArms(['softmax-cross-entropy'], 0.1);

/** Trains one built-in arm, and the plug-in beside it where there is one. */
async function trained(plugin: PluginDefinition | null): Promise<LabSnapshot> {
  const arms = [
    { ...honestArm, id: 'honest' },
    ...(plugin ? [{ id: 'hostile', layer: plugin.id, rate: 0.1, clamp: null }] : []),
  ];
  await lab.setExperiment({
    experiment: quickExperiment({ arms, layers: plugin ? [plugin] : [], seeds: [1], steps: 40 }),
  });
  const end = phaseReached(lab, 'finished');
  await lab.run({});
  await end;
  return lab.snapshot({});
}

/** All numbers of a run that do not depend on the clock. */
function numbers({ runs }: LabSnapshot) {
  const { status, steps, series, evaluations, glimpse } = runs.find(({ armId }) => armId === 'honest')!;
  return {
    status,
    steps,
    loss: [...series.loss],
    norms: [...series.gradientNorm],
    evaluations: evaluations.map(({ seconds: _, ...rest }) => rest),
    sample: glimpse?.sample,
  };
}

describe('a hostile plug-in ends alone', () => {
  let alone: ReturnType<typeof numbers>;
  beforeAll(async () => {
    alone = numbers(await trained(null));
    expect(alone.status).toBe('finished');
    expect(alone.steps).toBe(40);
  });

  it.each(hostilePlugins.map((plugin) => [plugin.does, plugin] as const))(
    'that %s',
    async (_, { source, ends, sentence }) => {
      const plugin = definitionOf(source);
      await trust(plugin);
      const snapshot = await trained(plugin);
      const run = snapshot.runs.find(({ armId }) => armId === 'hostile')!;
      expect({ status: run.status, failure: run.failure }).toEqual({
        status: ends,
        failure: ends === 'failed' ? expect.stringContaining('hostile.mjs') : null,
      });
      if (ends === 'failed') expect(run.failure).toContain(sentence);
      if (ends === 'diverged') expect(run.divergence!.where).toContain(sentence);
      // eslint-disable-next-line no-control-regex
      expect(run.failure ?? '').not.toMatch(/[\u0000-\u001f\u202e]/);
      expect(numbers(snapshot)).toEqual(alone);
    },
  );
});

it('trains a plug-in that is right, with the numbers of the built-in layer', async () => {
  const plugin = definitionOf(pluginSource());
  await trust(plugin);
  const run = (await trained(plugin)).runs.find(({ armId }) => armId === 'hostile')!;
  expect(run.status).toBe('finished');
  expect(run.steps).toBe(40);
});
