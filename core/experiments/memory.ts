import { LabError } from '../errors.ts';
import { firstFrom } from '../halving.ts';
import { fastNetworkBytes } from '../network/fast/memory-layout.ts';
import { parameterCount } from '../network/weights.ts';
import { optimizer } from '../optimizers/registry.ts';
import type { Experiment } from './experiment.ts';
import { recordEvery, rowEvery } from './thinning.ts';
import { grouped } from '../words/number-format.ts';

/** Most moments of a run whose weights are kept to look back at. */
export const mostKept = 16;
/** Bytes that the kept weights of all runs of an experiment may take together. */
export const keptBytes = 64e6;

const weightBytes = ({ precision, model }: Experiment, vocabulary: number, hidden: number): number =>
  parameterCount({ vocabulary, hidden, biases: model.biases }) * (precision === 'float32' ? 4 : 8);

const countRuns = ({ arms, seeds }: Experiment): number => arms.length * seeds.length;

/** How many moments of each run keep their weights: `mostKept`, or as many as the bytes for all runs hold. */
export function keptMoments(experiment: Experiment, vocabulary: number): number {
  const each = weightBytes(experiment, vocabulary, experiment.model.hidden);
  return Math.min(mostKept, Math.floor(keptBytes / countRuns(experiment) / each));
}

/**
 * Bytes of what is recorded of a run: 25 for each step that has a row, 73 where rows are thinned, 14 numbers and the step for
 * each record of a gradient and 5 for each of a batch. Beyond some thousand rows it does not grow with the steps.
 */
function recordBytes({ steps }: Experiment): number {
  const every = rowEvery(steps);
  return Math.ceil(steps / every) * (every === 1 ? 25 : 73) + Math.ceil(steps / recordEvery(steps)) * 160;
}

/**
 * Bytes one run needs: parameters, gradients, the gradient of the step before, a copy to fall back on, optimiser state,
 * activations of one step, records, kept weights.
 */
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
  const records = recordBytes(experiment);
  // The share that a run may fill, not what its moments come to: more hidden units never take less.
  const kept = Math.min(
    keptBytes / countRuns(experiment),
    mostKept * weightBytes(experiment, vocabulary, hidden),
  );
  if (experiment.precision === 'float32')
    return fastNetworkBytes({ shape, length, batch }, stateVectors) + records + kept;
  const parameters = parameterCount(shape) * (4 + stateVectors);
  const activations = length * batch * (2 * vocabulary + 4 * hidden);
  return (parameters + activations) * 8 + records + kept;
}

const inMegabytes = (bytes: number) => `${grouped(Math.ceil(bytes / 1e6))} MB`;

/** Bytes that all runs of an experiment need together. */
export const neededBytes = (experiment: Experiment, vocabulary: number): number =>
  countRuns(experiment) * runBytes(experiment, vocabulary);

/**
 * Refuses an experiment whose runs do not fit, before anything is allocated: typed arrays are not bounded by a
 * thread's own limits.
 * @param limit bytes the runs may use together
 * @param atOnce how many of them are in memory at once, where they are trained in turn
 * @throws LabError `too-large-for-memory` with the numbers and the largest H that fits
 */
export function checkMemory(
  experiment: Experiment,
  vocabulary: number,
  limit: number,
  atOnce = Infinity,
): void {
  const all = countRuns(experiment);
  const runs = Math.min(all, atOnce);
  const need = runs * runBytes(experiment, vocabulary);
  if (need <= limit) return;
  const tooLarge = (hidden: number) => runs * runBytes(experiment, vocabulary, hidden) > limit;
  const fits = firstFrom(1, experiment.model.hidden, tooLarge) - 1;
  const fewer = runs < all ? 'fewer threads' : 'fewer seeds';
  throw new LabError(
    'too-large-for-memory',
    `The ${runs} runs ${runs < all ? 'that are trained at once ' : ''}need ${inMegabytes(need)}; ${inMegabytes(limit)} may be used.`,
    fits > 0
      ? `The largest number of hidden units that fits is ${fits}; ${fewer} or a shorter sequence help too.`
      : `Use ${fewer}, a smaller batch, or a text with fewer distinct characters.`,
  );
}
