import type { OutputLayer } from '../../outputs/output-layer.ts';
import { lossWhereDefined } from '../../outputs/where-defined.ts';
import { significant } from '../../words/number-format.ts';

/** Sizes of the logit that stands out: of the target where the outputs are right, of another one where they are wrong. */
const sizes = [0.5, 1, 2, 5, 10, 20];
/** The other logits: inside (0, 1), where every usual loss is defined. */
const rest = 0.1;
/** Logits so far out that a loss without a lower bound is seen to fall on. */
const far = [10, 100, 1000, 10_000];

/**
 * Why a loss leads the wrong way, in a sentence; null where nothing was found. Seen by its values: it is lower for every
 * wrong prediction than for the right one of the same size, or it falls without end as one logit moves.
 */
export function wrongWay(lossAndDelta: OutputLayer['lossAndDelta']): string | null {
  const [y, delta] = [new Float64Array(3), new Float64Array(3)];
  const lossAt = (...z: number[]) => lossWhereDefined(() => lossAndDelta(Float64Array.from(z), 0, y, delta));
  const pairs = sizes
    .map((size) => ({ size, right: lossAt(size, rest, rest), wrong: lossAt(rest, size, rest) }))
    .filter(({ right, wrong }) => Number.isFinite(right) && Number.isFinite(wrong));
  const [first] = pairs;
  if (first && pairs.every(({ right, wrong }) => right > wrong))
    return `E is ${significant(first.right)} for a right prediction and ${significant(first.wrong)} for a wrong one (z = ${first.size} of the target, or of another output): it teaches to be wrong. Is a sign missing?`;
  for (const [place, of] of ['the target', 'another output'].entries())
    for (const sign of [1, -1]) {
      const values = far.map((z) => lossAt(...[0, 0.25, 0.5].with(place, sign * z)));
      if (fallsOn(values))
        return `E has no least value: it is ${significant(values[1])} at z = ${significant(sign * far[1])} of ${of} and ${significant(values[2])} at ${significant(sign * far[2])}, so training may run away.`;
    }
  return null;
}

/** Of a loss with a least value each fall is smaller than the one before it. */
function fallsOn(values: readonly number[]): boolean {
  const falls = values.slice(1).map((value, i) => values[i] - value);
  return falls.every((fall, i) => fall > 1e-3 && (i === 0 || fall >= 0.9 * falls[i - 1]));
}
