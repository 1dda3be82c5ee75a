import { JoinedText } from '../../core/corpora/parts.ts';
import type { RunKey } from '../../core/contract/run-book.ts';
import type { Experiment } from '../../core/experiments/experiment.ts';
import type { TrainingText } from '../../core/lab/training/thread-messages.ts';
import { Trainer } from '../../core/lab/training/trainer.ts';
import { BatchOrder } from '../../core/network/batches.ts';
import { stream } from '../../core/network/random.ts';
import { engineOf } from './engines.ts';

/**
 * The network and the batches of a run as the lab makes them, without all else: no record, no evaluation, no message.
 * @param control as the lab's: training goes on while it is 0, and the step under way when it rises is given up
 * @returns trains until then, and says how many steps that were
 */
export function bareRun(
  experiment: Experiment,
  { armId, seed }: RunKey,
  text: TrainingText,
  control: Int32Array,
): () => number {
  const arm = experiment.arms.find((each) => each.id === armId);
  if (!arm) throw new RangeError(`There is no arm '${armId}'.`);
  const engine = engineOf(experiment.precision);
  const { network } = new Trainer(experiment, arm, seed, text, engine, () => performance.now());
  const { length, batch } = experiment.model;
  const training = new JoinedText(text.indices, text.parts.training);
  const order = new BatchOrder(training, length, batch, stream(seed, 'order'));
  const interrupted = () => Atomics.load(control, 0) !== 0;
  return () => {
    for (let steps = 0; ; steps++) {
      const result = network.trainStep(order.current(), interrupted);
      if (result === null) return steps;
      if (result.fault) throw new Error(`${armId}: ${result.fault.where} is not finite.`);
      order.advance();
    }
  };
}
