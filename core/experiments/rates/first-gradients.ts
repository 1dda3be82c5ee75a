import { LabError } from '../../errors.ts';
import { engine } from '../../network/engines.ts';
import type { Arm, Experiment } from '../experiment.ts';
import { runStart, type RunText } from '../run-start.ts';
import { mean } from '../statistics/mean-interval.ts';

/** How large the first gradient of an arm is. */
export interface FirstGradient {
  readonly armId: string;
  /** ‖∂E/∂W‖ of the first step of each seed, in the order of the seeds. */
  readonly norms: readonly number[];
  /** Their mean. */
  readonly norm: number;
}

/** All that first gradients follow from. */
export interface FirstGradientQuestion {
  readonly experiment: Experiment;
  readonly text: RunText;
}

const never = () => false;

/**
 * The global L2 norm of each arm's first gradient, over all parameters and before clipping: at the initial weights of a
 * seed and on its first batch, as the first step of training takes it. Weights and batch of a seed are the same for
 * all arms, so only the loss differs. Learning rates take no part, nor does the held-out text.
 * @throws LabError `outside-domain` for an arm whose first gradient is 0 or not finite
 */
export function firstGradients({ experiment, text }: FirstGradientQuestion): FirstGradient[] {
  return experiment.arms.map((arm) => {
    const norms = experiment.seeds.map((seed) => firstNorm(experiment, arm, seed, text));
    return { armId: arm.id, norms, norm: mean(norms) };
  });
}

function firstNorm(experiment: Experiment, arm: Arm, seed: number, text: RunText): number {
  // One thread, whatever the machine has: how sums are split decides how they round.
  const { network, order } = runStart(experiment, arm, seed, text, engine(experiment.precision));
  const { gradientNorm } = network.trainStep(order.current(), never)!;
  if (Number.isFinite(gradientNorm) && gradientNorm > 0) return gradientNorm;
  throw new LabError(
    'outside-domain',
    `The first gradient of ${arm.id} has the norm ${gradientNorm} with seed ${seed}: no learning rate matches it.`,
    'Remove this output layer, or choose another policy.',
  );
}
