import { compact } from '../../words/compact.ts';
import { inEnglish, type Say } from '../../words/said/say.ts';
import {
  differenceSeries,
  type DifferenceSeries,
} from '../../experiments/comparison/differences-over-steps.ts';
import {
  digitsOf,
  differenceText,
  probabilityText,
  rangeText,
} from '../../experiments/comparison/difference-words.ts';
import { ranking } from '../../experiments/comparison/lead.ts';
import { asDistance, pairOf, type PairedDifference } from '../../experiments/comparison/paired-difference.ts';
import {
  marginWords,
  verdictNote,
  verdictText,
  type LabelOf,
  flatteredWords,
} from '../../experiments/comparison/verdict-words.ts';
import { tellingDigits } from '../../experiments/comparison/printed-numbers.ts';
import { signed } from '../../words/number-format.ts';
import { sense, yardstickById, type YardstickId } from '../../yardsticks/registry.ts';
import type { Measured, ArmReport } from '../report-data.ts';
import { labelOf } from './summary.ts';

/** The leader beside one other arm. */
interface LeaderPair {
  readonly other: ArmReport;
  /** Value of the leader minus value of the other. */
  readonly pair: PairedDifference;
  readonly series: DifferenceSeries;
  /** How far ahead, the verdict, and what it rests on. */
  readonly sentence: string;
}

interface Leader {
  readonly arm: ArmReport;
  /** In the order of the means, the next best first; arms without a value last. */
  readonly pairs: readonly LeaderPair[];
}

/** The arm with the best mean on a yardstick against each of the others; null where no arm has a value, or one is alone. */
export function leaderOf(
  { arms, pairs }: Pick<Measured, 'arms' | 'pairs'>,
  yardstick: YardstickId,
  say: Say = inEnglish,
): Leader | null {
  const ranked = ranking(
    arms.map(({ standing }) => standing),
    yardstick,
  );
  const arm = arms.find(({ standing }) => standing === ranked[0]);
  if (!arm || arms.length < 2) return null;
  const others = arms.filter((each) => each !== arm);
  const behind = [...others.filter(({ standing }) => ranked.includes(standing))].sort(
    (a, b) => ranked.indexOf(a.standing) - ranked.indexOf(b.standing),
  );
  const without = others.filter(({ standing }) => !ranked.includes(standing));
  const own = pairs.filter((pair) => pair.yardstick === yardstick);
  const label = labelOf({ arms });
  return {
    arm,
    pairs: [...behind, ...without].map((other) => {
      const pair = pairOf(own, arm.arm.id, other.arm.id);
      return {
        other,
        pair,
        series: differenceSeries(arm.runs, other.runs, yardstick),
        sentence: sentenceOf(pair, label, say),
      };
    }),
  };
}

function sentenceOf(pair: PairedDifference, label: LabelOf, say: Say): string {
  const { summary, improvement, yardstick } = pair;
  // Distances and their intervals are told as positive numbers, whichever arm they speak for.
  const told = asDistance(pair);
  const decided = say.sentences([say`${verdictText(told, label, say)}.`, verdictNote(told, label, say)]);
  if (summary.n === 0 || pair.verdict.kind === 'none')
    return say`${label(pair.a)} and ${label(pair.b)}: ${decided}`;
  const isAhead = sense(yardstick) * summary.mean <= 0;
  const margin = marginWords(told, told.summary.mean, told.summary.interval, say);
  const parts = compact([
    !isAhead && pair.diverged.b > pair.diverged.a
      ? flatteredWords(
          pair,
          { armId: pair.b, diverged: pair.diverged.b, runs: pair.runs },
          label,
          margin,
          say,
        )
      : isAhead
        ? say`${label(pair.a)} is ahead of ${label(pair.b)} ${margin}`
        : say`${label(pair.a)} is behind ${label(pair.b)} ${margin}`,
    told.bca && say`BCa ${rangeText(told, told.bca)}`,
    improvement &&
      say`better in ${improvement.better} of ${say.counted(summary.n, 'seed')}, probability of improvement ${probabilityText(improvement)}`,
  ]);
  return say`${say.series(parts)}: ${decided}`;
}

/** What the differences seed by seed are, above their table. */
export function leaderNote({ arm, pairs }: Leader, say: Say): string {
  const { label: own, better } = yardstickById(pairs[0].pair.yardstick);
  const label = say.of(own);
  return better === 'lower'
    ? say`Of ${label}: that of ${arm.label} minus that of each other output layer, seed by seed; below 0 it is better. Mean with its 95 % t interval.`
    : say`Of ${label}: that of ${arm.label} minus that of each other output layer, seed by seed; above 0 it is better. Mean with its 95 % t interval.`;
}

export const leaderHead = ({ experiment }: Pick<Measured, 'experiment'>, say: Say): readonly string[] => [
  ...experiment.seeds.map((seed) => say`seed ${seed}`),
  say`mean`,
];

/** The cells of one other arm under `leaderHead`. */
export function leaderCells({ other, pair }: LeaderPair): readonly string[] {
  const digits = tellingDigits(digitsOf(pair), ...pair.differences.map((difference) => [0, difference]));
  const bySeed = new Map(pair.seeds.map((seed, i) => [seed, pair.differences[i]]));
  return [
    ...other.standing.seeds.map(({ seed }) => {
      const difference = bySeed.get(seed);
      return difference === undefined ? '–' : signed(difference, digits);
    }),
    `${differenceText(pair)} ${rangeText(pair, pair.summary.interval)}`,
  ];
}
