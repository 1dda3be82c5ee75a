import { byId } from '../../errors.ts';
import type { Experiment } from '../experiment.ts';
import type { FirstGradient } from './first-gradients.ts';
import { roundedRate } from './rate-grid.ts';
import type { NormMatched } from './rate-tuning.ts';

/**
 * Learning rates in inverse proportion to the norms N of the first gradients: η = η_r · N_r / N for a reference arm r,
 * which keeps its own rate. So η · N is the same for every arm, up to the four figures that rates are rounded to.
 * @throws LabError `unknown-name` for a reference that is no arm
 */
export function normMatched(
  { arms }: Pick<Experiment, 'arms'>,
  gradients: readonly FirstGradient[],
  reference: string,
): NormMatched {
  const normOf = (armId: string) => gradients.find((each) => each.armId === armId)!.norm;
  const own = byId('arm', arms, reference);
  const best = arms.map(({ id }) => {
    const norm = normOf(id);
    return {
      armId: id,
      norm,
      rate: id === reference ? own.rate : roundedRate((own.rate * normOf(reference)) / norm),
    };
  });
  return { kind: 'norm-matched', reference, best };
}
