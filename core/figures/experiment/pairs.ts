import type { PairedDifference } from '../../experiments/comparison/paired-difference.ts';
import { verdictText, verdictWords, type LabelOf } from '../../experiments/comparison/verdict-words.ts';
import { yardstickById, type YardstickId } from '../../yardsticks/registry.ts';
import { extent } from '../domain.ts';
import { labelOf, lookOf, policyOf, sayOf, type ExperimentSource } from './experiment-source.ts';
import type { DotsRow, Figure } from '../figure.ts';
import { tableOf } from '../csv.ts';
import { dotsPanel } from '../panels.ts';

interface PairsQuestion {
  readonly yardstick: YardstickId;
  /** Which evaluation of a run the pairs rest on, in words. */
  readonly statistic: string;
  /** Sentences below the picture: what so many seeds can show. */
  readonly notes?: readonly string[];
}

/** Every pair of arms seed by seed: mean difference with its interval, and which differences make none. */
export function pairs(
  source: ExperimentSource,
  all: readonly PairedDifference[],
  { yardstick, statistic, notes = [] }: PairsQuestion,
): Figure {
  const { label: own, better } = yardstickById(yardstick);
  const say = sayOf(source);
  const label = say.of(own);
  const nameOf: LabelOf = (id) => labelOf(source.arms, id);
  const smallest = all[0]?.rule.smallest ?? 0;
  const rows = all.map(({ a, b, summary: { mean, interval }, differences }): DotsRow => ({
    label: `${nameOf(a)} − ${nameOf(b)}`,
    look: lookOf(source.arms, a),
    value: mean,
    low: interval?.low ?? NaN,
    high: interval?.high ?? NaN,
    each: differences,
  }));
  const values = rows.flatMap(({ value, low, high, each }) => [value, low, high, ...Array.from(each)]);
  const [low, high] = extent([...values, 0, -smallest, smallest])!;
  const air = 0.05 * (high - low || 1);
  return {
    id: 'pairs',
    title: say`All pairs of output layers, seed by seed`,
    subtitle: [
      better === 'lower'
        ? say`difference in held-out ${label}: below 0 the first of a pair is better`
        : say`difference in held-out ${label}: above 0 the first of a pair is better`,
      say`large dot: mean with its 95 % t interval; small: each seed; grey: makes no difference`,
      say`statistic: ${say.of(statistic)}`,
      policyOf(source),
    ].join(' · '),
    notes,
    looks: source.arms,
    across: 1,
    panels: [
      dotsPanel({
        x: { label: say`difference in ${label}`, scale: 'linear', domain: [low - air, high + air] },
        rows,
        strip: smallest > 0 ? [-smallest, smallest] : null,
      }),
    ],
    table: tableOf(
      [
        ...['a', 'b', 'yardstick', 'statistic', 'policy', 'n', 'mean difference', 't low', 't high'],
        ...['bca low', 'bca high', 't test p', 'holm p', 'sign-flip p', 'smallest sign-flip p'],
        ...['e-value', 'e-value bound', 'P(a better)', 'P low', 'P high', 'correlation'],
        ...['diverged a', 'diverged b', 'smallest difference that matters', 'verdict', 'words'],
      ],
      function* () {
        const policy = policyOf(source);
        const cell = (value: number | null | undefined) => value ?? '';
        for (const pair of all)
          yield [
            ...[nameOf(pair.a), nameOf(pair.b), own, statistic, policy],
            ...[pair.summary.n, pair.summary.mean],
            ...[cell(pair.summary.interval?.low), cell(pair.summary.interval?.high)],
            ...[cell(pair.bca?.low), cell(pair.bca?.high), cell(pair.tTest), cell(pair.holm)],
            ...[cell(pair.signFlip?.p), cell(pair.signFlip?.smallest)],
            ...[cell(pair.eProcess?.value), cell(pair.eProcess?.bound)],
            ...[cell(pair.improvement?.probability), cell(pair.improvement?.interval?.low)],
            ...[cell(pair.improvement?.interval?.high), pair.correlation],
            ...[pair.diverged.a, pair.diverged.b, pair.rule.smallest],
            ...[verdictText(pair, nameOf), verdictWords(pair, nameOf)],
          ];
      },
    ),
  };
}
