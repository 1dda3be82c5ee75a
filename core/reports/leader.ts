import { differenceSeries, type DifferenceSeries } from '../experiments/difference-series.ts';
import { ranking } from '../experiments/lead.ts';
import { pairedDifference, type PairedDifference } from '../experiments/paired-difference.ts';
import { yardstickById, type YardstickId } from '../yardsticks/registry.ts';
import { tellingDigits } from '../experiments/printed-numbers.ts';
import { counted, signed, significant } from '../figures/numbers.ts';
import type { ArmReport, Measured } from './report.ts';
import { differenceText, probabilityText, yardstickValue } from './summary.ts';

/** The leader beside one other arm. */
export interface LeaderPair {
  readonly other: ArmReport;
  /** Value of the leader minus value of the other. */
  readonly pair: PairedDifference;
  readonly series: DifferenceSeries;
  /** How far ahead, with every test, and the verdict. */
  readonly sentence: string;
}

export interface Leader {
  readonly arm: ArmReport;
  /** In the order of the means, the next best first; arms without a value last. */
  readonly pairs: readonly LeaderPair[];
}

/** The arm with the best mean on a yardstick against each of the others; null where no arm has a value, or one is alone. */
export function leaderOf(
  { arms, pairs }: Pick<Measured, 'arms' | 'pairs'>,
  yardstick: YardstickId,
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
  return {
    arm,
    pairs: [...behind, ...without].map((other) => {
      const found = pairs.find(
        (each) =>
          each.yardstick === yardstick &&
          [each.a, each.b].includes(arm.arm.id) &&
          [each.a, each.b].includes(other.arm.id),
      );
      const own = pairedDifference(arm.standing, other.standing, yardstick);
      // Corrected among all pairs, not among these.
      const pair = { ...own, holm: found?.holm ?? null, words: found?.words ?? own.words };
      return {
        other,
        pair,
        series: differenceSeries(arm.runs, other.runs, yardstick),
        sentence: sentenceOf(arm, other, pair),
      };
    }),
  };
}

function sentenceOf({ label }: ArmReport, other: ArmReport, pair: PairedDifference): string {
  const { summary, bca, signFlip, holm, improvement, verdict, words, yardstick } = pair;
  const { label: unit, better } = yardstickById(yardstick);
  if (summary.n === 0) return `${label} and ${other.label}: ${words}`;
  const ahead = better === 'lower' ? summary.mean <= 0 : summary.mean >= 0;
  // Distances are told as positive numbers, whichever arm they speak for.
  const sign = ahead === (better === 'lower') ? -1 : 1;
  const value = (x: number) => yardstickValue(yardstick, x);
  const range = ({ low, high }: { low: number; high: number }) =>
    sign > 0 ? `${value(low)} … ${value(high)}` : `${value(-high)} … ${value(-low)}`;
  const parts = [
    `${label} is ${ahead ? 'ahead of' : 'behind'} ${other.label} by ${value(sign * summary.mean)} ${unit} over ${counted(summary.n, 'pair')}`,
    summary.interval ? `95 % t interval ${range(summary.interval)}` : 'no interval',
    ...(bca ? [`BCa ${range(bca)}`] : []),
    ...(signFlip ? [`sign-flip p = ${significant(signFlip.p)}`] : []),
    ...(holm === null ? [] : [`${significant(holm)} after Holm`]),
    ...(improvement
      ? [
          `better in ${improvement.better} of ${counted(summary.n, 'seed')}, probability of improvement ${probabilityText(improvement)}`,
        ]
      : []),
  ];
  const decided = {
    'a-better': `${label} better`,
    'b-better': `${other.label} better`,
    'not-decided': 'not decided',
  };
  return `${parts.join('; ')}: ${decided[verdict]}. ${words}`;
}

/** What the differences seed by seed are, above their table. */
export const leaderNote = ({ arm }: Leader): string =>
  `Bits per character of ${arm.label} minus those of each other arm, seed by seed; below 0 it is better. Mean with its 95 % t interval.`;

export const leaderHead = ({ experiment }: Pick<Measured, 'experiment'>): readonly string[] => [
  ...experiment.seeds.map((seed) => `seed ${seed}`),
  'mean',
];

/** The cells of one other arm under `leaderHead`. */
export function leaderCells({ other, pair }: LeaderPair): readonly string[] {
  const digits = tellingDigits(
    yardstickById(pair.yardstick).digits,
    ...pair.differences.map((difference) => [0, difference]),
  );
  const bySeed = new Map(pair.seeds.map((seed, i) => [seed, pair.differences[i]!]));
  return [
    ...other.standing.seeds.map(({ seed }) => {
      const difference = bySeed.get(seed);
      return difference === undefined ? '–' : signed(difference, digits);
    }),
    differenceText(pair),
  ];
}
