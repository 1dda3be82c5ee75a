import type { LabApi } from '../contract/lab-api.ts';
import type { ReportedPlace } from '../contract/report-heading-schema.ts';
import { LabError } from '../errors.ts';
import type { Experiment } from '../experiments/experiment.ts';
import type { ProbeMoment } from '../probes/probe.ts';
import { derivedArms, probedArm, type DerivationPart } from '../reports/derivation/derivation-part.ts';
import { armOf } from './probing.ts';

/** The derivation of a report with its checks. @throws LabError as `derive` does */
export async function reportedDerivation(
  probes: Pick<LabApi, 'derive' | 'checkDerivation'>,
  experiment: Experiment,
  { moment, stretch, place }: ReportedPlace,
): Promise<DerivationPart> {
  const { id: armId } = armOf(experiment, moment);
  const arms = derivedArms(experiment.arms, armId);
  const question = { stretch, place, layers: arms.map(probedArm), changes: [] };
  const at = async (moment: ProbeMoment): Promise<DerivationPart> => ({
    armId,
    armIds: arms.map(({ id }) => id),
    derivation: await probes.derive({ ...question, moment, rows: 1 }),
    checks: await probes.checkDerivation({ ...question, moment }),
  });
  try {
    return await at(moment);
  } catch (error) {
    // Results that were opened have no weights behind them: the page then says that its numbers are of the initial ones.
    if (moment.kind === 'run' && error instanceof LabError && error.code === 'wrong-state')
      return at({ kind: 'fresh', armId, seed: moment.seed });
    throw error;
  }
}
