import { checkDerivation } from '../../../core/derivation/check-derivation.ts';
import { derive } from '../../../core/derivation/derive.ts';
import type { Arm } from '../../../core/experiments/experiment.ts';
import {
  derivedArms,
  probedArm,
  type DerivationPart,
} from '../../../core/reports/derivation/derivation-part.ts';
import { allCases, inputFor } from '../derivation/derived-cases.ts';

/** The derivation of some arms at small weights, as a report has it. */
export function derivationPart(arms: readonly Arm[], armId: string): DerivationPart {
  const shown = derivedArms(arms, armId);
  const asked = { ...inputFor(allCases.slice(0, 1)), layers: shown.map(probedArm) };
  return {
    armId,
    armIds: shown.map(({ id }) => id),
    derivation: derive({ ...asked, moment: { kind: 'fresh', armId, seed: 1 } }, () => 0),
    checks: checkDerivation(asked),
  };
}
