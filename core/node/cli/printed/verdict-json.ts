import { numberOrText } from '../../../store/numbers.ts';
import type { PairedDifference } from '../../../experiments/comparison/paired-difference.ts';
import { seedsNeeded } from '../../../experiments/comparison/verdict.ts';
import { verdictId, verdictWords, type LabelOf } from '../../../experiments/comparison/verdict-words.ts';

const intervalJson = (interval: { readonly low: number; readonly high: number } | null) =>
  interval && [interval.low, interval.high];

/** Two arms on one yardstick; differences are of the first minus the second. */
export function verdictJson(pair: PairedDifference, label: LabelOf) {
  const { a, b, yardstick, seeds, differences, unpaired, uneven, summary, bca, signFlip } = pair;
  return {
    a,
    b,
    yardstick,
    seeds,
    differences: differences.map(numberOrText),
    unpaired,
    uneven,
    mean: numberOrText(summary.mean),
    interval: intervalJson(summary.interval),
    bca: intervalJson(bca),
    correlation: numberOrText(pair.correlation),
    tTest: pair.tTest,
    holm: pair.holm,
    signFlip: signFlip?.p ?? null,
    eProcess: pair.eProcess,
    diverged: pair.diverged,
    smallest: pair.rule.smallest,
    improvement: pair.improvement?.probability ?? null,
    improvementInterval: pair.improvement?.interval ?? null,
    verdict: verdictId(pair),
    needed: seedsNeeded(pair),
    words: verdictWords(pair, label),
  };
}
