import { grouped, rateWords, shownAmong, significant } from '../../words/number-format.ts';
import { phrases, type Phrase } from '../../words/said/phrases.ts';
import { inEnglish, type Say } from '../../words/said/say.ts';
import { sense, yardstickById, type YardstickId } from '../../yardsticks/registry.ts';
import type { ArmSweep } from './sweep.ts';
import type { SweepValue } from './sweep-plan.ts';

/** A rate as screens write it. */

/** How one arm fares at rates that are not its own. All in the unit of the yardstick, after the same steps. */
interface ArmAtRates {
  readonly armId: string;
  readonly best: SweepValue;
  /** What it loses at the fairest rate for all against its own best one; null where that is not known. */
  readonly lostAtFairest: number | null;
  /** The lowest rate above its best one at which a seed diverged, or that ends worse than guessing. */
  readonly failsFrom: number | null;
}

export interface RatesFound {
  readonly arms: readonly ArmAtRates[];
  /** The one rate at which the arm that loses most loses least; null for one arm, and where no rate has all values. */
  readonly fairest: { readonly rate: number; readonly least: number; readonly most: number } | null;
  /** The arm that loses most at the rate that is best for most; null where none loses. */
  readonly worst: {
    readonly armId: string;
    readonly rate: number;
    /** Infinity where it has no whole value there. */
    readonly lost: number;
    /** Whether it has none because a seed diverged, and not because a run failed. */
    readonly diverged: boolean;
    /** The arms whose best rate it is. */
    readonly of: readonly string[];
    readonly there: number;
    readonly own: number;
  } | null;
}

/**
 * What a sweep has found, beyond the best rates: what one rate for all would cost.
 * @param guess what a model reaches that knows nothing; null where that is not known
 * @returns null as long as an arm has no best rate
 */
export function ratesFound(
  curves: readonly ArmSweep[],
  yardstick: YardstickId,
  guess: number | null,
): RatesFound | null {
  const found = curves.flatMap(({ armId, values, best }) => (best ? [{ armId, values, best }] : []));
  if (found.length === 0 || found.length < curves.length) return null;
  const sign = sense(yardstick);
  const isWhole = ({ diverged, failed, summary }: SweepValue) =>
    diverged + failed === 0 && Number.isFinite(summary.mean);
  // In the first round all rates have the same steps; what is best after more of them is compared there, too.
  const own = found.map(({ values, best }) => values.find(({ place }) => place === best.place)!);
  /** What an arm loses at a place of the grid; Infinity where a seed diverged, NaN where it was not tried. */
  const lostAt = (i: number, place: number): number => {
    const there = found[i].values.find((value) => value.place === place);
    if (!there) return NaN;
    return isWhole(there) ? Math.max(0, sign * (there.summary.mean - own[i].summary.mean)) : Infinity;
  };
  const all = found.map((_, i) => i);

  const places = found[0].values.map(({ place, rate }) => ({ place, rate }));
  const costs = places.flatMap(({ place, rate }) => {
    const lost = all.map((i) => lostAt(i, place));
    return lost.every(Number.isFinite)
      ? [{ place, rate, lost, least: Math.min(...lost), most: Math.max(...lost) }]
      : [];
  });
  const fairest =
    found.length > 1 ? ([...costs].sort((a, b) => a.most - b.most || a.rate - b.rate).at(0) ?? null) : null;

  const [common] = groups(found);
  const there = (i: number) => found[i].values.find(({ place }) => place === common.best.place)!;
  const worst = all
    .filter((i) => found[i].best.place !== common.best.place)
    .map((i) => ({ i, lost: lostAt(i, common.best.place) }))
    .filter(({ lost }) => lost > 0)
    .sort((a, b) => b.lost - a.lost)
    .at(0);

  return {
    arms: found.map(({ armId, values, best }, i) => ({
      armId,
      best,
      lostAtFairest: fairest ? fairest.lost[i] : null,
      failsFrom:
        values.find(
          (value) =>
            value.rate > best.rate &&
            (!isWhole(value) || (guess !== null && sign * (value.summary.mean - guess) > 0)),
        )?.rate ?? null,
    })),
    fairest: fairest && { rate: fairest.rate, least: fairest.least, most: fairest.most },
    worst: worst
      ? {
          armId: found[worst.i].armId,
          rate: common.best.rate,
          lost: worst.lost,
          there: there(worst.i).summary.mean,
          own: own[worst.i].summary.mean,
          diverged: there(worst.i).diverged > 0,
          of: common.arms,
        }
      : null,
  };
}

/** Arms by their best rate, the largest group first; of equal ones that of the higher rate. */
function groups<Found extends { readonly armId: string; readonly best: SweepValue }>(
  found: readonly Found[],
) {
  return [...new Set(found.map(({ best }) => best.place))]
    .map((place) => found.filter(({ best }) => best.place === place))
    .map((members) => ({ best: members[0].best, arms: members.map(({ armId }) => armId) }))
    .sort((a, b) => b.arms.length - a.arms.length || b.best.rate - a.best.rate);
}

const numbers = ['', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** `Best rates found: 0.083 for three, 0.012 for linear + quadratic`. */
export function ratesSentence(
  { arms }: RatesFound,
  label: (armId: string) => string,
  say: Say = inEnglish,
): Phrase[] {
  const sets = groups(arms);
  const name = (armId: string): Phrase => ({ text: label(armId), armId });
  if (arms.length === 1)
    return phrases(say`Best rate found: ${rateWords(arms[0].best.rate)} for {a}`, { a: name(arms[0].armId) });
  if (sets.length === 1)
    return [{ text: say`One rate is the best of the grid for all: ${rateWords(sets[0].best.rate)}` }];
  if (sets.length > 3) {
    const rates = sets.map(({ best }) => best.rate);
    return [
      {
        text: say`Best rates found: from ${rateWords(Math.min(...rates))} to ${rateWords(Math.max(...rates))}`,
      },
    ];
  }
  const marks = ['{a}', '{b}', '{c}'];
  const each = sets.map(({ best }, i) => say`${rateWords(best.rate)} for ${marks[i]}`);
  const whose = ({ arms: members }: (typeof sets)[number]): Phrase =>
    members.length === 1
      ? name(members[0])
      : { text: say.of(numbers[members.length] ?? grouped(members.length)) };
  const [a, b, c = b] = sets.map(whose);
  return phrases(say`Best rates found: ${say.names(each)}`, { a, b, c });
}

/** A number with what it means, and what stands behind it. */
interface Fact {
  readonly value: string;
  readonly what: string;
  readonly under: string;
}

/**
 * The numbers behind the sentence: what one rate for all would cost, and what the search did.
 * @param steps of tuning, and of the training that follows
 */
export function ratesFacts(
  { worst, fairest, arms }: RatesFound,
  yardstick: YardstickId,
  steps: { readonly tuning: number; readonly training: number },
  label: (armId: string) => string,
  say: Say = inEnglish,
): Fact[] {
  const { plain } = yardstickById(yardstick);
  const facts: Fact[] = [];
  if (worst) {
    const { there, own, lost, rate, armId, of } = worst;
    const none = lost === Infinity;
    const whose = of.length > arms.length / 2 ? say`most` : say.listed(of.map(label));
    facts.push({
      value: none ? '✕' : significant(lost, 2),
      what: none
        ? worst.diverged
          ? say`${label(armId)} diverges at ${rateWords(rate)}`
          : say`${label(armId)} has no value at ${rateWords(rate)}`
        : say`${say.of(plain)} lost by ${label(armId)} at ${rateWords(rate)}`,
      under: none
        ? say`the best rate of ${whose}; ${significant(own)} at its own`
        : say`${shownAmong(there, [there, own])} in place of ${shownAmong(own, [there, own])}`,
    });
  }
  if (fairest) {
    const [low, high] = [fairest.least, fairest.most].map((lost) => significant(lost, 2));
    facts.push({
      value: rateWords(fairest.rate),
      what: say`the fairest one rate for all`,
      under:
        fairest.most === 0
          ? say`costs no layer anything`
          : low === high
            ? say`costs each layer ${low}`
            : say`costs each layer ${low} to ${high}`,
    });
  }
  facts.push({
    value: `${significant(steps.tuning / steps.training, 2)} ×`,
    what: say`as many steps to tune as to train`,
    under: say`${grouped(steps.tuning)} and ${say.counted(steps.training, 'step')}`,
  });
  return facts;
}
