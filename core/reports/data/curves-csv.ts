import { csvCell } from '../../figures/csv.ts';
import { ratePolicy } from '../../experiments/rates/rate-policy.ts';
import { secondsAt, stepOfRow } from '../../experiments/thinning.ts';
import { yardsticks } from '../../yardsticks/registry.ts';
import type { RunRecord } from '../../experiments/run.ts';
import { isUnread } from '../../experiments/comparison/unread.ts';
import { joined } from './report-content.ts';
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

const ofProbabilities: ReadonlySet<string> = new Set([
  ...yardsticks.filter((each) => each.ofProbabilities).map(({ id }) => id),
  'clippedShare',
]);

/** All values of one run, raw: one row per step and metric, then one per evaluation and metric. From h = 0 only at the end. */
function* rows({ armId, seed, series, evaluations }: RunRecord, charactersPerStep: number, end: string) {
  const key = `${csvCell(armId)},${seed}`;
  const { loss, gradientNorm, clipped, seconds } = series;
  for (let i = 0; i < loss.length; i++) {
    const step = stepOfRow(series, i);
    const at = `${key},${step},${step * charactersPerStep},${seconds[i]}`;
    yield `${at},trainLossPerCharacter,${loss[i]}${end}${at},gradientNorm,${gradientNorm[i]}${end}${at},clipped,${clipped[i]}${end}`;
  }
  for (const evaluation of evaluations) {
    const at = `${key},${evaluation.step},${evaluation.characters},${evaluation.seconds}`;
    // What does not exist for this layer is an empty cell, and no NaN that was measured.
    const unread = isUnread(evaluation);
    for (const metric of evaluationMetrics)
      yield `${at},${metric},${unread && ofProbabilities.has(metric) ? '' : evaluation[metric]}${end}`;
    for (const [metric, value] of Object.entries(evaluation.tuning ?? {}))
      yield `${at},tuning.${metric},${Number.isNaN(value) ? '' : value}${end}`;
    const { zeroState } = evaluation;
    if (zeroState !== null) yield `${at},bitsPerCharacterFromZero,${unread ? '' : zeroState}${end}`;
  }
}

/** One row per recorded step and metric. */
function* recordedRows(
  { armId, seed, series }: RunRecord,
  step: Float64Array,
  metrics: readonly (readonly [string, Float64Array])[],
  charactersPerStep: number,
  end: string,
) {
  const key = `${csvCell(armId)},${seed}`;
  for (let i = 0; i < step.length; i++) {
    const at = `${key},${step[i]},${step[i] * charactersPerStep},${secondsAt(series, step[i])}`;
    for (const [metric, values] of metrics) if (values.length > 0) yield `${at},${metric},${values[i]}${end}`;
  }
}

/** The recorded gradients of one run. */
const gradientRows: typeof rows = (run, charactersPerStep, end) => {
  const { gradients } = run;
  const { step, norms, updateRatios, saturatedOutputs, saturatedWrong, saturatedHidden, cosine } = gradients;
  const metrics = [
    ...Object.entries(norms).map(([name, values]) => [`gradientNorm${name}`, values] as const),
    ...Object.entries(updateRatios).map(([name, values]) => [`updateToWeight${name}`, values] as const),
    ['saturatedOutputs', saturatedOutputs] as const,
    ['saturatedWrong', saturatedWrong] as const,
    ['saturatedHidden', saturatedHidden] as const,
    ['gradientCosine', cosine] as const,
  ];
  return recordedRows(run, step, metrics, charactersPerStep, end);
};

/** The yardsticks of the training batches of one run; no rows of those that do not exist for its layer. */
const trainingRows: typeof rows = (run, charactersPerStep, end) => {
  const { training, evaluations } = run;
  const unread = evaluations.some(isUnread);
  const metrics = yardsticks
    .filter(({ ofProbabilities: probable }) => !(unread && probable))
    .map(({ id }) => [id, training[id]] as const);
  return recordedRows(run, training.step, metrics, charactersPerStep, end);
};

function* lines({ runs, experiment }: Report, ofRun: typeof rows): Generator<string> {
  const { batch, length } = experiment.model;
  yield `${csvColumns.join(',')}\r\n`;
  const policy = ratePolicy(experiment);
  for (const run of runs) {
    const { rate } = experiment.arms.find(({ id }) => id === run.armId)!;
    yield* ofRun(run, batch * length, `,${rate},${policy}\r\n`);
  }
}

/**
 * `curves.csv` in pieces of text: every measured value, not thinned, with the shortest digits that read back to the
 * same double (NaN and Infinity as such).
 */
export function csvReport(report: Report): Generator<string> {
  return joined(lines(report, rows));
}

/** `training.csv` in pieces of text, in the same form: the yardsticks of the batches of every tenth step, before its update. */
export function trainingReport(report: Report): Generator<string> {
  return joined(lines(report, trainingRows));
}

/** `gradients.csv` in pieces of text, in the same form: what was recorded of the gradient over training. */
export function gradientsReport(report: Report): Generator<string> {
  return joined(lines(report, gradientRows));
}
