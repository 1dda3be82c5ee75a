import { inEnglish, type Say } from '../../words/said/say.ts';
import { ratePolicy } from '../../experiments/rates/rate-policy.ts';
import { yardstickById } from '../../yardsticks/registry.ts';
import { tellingDigits } from '../../experiments/comparison/printed-numbers.ts';
import { basinTolerance, basinWidth } from '../../experiments/rates/sweep.ts';
import { fixed, grouped, percent, rateWords, significant } from '../../words/number-format.ts';
import { mean } from '../../experiments/statistics/mean-interval.ts';
import { roundsOf } from '../../experiments/rates/rounds.ts';
import type { Measured, WordTable } from '../report-data.ts';

/** Where the learning rate of each arm comes from, one row per arm. Null where the rates were typed in: then they stand beside the arms, and there is no more to say. */
export function rateRows(
  report: Pick<Measured, 'experiment' | 'arms'>,
  say: Say = inEnglish,
): WordTable | null {
  const { experiment, arms } = report;
  const { tuning } = experiment;
  const policy = ratePolicy(experiment);
  if (!tuning || policy === 'same' || policy === 'set per arm') return null;
  if (tuning.kind === 'norm-matched') {
    const reference = arms.find(({ arm }) => arm.id === tuning.reference)?.label ?? tuning.reference;
    return {
      caption: say`Rates in inverse proportion to the norm of the first gradient (over all parameters, before clipping, at the initial weights and on the first batch of each seed, averaged over ${say.counted(experiment.seeds.length, 'seed')}); ${reference} keeps its own.`,
      head: ['η', say`‖∂E/∂W‖ first`, 'η · ‖∂E/∂W‖'],
      rows: arms.map(({ arm }) => {
        const { norm } = tuning.best.find(({ armId }) => armId === arm.id)!;
        return [rateWords(arm.rate), significant(norm, 4), significant(arm.rate * norm, 4)];
      }),
    };
  }
  const tuned = arms.map(({ arm }) => tuning.best.find(({ armId }) => armId === arm.id)!);
  const remarks = tuned.map(({ basin, atEdge }) => {
    if (atEdge === null) return basin.open ? say`the basin may be wider` : '';
    return atEdge === 'low' ? say`at the low end of what was tried` : say`at the high end of what was tried`;
  });
  const { label: own, digits } = yardstickById(tuning.yardstick);
  const label = say.of(own);
  const shown = tellingDigits(
    digits,
    tuning.best.map(({ value }) => value),
  );
  return {
    caption: say`The best rate of each output layer in the sweep. The basin holds the rates within ${percent(basinTolerance)} of the best.`,
    head: ['η', say`${label} in the sweep`, say`basin`, ...(remarks.some(Boolean) ? [say`remarks`] : [])],
    rows: tuned.map(({ rate, value, basin }, i) => [
      rateWords(rate),
      fixed(value, shown),
      `${[...new Set([basin.low, basin.high])].map((end) => significant(end)).join(' … ')} (${basinWidth(basin, say)})`,
      ...(remarks.some(Boolean) ? [remarks[i]] : []),
    ]),
  };
}

/** What the sweep found at each rate: the curve in figures, a row per rate and a column per arm. Null where none is kept. */
export function triedRows(
  { experiment, arms }: Pick<Measured, 'experiment' | 'arms'>,
  say: Say = inEnglish,
): WordTable | null {
  const { tuning } = experiment;
  if (tuning?.kind !== 'best-per-arm') return null;
  const tried = arms.map(({ arm }) => tuning.best.find(({ armId }) => armId === arm.id)?.tried ?? []);
  const rates = [...new Set(tried.flatMap((list) => list.map(({ rate }) => rate)))].sort((a, b) => a - b);
  if (rates.length === 0) return null;
  const { label: own, digits } = yardstickById(tuning.yardstick);
  const label = say.of(own);
  const cell = (list: (typeof tried)[number], rate: number) => {
    const { values = [], diverged = 0 } = list.find((each) => each.rate === rate) ?? {};
    const range =
      values.length > 1
        ? ` (${[Math.min(...values), Math.max(...values)].map((end) => fixed(end, digits)).join(' … ')})`
        : '';
    const found = values.length > 0 ? [fixed(mean(values), digits) + range] : [];
    return say.names([...found, ...(diverged > 0 ? [say`${diverged} diverged`] : [])]) || '–';
  };
  return {
    caption: say`${label[0].toUpperCase()}${label.slice(1)} after ${grouped(roundsOf(tuning)[0].steps)} steps at each rate that was tried, mean of the tuning seeds and their range.`,
    head: ['η', ...arms.map((arm) => arm.label)],
    rows: rates.map((rate) => [rateWords(rate), ...tried.map((list) => cell(list, rate))]),
  };
}
