import { tInterval } from '../../experiments/statistics/mean-interval.ts';
import { timeToTarget } from '../../experiments/comparison/steps-to-target.ts';
import { fixed } from '../../words/number-format.ts';
import { inEnglish, type Say } from '../../words/said/say.ts';
import { yardstickById, type YardstickId } from '../../yardsticks/registry.ts';
import { xLabels, type XAxis } from './convergence-question.ts';
import { policyOf, runsOf, sayOf, type ExperimentSource } from './experiment-source.ts';
import type { DotsRow, Figure } from '../figure.ts';
import { tableOf } from '../csv.ts';
import { dotsPanel } from '../panels.ts';

interface TargetQuestion {
  readonly yardstick: YardstickId;
  readonly target: number;
  readonly x: XAxis;
}

/** `bits per character ≤ 2.50` */
export function targetWords(yardstick: YardstickId, target: number, say: Say = inEnglish): string {
  const { label, better } = yardstickById(yardstick);
  return `${say.of(label)} ${better === 'lower' ? '≤' : '≥'} ${fixed(target, 2)}`;
}

/** When each seed of each arm first reached a target; "not reached" is a value. */
export function timesToTarget(source: ExperimentSource, { yardstick, target, x }: TargetQuestion): Figure {
  const { label } = yardstickById(yardstick);
  const say = sayOf(source);
  const unit = say.of(xLabels[x]);
  const times = source.arms.map(({ id }) =>
    runsOf(source, id).map((run) => ({ seed: run.seed, ...timeToTarget(run, yardstick, target) })),
  );
  const most = Math.max(
    1,
    ...times.flat().map((time) => (time.reached ? time[x] : x === 'step' ? (time.step ?? 0) : 0)),
  );
  const rows = source.arms.map((arm, look): DotsRow => {
    const own = times[look];
    const each = own.flatMap((time) => (time.reached ? [time[x]] : []));
    const summary = tInterval(each);
    const all = each.length === own.length && own.length > 0;
    return {
      label: all ? arm.label : say`${arm.label}: ${each.length} of ${own.length} seeds`,
      look,
      value: all ? summary.mean : NaN,
      low: all ? Math.max(0, summary.interval?.low ?? NaN) : NaN,
      high: all ? (summary.interval?.high ?? NaN) : NaN,
      each,
    };
  });
  return {
    id: 'time-to-target',
    title: say`${unit[0].toUpperCase()}${unit.slice(1)} to ${targetWords(yardstick, target, say)}`,
    subtitle: say`the first evaluation that reaches it · large dot: mean with its 95 % t interval, where every seed has reached it; small: each seed, at its first evaluation there · ${policyOf(source)}`,
    notes: [],
    looks: source.arms,
    across: 1,
    panels: [
      dotsPanel({
        x: { label: unit, scale: 'linear', domain: [0, most * 1.02], whole: x !== 'seconds' },
        rows,
      }),
    ],
    table: tableOf(
      ['output layer', 'seed', 'yardstick', 'target', 'reached', 'step', 'characters', 'seconds'],
      function* () {
        for (const [look, { label: arm }] of source.arms.entries())
          for (const time of times[look])
            yield time.reached
              ? [arm, time.seed, label, target, 'yes', time.step, time.characters, time.seconds]
              : [arm, time.seed, label, target, 'no', time.step ?? '', '', ''];
      },
    ),
  };
}
