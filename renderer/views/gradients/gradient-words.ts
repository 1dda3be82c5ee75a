import type { LayerMatch } from '../../../core/outputs/match.ts';
import { percent, significant } from '../../../core/words/number-format.ts';
import { activationNamed } from '../../../core/outputs/activations/registry.ts';
import type { FaultId } from '../../../core/probes/faults.ts';
import type { GradientFlow } from '../../../core/probes/probe.ts';
import type { LayerCheck } from '../../../core/probes/check-layer.ts';
import type { LabErrorData } from '../../../core/errors.ts';

/** What a check found, in a word and a sign that tells it without its colour. */
export type CheckVerdict = 'good' | 'doubtful' | 'wrong' | 'not-defined' | 'failed' | 'checking';

export function checkVerdict(check: LayerCheck | LabErrorData | null | undefined): CheckVerdict {
  if (!check) return 'checking';
  if ('verdict' in check) return check.verdict;
  return check.code === 'outside-domain' ? 'not-defined' : 'failed';
}

export const verdictWords: Readonly<Record<CheckVerdict, string>> = {
  good: '✓ good',
  doubtful: '? doubtful',
  wrong: '✗ wrong',
  'not-defined': '– not defined',
  failed: '! failed',
  checking: '… checking',
};

/** Why a fault may leave a layer unharmed; null where the check should catch it. */
export function faultSpares(fault: FaultId | null, activation: string): string | null {
  if (fault !== 'drop-slope' || !activationNamed(activation)?.identity) return null;
  return 'A linear output has the slope 1: leaving it out changes nothing.';
}

/**
 * By what factor the gradient changes from one step to the one before it, on average over the lags: the geometric mean,
 * which is a straight line on the log scale. Null where there are fewer than two lags with a gradient.
 */
export function factorPerStep({ byLag }: Pick<GradientFlow, 'byLag'>): number | null {
  let last = 0;
  while (last + 1 < byLag.length && byLag[last + 1] > 0 && Number.isFinite(byLag[last + 1])) last++;
  if (last < 1 || !(byLag[0] > 0)) return null;
  return (byLag[last] / byLag[0]) ** (1 / last);
}

/** One output layer at one z, as a headline compares it. */
interface PulledRow {
  readonly key: string;
  readonly label: string;
  readonly match: LayerMatch;
  readonly delta: number;
}

/** The layer that is pulled least although it is not matched, against the matched one that is pulled least. */
interface Pull<Row> {
  readonly weak: Row;
  readonly strong: Row;
  /** `1.4 %` */
  readonly share: string;
  /** `73` */
  readonly factor: string;
}

/**
 * What a headline says of δ at one z: how little of a matched layer's pull reaches one that is not matched. Null where none is
 * held back by a tenth or more.
 */
export function pullOf<Row extends PulledRow>(rows: readonly Row[]): Pull<Row> | null {
  const size = ({ delta }: Row) => Math.abs(delta);
  const least = (of: readonly Row[]) =>
    [...of]
      .filter(({ delta }) => Number.isFinite(delta))
      .sort((a, b) => size(a) - size(b))
      .at(0);
  const weak = least(rows.filter(({ match }) => match !== 'matched'));
  const strong = least(rows.filter(({ match }) => match === 'matched'));
  if (!weak || !strong || !(size(weak) > 0) || !(size(weak) < 0.9 * size(strong))) return null;
  const share = size(weak) / size(strong);
  return { weak, strong, share: percent(share), factor: significant(1 / share, 2) };
}
