import { parentPort, workerData } from 'node:worker_threads';
import type { RunKey } from '../../core/contract/run-book.ts';
import type { Experiment } from '../../core/experiments/experiment.ts';
import type { TrainingText } from '../../core/lab/training/thread-messages.ts';
import type { Crew, Engine } from '../../core/network/engine.ts';
import { kernelBuilds, useKernels, type KernelUse } from '../../core/network/fast/kernels.ts';
import { trainingLayerOf } from '../../core/layers/layer-of.ts';
import { defaultClamp, outputLayer } from '../../core/outputs/registry.ts';
import { bareRun } from './bare-run.ts';
import { engineOf } from './engines.ts';
import { clockParts } from './part-clock.ts';
import { rooflinePeer } from './roofline.ts';
import { runCost } from './run-cost.ts';
import { watchLab } from './screen-client.ts';
import { charactersPerStep, setting } from './settings.ts';
import { subject } from './subject.ts';
import { secondsPerCall } from './timing.ts';

/** What a thread of the benchmark is started for. */
export type ThreadTask =
  /**
   * A network of its own, or one for each of some layers, a step of each in turn. Answers each message, the seconds to
   * train, with characters per second.
   */
  | {
      readonly kind: 'train';
      readonly precision: Engine['id'];
      readonly setting: string;
      readonly layers?: readonly string[];
    }
  /** Arithmetic on registers alone. Answers each message, the seconds it may take, with operations per second. */
  | { readonly kind: 'roofline' }
  /** A share of somebody else's; `clock` takes the seconds of its tasks, see `clockParts`. */
  | {
      readonly kind: 'follow';
      readonly crew: Crew;
      readonly part: number;
      readonly clock?: SharedArrayBuffer;
    }
  /** A run of an experiment, nothing but its steps. Answers each message with the steps done until `control` rose. */
  | {
      readonly kind: 'bare';
      readonly experiment: Experiment;
      readonly run: RunKey;
      readonly text: TrainingText;
      readonly control: Int32Array;
    }
  /** Answers each message, an arm and the seconds it may take, with what the parts of its runs cost. */
  | { readonly kind: 'cost'; readonly experiment: Experiment; readonly text: TrainingText }
  /** A screen without a picture: hears all that the lab at an address says. Answers once when it is connected. */
  | { readonly kind: 'watch'; readonly url: string };

const port = parentPort!;
const { task, use } = workerData as { readonly task: ThreadTask; readonly use: KernelUse };
useKernels(use);

switch (task.kind) {
  case 'follow':
    if (task.clock) clockParts(new Float64Array(task.clock));
    engineOf('float32').follow!(task.crew, task.part, outputLayer('softmax-cross-entropy'), () => false);
    break;
  case 'train': {
    const sizes = setting(task.setting);
    const layers = task.layers ?? ['softmax-cross-entropy'];
    const runs = layers.map((id) =>
      subject(engineOf(task.precision), sizes, {
        layer: trainingLayerOf([], id, defaultClamp(outputLayer(id))),
      }),
    );
    const all = () => runs.forEach(({ step }) => step());
    port.on('message', (seconds: number) =>
      port.postMessage((runs.length * charactersPerStep(sizes)) / secondsPerCall(all, seconds)),
    );
    break;
  }
  case 'roofline': {
    const { measure } = rooflinePeer(kernelBuilds()[0]);
    port.on(
      'message',
      (seconds: number) => void Promise.resolve(measure(seconds)).then((found) => port.postMessage(found)),
    );
    break;
  }
  case 'bare': {
    const steps = bareRun(task.experiment, task.run, task.text, task.control);
    port.on('message', () => port.postMessage(steps()));
    break;
  }
  case 'cost': {
    const { experiment, text } = task;
    port.on('message', ({ armId, seconds }: { armId: string; seconds: number }) =>
      port.postMessage(runCost(experiment, armId, text, seconds)),
    );
    break;
  }
  case 'watch':
    void watchLab(task.url).then(() => port.postMessage(0));
}
