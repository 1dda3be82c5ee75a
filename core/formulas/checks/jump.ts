import type { OutputLayer } from '../../outputs/output-layer.ts';
import { lossWhereDefined } from '../../outputs/where-defined.ts';
import { significant } from '../../words/number-format.ts';

/** The logits looked at, and the distance of the points. */
const [low, high, step] = [-30, 30, 0.25];
/** Halvings of an interval in which E and δ do not agree: down to some 10⁻¹². */
const halvings = 38;
/** How much of E a jump is, at least. */
const least = 1e-6;

interface At {
  readonly z: number;
  readonly E: number;
  readonly slope: number;
}

/**
 * A jump of E as one logit grows, in a sentence; null where none was found. δ is 0 across a jump, so nothing is learnt
 * from it, and differences of E beside it look right. Found by what E changes over an interval against what δ adds up to:
 * where they do not agree the interval is halved, and a jump is what is left in the end.
 */
export function jumpOf(lossAndDelta: OutputLayer['lossAndDelta']): string | null {
  for (const output of ['target', 'other'] as const) {
    const along = lineOf(lossAndDelta, output === 'target' ? 0 : 1);
    let before = along(low);
    for (let k = 1; k <= (high - low) / step; k++) {
      const after = along(low + k * step);
      const size = sizeOfJump(along, before, after);
      if (size !== null) {
        const [z, by] = [size.z, size.by].map((value) =>
          // A millionth more or less is where the halving ends, not where the jump is.
          significant(Math.round(value * 1e6) / 1e6),
        );
        const of = output === 'target' ? 'the target' : 'another output';
        return `E jumps by ${by} at z = ${z} of ${of}; δ does not see it, so nothing is learnt from it.`;
      }
      before = after;
    }
  }
  return null;
}

/** E and its slope along the first of three logits; the others stand where every usual loss is defined. */
function lineOf(lossAndDelta: OutputLayer['lossAndDelta'], target: number): (z: number) => At {
  const row = new Float64Array(3);
  const [y, delta] = [new Float64Array(3), new Float64Array(3)];
  return (z) => {
    row.set([z, 0.25, 0.5]);
    const E = lossWhereDefined(() => lossAndDelta(row, target, y, delta));
    return { z, E, slope: delta[0] };
  };
}

function sizeOfJump(
  along: (z: number) => At,
  from: At,
  to: At,
): { readonly z: number; readonly by: number } | null {
  let [a, b] = [from, to];
  for (let k = 0; ; k++) {
    const gap = unexplained(a, b);
    if (!(Math.abs(gap) > least * Math.max(1, Math.abs(a.E), Math.abs(b.E)))) return null;
    if (k === halvings) return { z: (a.z + b.z) / 2, by: b.E - a.E };
    const middle = along((a.z + b.z) / 2);
    [a, b] = Math.abs(unexplained(a, middle)) > Math.abs(unexplained(middle, b)) ? [a, middle] : [middle, b];
  }
}

/** What E changes beyond the mean of both slopes; NaN where either is not finite. */
const unexplained = (a: At, b: At): number => b.E - a.E - ((a.slope + b.slope) / 2) * (b.z - a.z);
