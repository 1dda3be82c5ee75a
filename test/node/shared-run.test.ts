import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { defaultExperiment, newArms } from '../../core/experiments/default-experiment.ts';
import { createNodeLab } from '../../core/node/node-lab.ts';
import { builtEntry } from './built.ts';
import { lab } from './command.ts';

/** A step of 6 · 128 · (128 + 8) · 25 · 16 = 42 million operations: enough for two threads, whatever the text. */
const large = ['--hidden', '128', '--length', '25', '--batch', '16', '--steps', '40'];
const single = ['compare', '--builtin', 'reber', '--layers', 'softmax-cross-entropy', ...large];

describe('one large run on several threads', () => {
  it('comes to the same numbers every time, whenever the other threads join', async () => {
    if (availableParallelism() < 2)
      return void process.stdout.write('  not tried here: this machine has one core\n');
    const outcomes = [];
    for (let i = 0; i < 3; i++) outcomes.push(await lab([...single, '--seeds', '1', '--json']));
    const finals = outcomes.map(({ status, stdout }) => {
      expect(status).toBe(0);
      const { arms } = JSON.parse(stdout) as { arms: { runs: { final: unknown; engine?: string }[] }[] };
      return arms[0].runs[0];
    });
    expect(finals[0].engine).toMatch(/\d threads to a run/);
    expect(finals[0].final).toEqual(finals[1].final);
    expect(finals[0].final).toEqual(finals[2].final);
  });
});

describe('seeds that are added to a large run on several threads', () => {
  it('share as many threads, and come to the numbers they have alone', async () => {
    if (availableParallelism() < 2)
      return void process.stdout.write('  not tried here: this machine has one core\n');
    const host = createNodeLab({
      ...{ version: 'test', trustBy: 'command', runtime: 'test' },
      built: await builtEntry('train-thread'),
    });
    const base = defaultExperiment();
    const trained = async (seed: number, more: number) => {
      await host.setExperiment({
        experiment: {
          ...base,
          model: { ...base.model, hidden: 128 },
          arms: newArms(['softmax-cross-entropy'], 0.1),
          seeds: [seed],
          steps: 40,
          evaluation: { every: 40, characters: 500, start: 'carried' },
        },
      });
      const finished = () =>
        new Promise<void>((resolve) => {
          const off = host.on('phase', ({ phase }) => {
            if (phase === 'finished') resolve(off());
          });
        });
      let end = finished();
      await host.run({});
      await end;
      if (more > 0) {
        end = finished();
        await host.addSeeds({ count: more });
        await end;
      }
      return (await host.snapshot({})).runs.map(({ seed: of, engine, evaluations, series }) => ({
        ...{ of, engine, loss: [...series.loss] },
        bits: evaluations.at(-1)!.bitsPerCharacter,
      }));
    };
    try {
      const together = await trained(1, 2);
      const alone = [await trained(1, 0), await trained(2, 0), await trained(3, 0)].flat();
      expect(together).toEqual(alone);
      for (const { engine } of together) expect(engine).toMatch(/\d threads to a run/);
    } finally {
      await host.close();
    }
  });
});
