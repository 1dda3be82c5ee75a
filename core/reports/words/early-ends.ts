import { compact } from '../../words/compact.ts';
import type { Say } from '../../words/said/say.ts';
import { timeToTarget } from '../../experiments/comparison/steps-to-target.ts';
import { mean } from '../../experiments/statistics/mean-interval.ts';
import { earlyStopWords } from '../../experiments/plan/stopping.ts';
import { choosingPart } from '../../experiments/text-split.ts';
import { yardstickById, yardsticks } from '../../yardsticks/registry.ts';
import { grouped } from '../../words/number-format.ts';
import type { Measured, ArmReport, WordTable } from '../report-data.ts';

type Reported = Pick<Measured, 'experiment' | 'arms'>;

/** For each arm with runs that ended early: which, where, and by which rule. */
export function earlyEnds({ experiment, arms }: Reported, say: Say): string[] {
  return arms.flatMap(({ label, runs }) => {
    const ended = runs.flatMap(({ early, seed }) =>
      early ? [{ seed, words: earlyStopWords(early, experiment.stopping, say) }] : [],
    );
    if (ended.length === 0) return [];
    // Seeds that ended at the same step by the same rule are told together.
    const told = [...new Set(ended.map(({ words }) => words))].map((words) => {
      const seeds = ended.filter((each) => each.words === words).map(({ seed }) => seed);
      return seeds.length > 1
        ? say`seeds ${say.listed(seeds)} ${words}`
        : say`seed ${say.listed(seeds)} ${words}`;
    });
    return [say`${label}: ${say.series(told)}.`];
  });
}

/** When each run first reached the target of the experiment, a column per seed, and the mean; null where it has none. */
export function targetRows({ experiment, arms }: Reported, say: Say): WordTable | null {
  const target = experiment.stopping?.target;
  if (!target) return null;
  const { label: own, better } = yardstickById(target.yardstick);
  const label = say.of(own);
  const reached =
    better === 'lower'
      ? say`Steps until ${label} was ${target.value} or less for the first time at an evaluation.`
      : say`Steps until ${label} was ${target.value} or more for the first time at an evaluation.`;
  return {
    caption: say.sentences([
      reached,
      say`A mean stands only where every seed reached it: of some only, it would flatter.`,
    ]),
    head: [...experiment.seeds.map((seed) => say`seed ${seed}`), say`mean`],
    rows: arms.map((arm) => {
      const times = timesOf(arm, target);
      const reached = times.flatMap((time) => (time.reached ? [time.step] : []));
      return [
        ...times.map((time) => (time.reached ? grouped(time.step) : say`not reached`)),
        reached.length === times.length
          ? grouped(mean(reached))
          : say`${reached.length} of ${say.counted(times.length, 'seed')}`,
      ];
    }),
  };
}

const timesOf = (
  { runs }: ArmReport,
  { yardstick, value }: { yardstick: (typeof yardsticks)[number]['id']; value: number },
) => runs.map((run) => timeToTarget(run, yardstick, value));

/** A run that ended early is compared at its end, with what others had later. */
export function earlyCaveats({ arms, standing, experiment, runs }: Measured, say: Say): string[] {
  const early = runs.filter((run) => run.early !== null);
  if (early.length === 0) return [];
  const carried = arms.flatMap(({ label, standing: { seeds } }) =>
    seeds.some(({ evaluation }) => evaluation && standing.step !== null && evaluation.step < standing.step)
      ? [label]
      : [],
  );
  const target = experiment.stopping?.target;
  const byTarget = target && early.some((run) => run.early!.rule === 'target');
  const label = target && say.of(yardstickById(target.yardstick).label);
  return compact([
    say`${early.length} of ${say.counted(runs.length, 'run')} ended early, by a rule of the experiment; what they would have reached later is not known.`,
    carried.length > 0 &&
      say`Values of ${say.listed(carried)} at the step of comparison are those of an earlier end: output layers are compared after different numbers of steps.`,
    early.some(({ early: end }) => end!.rule !== 'budget') &&
      choosingPart(experiment.corpus) === 'held-out' &&
      say`The rules that ended runs read the held-out part, on which the results are reported: a run that ends at a lucky reading is flattered. A tuning part of the text would mend it.`,
    byTarget &&
      say`A run that ends at a target has about its value by construction: differences in ${label!} between such runs say little; compare the steps to the target.`,
  ]);
}
