import { monitorEventLoopDelay } from 'node:perf_hooks';
import { defaultExperiment } from '../../core/experiments/default-experiment.ts';
import type { Lab } from '../../core/contract/lab-api.ts';
import type { Engine } from '../../core/network/engine.ts';
import { createNodeLab } from '../../core/node/node-lab.ts';
import { median } from './statistics.ts';

/** All in milliseconds. */
export interface Latency {
  readonly precision: Engine['id'];
  readonly hidden: number;
  /** From asking to the answer. */
  readonly pauses: readonly number[];
  readonly pause: number;
  readonly stop: number;
  /** Longest time the host's event loop did not turn while runs trained. */
  readonly longestTurn: number;
}

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Once so many runs have done a step, or cannot: until then threads draw initial weights. */
function allBegun(lab: Lab, runs: number): Promise<void> {
  const begun = new Set<string>();
  return new Promise((resolve) => {
    const stop = lab.on('progress', (progress) => {
      for (const { armId, seed, loss, divergence, failure } of progress.runs)
        if (loss.length > 0 || divergence || failure !== null) begun.add(`${armId} ${seed}`);
      if (begun.size < runs) return;
      stop();
      resolve();
    });
  });
}

/** How fast a lab that trains answers, and how long its event loop is ever busy. `built` is the folder of the entries. */
export async function hostLatency(
  precision: Engine['id'],
  hidden: number,
  built: URL,
  rounds: number,
): Promise<Latency> {
  const lab = createNodeLab({
    built,
    version: '0.0.0',
    runtime: `Node ${process.versions.node}`,
  });
  const experiment = defaultExperiment();
  await lab.setExperiment({
    experiment: { ...experiment, precision, model: { ...experiment.model, hidden }, steps: 1_000_000 },
  });
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const begun = allBegun(lab, experiment.arms.length * experiment.seeds.length);
  await lab.run({});
  await begun;
  delay.enable();
  const pauses: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await wait(150 + 37 * (round % 5));
    const asked = performance.now();
    await lab.pause({});
    pauses.push(performance.now() - asked);
    await lab.run({});
  }
  await wait(300);
  const asked = performance.now();
  await lab.stop({});
  const stop = performance.now() - asked;
  delay.disable();
  await lab.close();
  return {
    ...{ precision, hidden, pauses, stop },
    pause: median(pauses),
    // The histogram measures the time between two turns, one of which is its own millisecond.
    longestTurn: delay.max / 1e6 - 1,
  };
}
