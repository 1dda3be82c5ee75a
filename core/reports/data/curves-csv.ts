import { csvCell } from '../../figures/csv.ts';
import { ratePolicy } from '../../experiments/rates/rate-policy.ts';
import { secondsAt, stepOfRow, stepsIn } from '../../experiments/thinning.ts';
import { yardsticks } from '../../yardsticks/registry.ts';
import type { Curves, RunRecord } from '../../experiments/run.ts';
import { isUnread, isWithout } from '../../experiments/comparison/unread.ts';
import type { Report } from '../report-data.ts';

/**
 * The columns of `curves.csv`, `training.csv` and `gradients.csv`: one row per value, each with the learning rate it belongs to and the
 * policy by which that was chosen, so that no row of it stands without them.
 */
export const csvColumns = [
  ...['arm', 'seed', 'step', 'characters', 'seconds', 'metric', 'value'],
  ...['rate', 'policy'],
] as const;

/** Metrics of an evaluation on held-out text, in the order in which they are written. */
export const evaluationMetrics = [...yardsticks.map(({ id }) => id), 'ownLoss', 'clippedShare'] as const;

/**
 * Every step of a run, one stretch after the other, also where its record was thinned; null where there is no more than the
 * record.
 */
export type EveryStep = (run: RunRecord) => Iterable<Curves> | null;

/** A stretch of the curves of a run, after so many of its steps. */
interface Stretch extends Curves {
  readonly after: number;
}

function* stretches(run: RunRecord, everyStep: EveryStep): Generator<Stretch> {
  let after = 0;
  for (const { series, gradients, training } of everyStep(run) ?? [run]) {
    yield { series, gradients, training, after };
    after += stepsIn(series);
  }
}

/** All values of one run, raw: one row per step and metric, then one per evaluation and metric. From h = 0 only at the end. */
function* rows(run: RunRecord, everyStep: EveryStep, charactersPerStep: number, end: string) {
  const { armId, seed, evaluations } = run;
  const key = `${csvCell(armId)},${seed}`;
  for (const stretch of stretches(run, everyStep)) yield* stepRows(stretch, key, charactersPerStep, end);
  for (const evaluation of evaluations) {
    const at = `${key},${evaluation.step},${evaluation.characters},${evaluation.seconds}`;
    // What does not exist is an empty cell, and no NaN that was measured.
    const unread = isUnread(evaluation);
    for (const { id } of yardsticks)
      yield `${at},${id},${isWithout(evaluation, id) ? '' : evaluation[id]}${end}`;
    yield `${at},ownLoss,${evaluation.ownLoss}${end}${at},clippedShare,${unread ? '' : evaluation.clippedShare}${end}`;
    for (const [metric, value] of Object.entries(evaluation.tuning ?? {}))
      yield `${at},tuning.${metric},${Number.isNaN(value) ? '' : value}${end}`;
    const { zeroState } = evaluation;
    if (zeroState !== null) yield `${at},bitsPerCharacterFromZero,${unread ? '' : zeroState}${end}`;
  }
}

function* stepRows({ series, after }: Stretch, key: string, charactersPerStep: number, end: string) {
  const { loss, gradientNorm, clipped, seconds } = series;
  for (let i = 0; i < loss.length; i++) {
    const step = after + stepOfRow(series, i);
    const at = `${key},${step},${step * charactersPerStep},${seconds[i]}`;
    yield `${at},trainLossPerCharacter,${loss[i]}${end}${at},gradientNorm,${gradientNorm[i]}${end}${at},clipped,${clipped[i]}${end}`;
  }
}

/** Metrics of the recorded steps of a stretch, each with its values. */
type Recorded = (
  run: RunRecord,
  stretch: Curves,
) => { readonly step: Float64Array; readonly metrics: readonly (readonly [string, Float64Array])[] };

/** One row per recorded step and metric. */
const recordedRows = (recorded: Recorded): typeof rows =>
  function* (run, everyStep, charactersPerStep, end) {
    const key = `${csvCell(run.armId)},${run.seed}`;
    for (const stretch of stretches(run, everyStep)) {
      const { step, metrics } = recorded(run, stretch);
      const { series, after } = stretch;
      for (let i = 0; i < step.length; i++) {
        const at = `${key},${step[i]},${step[i] * charactersPerStep},${secondsAt(series, step[i] - after)}`;
        for (const [metric, values] of metrics)
          if (values.length > 0) yield `${at},${metric},${values[i]}${end}`;
      }
    }
  };

/** The recorded gradients of one run. */
const gradientRows = recordedRows((_, { gradients }) => {
  const { step, norms, updateRatios, saturatedOutputs, saturatedWrong, saturatedHidden, cosine } = gradients;
  const metrics = [
    ...Object.entries(norms).map(([name, values]) => [`gradientNorm${name}`, values] as const),
    ...Object.entries(updateRatios).map(([name, values]) => [`updateToWeight${name}`, values] as const),
    ['saturatedOutputs', saturatedOutputs] as const,
    ['saturatedWrong', saturatedWrong] as const,
    ['saturatedHidden', saturatedHidden] as const,
    ['gradientCosine', cosine] as const,
  ];
  return { step, metrics };
});

/** The yardsticks of the training batches of one run; no rows of those that it has no value of. */
const trainingRows = recordedRows((_, { training }) => ({
  step: training.step,
  metrics: yardsticks
    .map(({ id }) => [id, training[id]] as const)
    .filter(([, values]) => !values.every(Number.isNaN)),
}));

const recordAlone: EveryStep = () => null;

function* lines(
  { runs, experiment }: Report,
  ofRun: typeof rows,
  everyStep: EveryStep = recordAlone,
): Generator<string> {
  const { batch, length } = experiment.model;
  yield `${csvColumns.join(',')}\r\n`;
  const policy = ratePolicy(experiment);
  for (const run of runs) {
    const { rate } = experiment.arms.find(({ id }) => id === run.armId)!;
    yield* ofRun(run, everyStep, batch * length, `,${rate},${policy}\r\n`);
  }
}

/**
 * `curves.csv` in pieces of text: every measured value, as far as every step is there, with the shortest digits that read back to the
 * same double (NaN and Infinity as such).
 */
export function csvReport(report: Report, everyStep?: EveryStep): Generator<string> {
  return lines(report, rows, everyStep);
}

/** `training.csv` in pieces of text, in the same form: the yardsticks of the batches of every tenth step, before its update. */
export function trainingReport(report: Report, everyStep?: EveryStep): Generator<string> {
  return lines(report, trainingRows, everyStep);
}

/** `gradients.csv` in pieces of text, in the same form: what was recorded of the gradient over training. */
export function gradientsReport(report: Report, everyStep?: EveryStep): Generator<string> {
  return lines(report, gradientRows, everyStep);
}
