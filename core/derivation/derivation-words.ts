import type { Words } from '../words/en.ts';
import { significant } from '../words/number-format.ts';
import { isDerived, type CheckedDerivative, type LayerDerivation } from './derivation.ts';
import { shownNumber } from './shown-number.ts';

/** Above this a difference is no rounding. */
const mostError = 1e-6;

/** What a check says, in words; null where there is none. */
export function checkWords(
  check: CheckedDerivative | undefined,
  { derivation: words }: Words,
): { readonly good: boolean; readonly text: string } | null {
  if (!check) return null;
  const { numeric, error, analytic } = check;
  if (Number.isNaN(error)) return { good: false, text: words.notChecked };
  const relative = significant(error, 1);
  if (!(error <= mostError)) return { good: false, text: words.wrong(shownNumber(numeric), relative) };
  const near = Math.abs(analytic) < 1e-12 && Math.abs(numeric) < 1e-6;
  return { good: true, text: near ? words.checkedNearZero : words.checked(shownNumber(numeric), relative) };
}

/** What becomes of the slope in a layer, in words. */
export function cancelWords(layer: LayerDerivation, { derivation: words }: Words): string | null {
  if (!isDerived(layer) || !layer.forms) return null;
  const { identity, cancels, cancelled, slope } = layer.forms;
  if (identity) return words.noSlope;
  if (cancels === 'none') return words.stays(slope.plain);
  return cancels === 'all' ? words.cancels(cancelled) : words.partlyCancels(cancelled);
}
