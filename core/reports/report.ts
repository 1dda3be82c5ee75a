import { type OutputLayerInfo, readingUnsaid } from '../layers/layer-info.ts';
import { LabError } from '../errors.ts';
import type { Experiment } from '../experiments/experiment.ts';
import { compared } from '../experiments/comparison/paired-difference.ts';
import { isWithout } from '../experiments/comparison/unread.ts';
import { waitingRun, type Evaluation, type RunRecord } from '../experiments/run.ts';
import { yardsticks } from '../yardsticks/registry.ts';
import { armRate } from '../experiments/comparison/training-rate.ts';
import type { Standing } from '../experiments/comparison/standing.ts';
import { mean } from '../experiments/statistics/mean-interval.ts';
import { parameterCount } from '../network/weights.ts';
import { armLooks } from '../contract/arm-look.ts';
import { sayOf } from './words/say-of.ts';
import type { Say } from '../words/said/say.ts';
import { notSupported, uncontrolled } from './words/caveats.ts';
import { gradientSummary } from './words/gradient-summary.ts';
import { methodRows } from './words/method.ts';
import {
  reportInput,
  type ArmReport,
  type Report,
  type ReportInput,
  type SampleText,
} from './report-data.ts';
import { ownLayerReports } from './words/own-layer-reports.ts';
import { armLabels } from '../contract/arm-labels.ts';
import { layerName } from '../words/layer-name.ts';
import { fixed } from '../words/number-format.ts';

/** One record per arm and seed, arms in order and seeds within them. */
function completeRuns({ arms, seeds }: Experiment, runs: readonly RunRecord[]): RunRecord[] {
  const byKey = new Map(runs.map((run) => [`${run.armId}/${run.seed}`, run]));
  const complete = arms.flatMap(({ id }) =>
    seeds.map((seed) => byKey.get(`${id}/${seed}`) ?? waitingRun(id, seed)),
  );
  const known = new Set(complete);
  const stray = runs.find((run) => !known.has(run));
  if (stray)
    throw new LabError(
      'bad-argument',
      `The experiment has no run of '${stray.armId}' with seed ${stray.seed}, or has it twice.`,
    );
  return complete;
}

/** What stands in the report for an output layer that is in no registry any more. */
const unknownLayer = (id: string): OutputLayerInfo => ({
  id,
  label: id,
  activation: 'unknown',
  loss: 'unknown',
  formula: 'unknown',
  delta: 'unknown',
  match: 'other',
  reference: '',
  reading: readingUnsaid,
  defaultClamp: null,
  own: null,
});

function sampleOf(runs: readonly RunRecord[]): SampleText | null {
  const run = runs.find(({ glimpse }) => glimpse !== null && glimpse.sample !== '');
  return run ? { seed: run.seed, step: run.glimpse!.step, text: run.glimpse!.sample } : null;
}

function armReports(
  { experiment, corpus, outputLayers }: ReportInput,
  runs: readonly RunRecord[],
  table: Standing,
  say: Say,
): ArmReport[] {
  const layers = experiment.arms.map(
    ({ layer }) => outputLayers.find(({ id }) => id === layer) ?? unknownLayer(layer),
  );
  const labels = armLabels(experiment.arms, layers);
  const looks = armLooks(experiment.arms, (id) => layers.find((layer) => layer.id === id)!.match);
  return experiment.arms.map((arm, i) => {
    const own = runs.filter(({ armId }) => armId === arm.id);
    const trained = own.filter(({ steps }) => steps > 0);
    const seconds = trained.reduce((sum, run) => sum + run.seconds, 0);
    return {
      arm,
      layer: layers[i],
      label: layerName(labels[i], say),
      look: looks[i],
      runs: own,
      standing: table.arms[i],
      gradient: gradientSummary(own),
      readingClipped: mean(own.flatMap(({ evaluations }) => evaluations.map((each) => each.clippedShare))),
      seconds: seconds / trained.length,
      rate: armRate(own, experiment.model, corpus.distinct),
      sample: sampleOf(own),
    };
  });
}

/** Threads of one machine agree; should they not, each is named. */
function arithmeticOf({ precision }: Experiment, runs: readonly RunRecord[]): string {
  const engines = new Set(runs.map(({ engine }) => engine).filter((engine) => engine !== null));
  return engines.size === 0 ? precision : [...engines].join('; ');
}

/** By the first yardstick that there is of it. */
function valueInWords(evaluation: Evaluation, say: Say): string {
  const { id, label } = yardsticks.find((each) => !isWithout(evaluation, each.id))!;
  return `${fixed(evaluation[id], 3)} ${say.of(label)}`;
}

/** The same report in English, for files that are set in no other language. */
export const englishReport = (report: Report): Report =>
  sayOf(report).language === 'en'
    ? report
    : buildReport({ ...reportInput(report), heading: { ...report.heading!, language: undefined } });

/**
 * The report of an experiment, whole or partial: a pure function of its input.
 * @throws LabError `bad-argument` for a run that the experiment does not have
 */
export function buildReport(input: ReportInput): Report {
  const { experiment, corpus } = input;
  const say = sayOf(input);
  const runs = completeRuns(experiment, input.runs);
  const { standing: table, pairs } = compared(experiment, runs);
  const arms = armReports(input, runs, table, say);
  const { hidden, biases } = experiment.model;
  const base = {
    ...input,
    runs,
    parameters: parameterCount({ vocabulary: corpus.distinct, hidden, biases }),
    arithmetic: arithmeticOf(experiment, runs),
    arms,
    ownLayers: ownLayerReports(experiment, input.outputLayers, say),
    standing: table,
    pairs,
    divergences: arms.flatMap(({ label, runs: own, standing: row }) =>
      row.seeds.flatMap(({ seed, lastFinite }) => {
        const run = own.find((each) => each.seed === seed)!;
        const last = lastFinite && { step: lastFinite.step, value: valueInWords(lastFinite, say) };
        return run.divergence ? [{ ...run.divergence, label, seed, last }] : [];
      }),
    ),
    failures: arms.flatMap(({ label, runs: own }) =>
      own.flatMap(({ seed, failure }) => (failure === null ? [] : [{ label, seed, reason: failure }])),
    ),
  };
  return {
    ...base,
    method: methodRows(base),
    uncontrolled: uncontrolled(base),
    notSupported: notSupported(base),
  };
}
