import { sense, yardstickById, type YardstickId } from '../../yardsticks/registry.ts';
import { inEnglish, type Say } from '../../words/said/say.ts';
import type { Experiment } from '../experiment.ts';
import { primaryYardstick, smallestOf } from '../plan/plan.ts';
import { fixed, signed } from '../../words/number-format.ts';
import { tellingDigits } from './printed-numbers.ts';
import type { Evaluation, RunRecord } from '../run.ts';
import { standing, type ArmStanding } from './standing.ts';

/** What an order of arms should not hang on, and is tried without: all three decide numbers, and none is the question. */
export const variations = [
  { id: 'clipping', label: 'without clipping' },
  { id: 'precision', label: 'in the other precision' },
  { id: 'split', label: 'on another split of the text' },
] as const;

export type VariationId = (typeof variations)[number]['id'];

/** Most seeds that are repeated: an order that does not outlast three is no order. */
export const mostRepeated = 3;

/** The seeds of an experiment that are repeated: its first ones. */
export const repeatedSeeds = ({ seeds }: Pick<Experiment, 'seeds'>): readonly number[] =>
  seeds.slice(0, mostRepeated);

/** The end of one run of a repeat. */
interface RepeatedRun {
  readonly armId: string;
  readonly seed: number;
  readonly status: 'finished' | 'diverged' | 'failed';
  /** At the step at which the arms are compared; null where there is none. */
  readonly evaluation: Evaluation | null;
}

/** What came out of one variation. */
export interface Repeat {
  readonly id: VariationId;
  /** What was changed, such as `float64 instead of float32`. */
  readonly change: string;
  readonly runs: readonly RepeatedRun[];
}

/** A robustness repeat as a report keeps it. */
export interface RobustnessRecord {
  readonly repeats: readonly Repeat[];
  /** Variations that could not be, each with the reason. */
  readonly skipped: readonly { readonly id: VariationId; readonly why: string }[];
  readonly cancelled: boolean;
}

/** The ends of the runs of a repeat, from their records. */
export function repeatOf(
  id: VariationId,
  change: string,
  experiment: Pick<Experiment, 'arms' | 'seeds'>,
  records: readonly RunRecord[],
): Repeat {
  const { arms } = standing(experiment, records);
  const runs = arms.flatMap(({ armId, seeds }) =>
    seeds.map(({ seed, status, evaluation }): RepeatedRun => {
      const known = status === 'finished' || status === 'diverged' ? status : 'failed';
      return { armId, seed, status: known, evaluation: known === 'finished' ? evaluation : null };
    }),
  );
  return { id, change, runs };
}

/** How a pair of arms stands before and after: which is ahead by more than the smallest difference that matters. */
type PairChange =
  | 'same'
  /** The other arm is ahead, by more than what matters or less, of one that was ahead by more. */
  | 'reversed'
  /** Nearer to each other than what matters, in the order in which they were. */
  | 'closed'
  /** Apart by what matters, and was not. */
  | 'opened'
  /** One arm has no value any more, or has fewer: it diverged. */
  | 'lost';

interface RepeatedPair {
  readonly a: string;
  readonly b: string;
  /** Mean over the repeated seeds of a minus b; NaN without values. */
  readonly before: number;
  readonly after: number;
  readonly change: PairChange;
}

/** One arm on the primary yardstick over the repeated seeds. */
interface RepeatedArm {
  readonly armId: string;
  readonly before: number;
  readonly after: number;
  /** Seeds without a value now that had one before. */
  readonly lost: number;
}

/** Whether the order of the arms outlasts one variation. */
export interface Robustness {
  readonly id: VariationId;
  readonly change: string;
  readonly yardstick: YardstickId;
  /** Repeated seeds. */
  readonly seeds: number;
  readonly arms: readonly RepeatedArm[];
  readonly pairs: readonly RepeatedPair[];
  /** No pair changes places, and no arm has lost a value. */
  readonly holds: boolean;
  /** Whether a difference that mattered does not any more, or the order does not hold. */
  readonly weakens: boolean;
}

type Values = ReadonlyMap<number, number>;

const meanOf = (values: readonly number[]): number =>
  values.length === 0 ? NaN : values.reduce((sum, value) => sum + value, 0) / values.length;

/** Finite values of one arm by seed. */
function valuesOf(
  list: readonly { readonly seed: number; readonly evaluation: Evaluation | null }[],
  yardstick: YardstickId,
): Values {
  return new Map(
    list.flatMap(({ seed, evaluation }) =>
      evaluation && Number.isFinite(evaluation[yardstick]) ? [[seed, evaluation[yardstick]] as const] : [],
    ),
  );
}

const differenceOf = (a: Values, b: Values): number =>
  meanOf([...a].flatMap(([seed, value]) => (b.has(seed) ? [value - b.get(seed)!] : [])));

function changeOf(before: number, after: number, lost: boolean, smallest: number): PairChange {
  // Nothing is lost where there was nothing, as with bits of a layer without probabilities.
  if (Number.isNaN(before)) return 'same';
  if (lost || Number.isNaN(after)) return 'lost';
  const side = (x: number) => (Math.abs(x) > smallest ? Math.sign(x) : 0);
  const [was, is] = [side(before), side(after)];
  if (was === is) return 'same';
  if (was === 0) return 'opened';
  return Math.sign(before) === Math.sign(after) ? 'closed' : 'reversed';
}

/**
 * The order of the arms on the primary yardstick over the repeated seeds, before and after a variation.
 * @param records of the experiment itself
 */
export function robustnessOf(
  experiment: Experiment,
  records: readonly RunRecord[],
  { id, change, runs }: Repeat,
): Robustness {
  const yardstick = primaryYardstick(experiment);
  const seeds = [...new Set(runs.map(({ seed }) => seed))];
  const first = standing(
    { ...experiment, seeds },
    records.filter(({ seed }) => seeds.includes(seed)),
  );
  const values = first.arms.map((row: ArmStanding) => ({
    armId: row.armId,
    before: valuesOf(row.seeds, yardstick),
    after: valuesOf(
      runs.filter(({ armId }) => armId === row.armId),
      yardstick,
    ),
  }));
  const lostBy = ({ before, after }: (typeof values)[number]) =>
    [...before.keys()].filter((seed) => !after.has(seed)).length;
  const arms = values.map((arm): RepeatedArm => ({
    armId: arm.armId,
    before: meanOf([...arm.before.values()]),
    after: meanOf([...arm.after.values()]),
    lost: lostBy(arm),
  }));
  const smallest = smallestOf(experiment, yardstick);
  const pairs = values.flatMap((a, i) =>
    values.slice(i + 1).map((b): RepeatedPair => {
      const before = differenceOf(a.before, b.before);
      const after = differenceOf(a.after, b.after);
      const lost = lostBy(a) + lostBy(b) > 0;
      return { a: a.armId, b: b.armId, before, after, change: changeOf(before, after, lost, smallest) };
    }),
  );
  const holds = pairs.every((pair) => pair.change !== 'reversed' && pair.change !== 'lost');
  const weakens = !holds || pairs.some((pair) => pair.change === 'closed');
  return { id, change, yardstick, seeds: seeds.length, arms, pairs, holds, weakens };
}

/** What is said of a pair whose standing has changed; nothing of one that stands as it did. */
function pairWords(
  { a, b, before, after, change }: RepeatedPair,
  label: (armId: string) => string,
  digits: number,
  say: Say,
): string[] {
  const value = (x: number) => (Number.isNaN(x) ? say`no value` : signed(x, digits));
  const numbers = say`(${value(before)}, now ${value(after)})`;
  const pair = say.listed([label(a), label(b)]);
  const said: Record<Exclude<PairChange, 'same'>, string> = {
    reversed: say`${pair} change places ${numbers}`,
    closed: say`${pair} come nearer than what matters ${numbers}`,
    opened: say`${pair} part by more than what matters ${numbers}`,
    lost: say`${pair} cannot be told apart any more: runs diverged or failed ${numbers}`,
  };
  return change === 'same' ? [] : [said[change]];
}

/** `without clipping: the order by bits per character holds over 3 seeds (A 2.310 → 2.301; …)` and what has changed. */
export function robustnessWords(
  { change, yardstick, seeds, arms, pairs, holds }: Robustness,
  label: (armId: string) => string,
  say: Say = inEnglish,
): string {
  const { label: own, digits: least } = yardstickById(yardstick);
  const name = say.of(own);
  const digits = tellingDigits(
    least,
    arms.map(({ before }) => before),
    arms.map(({ after }) => after),
  );
  const value = (x: number) => (Number.isNaN(x) ? say`no value` : fixed(x, digits));
  const ordered = [...arms].sort((p, q) => sense(yardstick) * (p.before - q.before));
  const numbers = say.series(
    ordered.map(({ armId, before, after }) => `${label(armId)} ${value(before)} → ${value(after)}`),
  );
  const over = say`over ${say.counted(seeds, 'seed')} (${numbers})`;
  const what = say.of(change);
  if (arms.length < 2) return say`${what}: ${name} ${over}.`;
  const changed = pairs.flatMap((pair) => pairWords(pair, label, digits, say));
  const order = holds
    ? say`the order by ${name} holds ${over}`
    : say`the order by ${name} does not hold ${over}`;
  return changed.length > 0
    ? say.sentences([say`${what}: ${order}.`, say`${say.series(changed)}.`])
    : say`${what}: ${order}; every pair stands as it did.`;
}

/** A variation of an experiment that can be trained, or why it cannot. */
export type Variation =
  | { readonly id: VariationId; readonly change: string; readonly experiment: Experiment }
  | { readonly id: VariationId; readonly why: string };

/** The first seeds of an experiment, with one thing changed. The text is changed by whoever has it. */
export function varied(experiment: Experiment, id: Exclude<VariationId, 'split'>): Variation {
  const base = { ...experiment, seeds: [...repeatedSeeds(experiment)] };
  if (id === 'precision') {
    const precision = experiment.precision === 'float32' ? 'float64' : 'float32';
    return {
      id,
      change: `${precision} instead of ${experiment.precision}`,
      experiment: { ...base, precision },
    };
  }
  if (experiment.clipping.kind === 'off') return { id, why: 'Gradients are not clipped anyhow.' };
  return { id, change: 'without clipping', experiment: { ...base, clipping: { kind: 'off' } } };
}
