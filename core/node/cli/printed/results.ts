import { clippedSteps } from '../../../experiments/comparison/clipped-steps.ts';
import { armLabels } from '../../../contract/arm-labels.ts';
import type { LabSnapshot } from '../../../contract/lab-data.ts';
import { baselineLines } from '../../../experiments/comparison/baseline-lines.ts';
import { compared, type Compared } from '../../../experiments/comparison/paired-difference.ts';
import { primaryYardstick } from '../../../experiments/plan/plan.ts';
import { looksOf, planText, planWords } from '../../../experiments/plan/plan-words.ts';
import { lateTrainingBits, readingNotes } from '../../../experiments/comparison/reading-notes.ts';
import { ratePolicy, ratePolicyWords } from '../../../experiments/rates/rate-policy.ts';
import type { Arm, Experiment } from '../../../experiments/experiment.ts';
import { lastEvaluation, type RunRecord } from '../../../experiments/run.ts';
import { ofYardsticks, usualYardstick, yardsticks } from '../../../yardsticks/registry.ts';
import type { ArmStanding } from '../../../experiments/comparison/standing.ts';
import { armRate, trainingRate } from '../../../experiments/comparison/training-rate.ts';
import { standingDigits } from '../../../experiments/comparison/printed-numbers.ts';
import { isUnreadArm, unreadRemark } from '../../../experiments/comparison/unread.ts';
import { stoppingWords } from '../../../experiments/plan/stopping.ts';
import type { Summary } from '../../../experiments/statistics/mean-interval.ts';
import type { LabelOf } from '../../../experiments/comparison/verdict-words.ts';
import { registryInfos } from '../../../layers/layer-info.ts';
import { fixed, percent, rateWords, short, significant } from '../../../words/number-format.ts';
import { robustnessJson, robustnessText } from '../training/repeated-variations.ts';
import { grouped, line, table } from './terminal.ts';
import { numberOrText } from '../../../store/numbers.ts';
import { verdictJson, verdictLines } from './verdicts.ts';

function finalOf(run: RunRecord) {
  const last = lastEvaluation(run);
  if (!last) return null;
  const { ownLoss, step, zeroState } = last;
  return {
    step,
    ...ofYardsticks(({ id }) => numberOrText(last[id])),
    ownLoss: numberOrText(ownLoss),
    zeroState: zeroState === null ? null : numberOrText(zeroState),
  };
}

/** What `compare --json` prints. @param known how the runs compare, where that was worked out before */
export function resultsJson(snapshot: LabSnapshot, known?: Compared) {
  const { experiment, corpus, baselines, phase, runs } = snapshot;
  const { pairs } = known ?? compared(experiment, runs);
  return {
    partial: phase !== 'finished',
    policy: ratePolicy(experiment),
    tuning: experiment.tuning,
    stopping: experiment.stopping,
    plan: experiment.plan,
    planKept: planWords(experiment, runs).kept,
    additions: experiment.additions,
    untilDecided: looksOf(experiment, runs),
    robustness: robustnessJson(snapshot),
    precision: experiment.precision,
    readingStart: experiment.evaluation.start,
    notes: notesOf(snapshot),
    corpus: corpus && {
      name: corpus.name,
      sha256: corpus.sha256,
      characters: corpus.characters,
      distinct: corpus.distinct,
      unigramEntropy: corpus.unigramEntropy,
      bigramEntropy: corpus.bigramEntropy,
      entropyRate: corpus.entropyRate,
      heldOut: corpus.heldOut,
      drift: corpus.drift,
      warnings: corpus.warnings,
    },
    baselines,
    verdicts: pairs.map((pair) => verdictJson(pair, armLabel(snapshot))),
    arms: experiment.arms.map((arm) => ({
      id: arm.id,
      layer: arm.layer,
      rate: arm.rate,
      clamp: arm.clamp,
      clippedSteps: clippedSteps(experiment, runs, arm.id),
      runs: runs
        .filter((run) => run.armId === arm.id)
        .map((run) => ({
          seed: run.seed,
          steps: run.steps,
          status: run.status,
          diverged: run.status === 'diverged',
          divergence: run.divergence,
          early: run.early,
          engine: run.engine,
          seconds: run.seconds,
          charactersPerSecond: trainingRate(run, experiment.model),
          final: finalOf(run),
          lateTrainingBits: numberOrText(lateTrainingBits(run)),
        })),
    })),
  };
}

/** A mean with the half-width of its 95 % interval, where there is one. */
function meanText({ mean, interval }: Summary, digits: number): string {
  const text = Number.isFinite(mean) ? fixed(mean, digits) : '–';
  return interval ? `${text} ± ${fixed(interval.halfWidth, digits)}` : text;
}

function remark(row: ArmStanding): string {
  const parts = [];
  if (isUnreadArm(row)) parts.push(unreadRemark);
  if (row.diverged > 0) parts.push(`${row.diverged} of ${row.runs} diverged`);
  if (row.failed > 0) parts.push(`${row.failed} of ${row.runs} failed`);
  if (row.early > 0) parts.push(`${row.early} of ${row.runs} ended early`);
  return parts.join(', ');
}

/** In how many of the steps clipping acted. */
const shareText = (share: number | null): string => (share === null ? '–' : percent(share));

/** Characters per second of one run of an arm, in short. */
function rateText({ experiment, corpus, runs }: LabSnapshot, armId: string): string {
  const own = runs.filter((run) => run.armId === armId);
  const rate = armRate(own, experiment.model, corpus?.distinct ?? 0);
  return rate ? short(rate.charactersPerSecond) : '–';
}

/** A name for each arm, as the window and the reports call it. */
function armNames({ experiment: { arms }, ownLayers }: LabSnapshot): string[] {
  const infos = [...registryInfos, ...ownLayers];
  return armLabels(
    arms,
    arms.map(({ layer }) => infos.find(({ id }) => id === layer)!),
  );
}

/** The same by the id of the arm. */
function armLabel(snapshot: LabSnapshot): LabelOf {
  const names = armNames(snapshot);
  return (armId) => names[snapshot.experiment.arms.findIndex(({ id }) => id === armId)];
}

/** Where the rates come from, where there is more to say than the policy's words. */
function tuningLine(experiment: Experiment, labels: readonly string[]): string[] {
  const { tuning, arms } = experiment;
  if (!tuning || ratePolicy(experiment) !== 'norm-matched' || tuning.kind !== 'norm-matched') return [];
  const norms = tuning.best.map(({ armId, norm }) => {
    const at = arms.findIndex(({ id }) => id === armId);
    return at < 0 ? [] : [`${labels[at]} ${significant(norm, 4)}`];
  });
  return [`First gradient norms, averaged over the seeds: ${norms.flat().join('; ')}.`];
}

/** Where a loss is defined by its clamp only: the ε in use, typed or not, for what was trained depends on it. */
export const clampLines = (arms: readonly Arm[], labelOf: (armId: string) => string): string[] =>
  arms
    .filter(({ clamp }) => clamp !== null)
    .map(
      ({ id, clamp }) =>
        `${labelOf(id)} is trained with the clamp ε = ${clamp}: beyond [ε, 1 − ε], where its loss is undefined or without bound, it goes on along its tangent. --clamp sets another.`,
    );

/** What is to be known of how the networks were read. */
function notesOf(snapshot: LabSnapshot): string[] {
  return readingNotes(snapshot.experiment, snapshot.runs, armLabel(snapshot));
}

/** The standing table as `compare` prints it. @param known how the runs compare, where that was worked out before */
export function standingText(snapshot: LabSnapshot, known?: Compared): string {
  const { experiment, corpus, baselines, runs, phase } = snapshot;
  const { standing: stand, pairs } = known ?? compared(experiment, runs);
  const { step, arms } = stand;
  const seeds = experiment.seeds.length;
  const rates = ratePolicyWords(experiment);
  const remarks = arms.map(remark);
  // A column only where there is something to remark.
  const noted = remarks.some((text) => text !== '');
  const labels = armNames(snapshot);
  const label = armLabel(snapshot);
  const isClipped = experiment.clipping.kind !== 'off';
  const rows = arms.map((row, i) => {
    return [
      labels[i],
      rateWords(experiment.arms[i].rate),
      ...yardsticks.map((each) => meanText(row.yardsticks[each.id], standingDigits(arms, each, pairs))),
      ...(isClipped ? [shareText(clippedSteps(experiment, runs, row.armId))] : []),
      rateText(snapshot, row.armId),
      ...(noted ? [remarks[i]] : []),
    ];
  });
  const head = [
    'output layer',
    'η',
    ...yardsticks.map((each) => each.label),
    ...(isClipped ? ['clipped'] : []),
    'chars/s',
    ...(noted ? ['remarks'] : []),
  ];
  const scored = baselines?.heldOut ?? null;
  const lines = corpus
    ? baselineLines(usualYardstick, corpus, scored)
        .map((each) => `${each.label.replace('₂', '2')} ${fixed(each.value, 3)}`)
        .join(' · ')
    : '';
  const engines = [...new Set(runs.flatMap(({ engine }) => engine ?? []))];
  const when = step === null ? 'before the first evaluation' : `at step ${grouped(step)}`;
  const text = corpus ? line(corpus.name) : 'no text';
  return [
    `${phase === 'finished' ? 'Standing' : 'Partial standing'} ${when} on the held-out part of ${text}, ${seeds} paired ${seeds === 1 ? 'seed' : 'seeds'}${seeds > 1 ? ', mean ± half-width of the 95 % t interval' : ''}; ${rates}.`,
    '',
    table(head, rows, new Set([1, 2, 3, 4, 5, 6, ...(isClipped ? [7] : [])])),
    '',
    ...(step === null ? [] : verdictLines(arms, pairs, primaryYardstick(experiment), label)),
    `Baselines in bits per character${scored ? `, models of the training part on the ${grouped(scored.characters)} characters that the runs are scored on` : ''}: ${lines}`,
    ...tuningLine(experiment, labels),
    ...clampLines(experiment.arms, label),
    ...(experiment.stopping
      ? [
          `${stoppingWords(experiment.stopping)} What a run had at its end is compared with what others have later.`,
        ]
      : []),
    `Characters per second of one run in its steps, median over seeds; ${engines.join('; ') || experiment.precision}.`,
    'Bits favour output layers trained on cross-entropy and the Brier score those trained on a quadratic loss, by construction; compare both, and accuracy.',
    planText(experiment, runs),
    ...robustnessText(snapshot, label),
    ...notesOf(snapshot),
    ...(seeds < 2 ? ['One seed decides nothing: repeat with --seeds 6 or more.'] : []),
  ].join('\n');
}
