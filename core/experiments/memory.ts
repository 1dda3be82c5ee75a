import { LabError } from '../errors.ts';
import { fastNetworkBytes } from '../network/fast/layout.ts';
import { parameterCount } from '../network/weights.ts';
import { optimizer } from '../optimizers/registry.ts';
import type { Experiment } from './experiment.ts';

/** Bytes one run needs: parameters, gradients, a copy to fall back on, optimiser state, activations of one step. */
export function runBytes(
  experiment: Experiment,
  vocabulary: number,
  hidden = experiment.model.hidden,
): number {
  const { length, batch, biases } = experiment.model;
  const chosen = optimizer(experiment.optimizer.id);
  const stateVectors = Object.keys(
    chosen.init(new Float64Array(1), { ...chosen.defaults, ...experiment.optimizer.settings }).vectors,
  ).length;
  const shape = { vocabulary, hidden, biases };
  const records = experiment.steps * 25;
  if (experiment.precision === 'float32')
    return fastNetworkBytes({ shape, length, batch }, stateVectors) + records;
  const parameters = parameterCount(shape) * (3 + stateVectors);
  const activations = length * batch * (2 * vocabulary + 4 * hidden);
  return (parameters + activations) * 8 + records;
}

const inMegabytes = (bytes: number) =>
  `${Math.ceil(bytes / 1e6)
    .toLocaleString('en')
    .replaceAll(',', ' ')} MB`;

/**
 * Refuses an experiment whose runs do not fit, before anything is allocated: typed arrays are not bounded by a
 * thread's own limits.
 * @param limit bytes the runs may use together
 * @throws LabError `too-large-for-memory` with the numbers and the largest H that fits
 */
export function checkMemory(experiment: Experiment, vocabulary: number, limit: number): void {
  const runs = experiment.arms.length * experiment.seeds.length;
  const need = runs * runBytes(experiment, vocabulary);
  if (need <= limit) return;
  let low = 0;
  let high = experiment.model.hidden;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (runs * runBytes(experiment, vocabulary, middle) <= limit) low = middle;
    else high = middle;
  }
  throw new LabError(
    'too-large-for-memory',
    `The ${runs} runs need ${inMegabytes(need)}; ${inMegabytes(limit)} may be used.`,
    low > 0
      ? `The largest number of hidden units that fits is ${low}; fewer seeds or a shorter sequence help too.`
      : 'Use fewer seeds, a smaller batch, or a text with fewer distinct characters.',
  );
}
