import { parentPort, workerData } from 'node:worker_threads';
import type { Crew, Engine } from '../../core/network/engine.ts';
import { outputLayer } from '../../core/outputs/registry.ts';
import { engineOf } from './engines.ts';
import { charactersPerStep, setting } from './settings.ts';
import { subject } from './subject.ts';
import { secondsPerCall } from './timing.ts';

/** What a thread of the benchmark is started for: a network of its own, or a share of somebody else's. */
export type ThreadTask =
  | { readonly kind: 'train'; readonly precision: Engine['id']; readonly setting: string }
  | { readonly kind: 'follow'; readonly crew: Crew; readonly part: number };

/** Entry of a thread. One that trains answers each message, the seconds to train, with characters per second. */
const port = parentPort!;
const task = workerData as ThreadTask;

if (task.kind === 'follow')
  engineOf('float32').follow!(task.crew, task.part, outputLayer('softmax-cross-entropy'), () => false);
else {
  const sizes = setting(task.setting);
  const { step } = subject(engineOf(task.precision), sizes);
  port.on('message', (seconds: number) =>
    port.postMessage(charactersPerStep(sizes) / secondsPerCall(step, seconds)),
  );
}
