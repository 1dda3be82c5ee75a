import type { Derivation, DerivationChecks } from '../../derivation/derivation.ts';
import type { Arm } from '../../experiments/experiment.ts';
import type { ProbedLayer } from '../../probes/probe.ts';

/** The derivation that stands on a report: of one arm, step and output, with the lines of some other arms beside it. */
export interface DerivationPart {
  /** The arm that is looked at, whose weights they are. */
  readonly armId: string;
  /** Arms of the layers of the derivation, in its order. */
  readonly armIds: readonly string[];
  readonly derivation: Derivation;
  readonly checks: DerivationChecks;
}

/** Arms whose lines stand side by side: with more of them it would not be two pages. */
const most = 6;

/**
 * The arm that is looked at and the first others of another output layer, in the order of the experiment: at the same
 * weights two arms of one layer and clamp say the same.
 */
export function derivedArms(arms: readonly Arm[], armId: string): readonly Arm[] {
  const same = (a: Arm, b: Arm) => a.layer === b.layer && a.clamp === b.clamp;
  const chosen = arms.find(({ id }) => id === armId);
  if (!chosen) return [];
  const others = arms.filter(
    (arm, i) => !same(arm, chosen) && arms.findIndex((other) => same(other, arm)) === i,
  );
  const shown = new Set([chosen, ...others.slice(0, most - 1)]);
  return arms.filter((arm) => shown.has(arm));
}

/** An arm as a derivation asks about it. */
export const probedArm = ({ layer, clamp, rate }: Arm): ProbedLayer => ({ layer, clamp, rate });
