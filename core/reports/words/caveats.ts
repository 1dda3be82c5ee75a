import { compact } from '../../words/compact.ts';
import type { Say } from '../../words/said/say.ts';
import { sayOf } from './say-of.ts';
import { pairOf } from '../../experiments/comparison/paired-difference.ts';
import { driftThreshold } from '../../corpora/corpus.ts';
import { outcomeWords, planWords } from '../../experiments/plan/plan-words.ts';
import { ranking } from '../../experiments/comparison/lead.ts';
import { ratePolicy } from '../../experiments/rates/rate-policy.ts';
import { splitOf, splitWords } from '../../experiments/text-split.ts';
import { readingNotes } from '../../experiments/comparison/reading-notes.ts';
import { isOpen } from '../../experiments/comparison/verdict.ts';
import { whatSeedsShow } from '../../experiments/comparison/what-seeds-show.ts';
import { yardsticks, type YardstickId } from '../../yardsticks/registry.ts';
import { earlyCaveats } from './early-ends.ts';
import { fixed, grouped, percent } from '../../words/number-format.ts';
import { rateCaveats, ratePolicyCaveat } from './rate-caveats.ts';
import type { Measured } from '../report-data.ts';
import { originCaveats, originDifferences } from '../../experiments/run-origins.ts';
import { brokenBy } from './robustness-rows.ts';
import { doneWords } from './share-done.ts';
import { labelOf } from './summary.ts';

/** What may differ between the arms, or between this and a repetition, beside the output layer. */
export function uncontrolled(report: Measured): string[] {
  const { experiment, arms, corpus, machine, origins = [] } = report;
  const { clipping, model } = experiment;
  const say = sayOf(report);
  return compact([
    // What the data do not support says it of rates that nobody looked for.
    ...{
      same: [],
      'set per arm': [],
      'best per arm': [
        say`The budget of the sweep: its runs may be shorter than these, and the best rate of a short run is often too large for a long one.`,
      ],
      'norm-matched': [
        say`The later gradients: rates were matched on the first one, and norms change at their own pace afterwards.`,
      ],
    }[ratePolicy(experiment)],
    say`The settings of the optimiser, which were not tuned for any output layer.`,
    // Where it acted on one arm far more than on another, the data do not support more; said there.
    ...(clipping.kind === 'off' || (arms.length > 1 && clippingCaveat(report, say).length > 0)
      ? []
      : [say`How often clipping acts: one threshold cuts deeper where gradients are larger.`]),
    model.biases &&
      model.outputBias === 'zero' &&
      say`The first outputs: with by = 0 a softmax starts at 1/V, a sigmoid at ½ and a linear output at 0 (V = ${grouped(corpus.distinct)}).`,
    say`The split of the text: one for all seeds (${splitWords(splitOf(experiment.corpus), say)}).`,
    ...originCaveats(origins, labelOf(report), say),
    originDifferences(origins).includes('machine')
      ? say`Training time: measured on different machines with whatever else ran on them.`
      : say`Training time: measured on one machine (${machine.processor}, ${say.counted(machine.cores, 'core')}) with whatever else ran on it.`,
  ]);
}

/** What the data do not support, each sentence computed from the data themselves. */
export function notSupported(report: Measured): string[] {
  const say = sayOf(report);
  return [
    ...partialCaveats(report, say),
    ...seedCaveats(report, say),
    ...planCaveats(report, say),
    ...brokenBy(report, say),
    ...divergenceCaveats(report, say),
    ...readingCaveats(report, say),
    ...earlyCaveats(report, say),
    ...rateCaveats(report, say),
    ...layerCaveats(report, say),
    ...yardstickCaveats(report, say),
    ...driftCaveat(report, say),
    ...scopeCaveats(report, say),
  ];
}

function partialCaveats(report: Measured, say: Say): string[] {
  if (!report.partial) return [];
  return [
    say`This is a partial report: ${doneWords(report, say)}. Which output layer is ahead early says little about the end.`,
  ];
}

function seedCaveats({ pairs, experiment }: Measured, say: Say): string[] {
  const [first] = pairs;
  if (!first) return experiment.seeds.length === 1 ? [say`One seed: there is no interval.`] : [];
  // On bits there may be nothing to pair, where one arm has no reading as probabilities.
  const told = pairs.reduce((most, pair) => (pair.summary.n > most.summary.n ? pair : most), first);
  const open = pairs.some(({ verdict }) => isOpen(verdict));
  return compact([
    open && whatSeedsShow(told.summary.n, told.pairs, told.rule.by, say),
    pairs.length > yardsticks.length &&
      say`${say.counted(pairs.length, 'comparison')} (pairs of output layers × ${yardsticks.length} yardsticks) are listed. On one yardstick at most one experiment in twenty names a better one among equal output layers; over the ${yardsticks.length} yardsticks nothing is corrected.`,
  ]);
}

/** A number of seeds that was chosen while looking is told where claims are weighed. */
function planCaveats({ experiment, runs }: Measured, say: Say): string[] {
  const { outcome, kept, course } = planWords(experiment, runs, say);
  if (kept !== false && (experiment.plan !== null || course.length === 0)) return [];
  return [
    say.sentences([kept === false ? outcomeWords(outcome, say) : say`No plan was declared.`, ...course]),
  ];
}

/** Where the state that text was read from matters, and where training and held-out text part. */
function readingCaveats({ experiment, runs, arms }: Measured, say: Say): string[] {
  return readingNotes(experiment, runs, (armId) => arms.find(({ arm }) => arm.id === armId)!.label, say);
}

function divergenceCaveats({ arms }: Measured, say: Say): string[] {
  return arms.flatMap(({ label, standing: { diverged, failed, runs, n } }) => {
    const sentences: string[] = [];
    if (diverged > 0) {
      const effect =
        n === 0
          ? say`No seed has a value at the step of comparison.`
          : n < runs
            ? say`Its mean is over the ${n} with a value at the step of comparison, and flatters it: the seeds that went wrong are not in it.`
            : say`They did so after the step of comparison; its mean says nothing of that.`;
      sentences.push(
        say.sentences([say`${label}: ${diverged} of ${say.counted(runs, 'seed')} diverged.`, effect]),
      );
    }
    if (failed > 0)
      sentences.push(
        say`${label}: ${failed} of ${say.counted(runs, 'seed')} failed for reasons outside the mathematics.`,
      );
    const absent = runs - n;
    if (diverged + failed === 0 && absent > 0)
      sentences.push(
        say`${label}: ${absent} of ${say.counted(runs, 'seed')} had no evaluation at the step of comparison.`,
      );
    return sentences;
  });
}

/** What was found of a layer before it was trained stays true of its arms. */
function layerCaveats({ arms }: Measured, say: Say): string[] {
  return arms.flatMap(({ label, layer }) =>
    (layer.own?.warnings ?? []).map((text) => say`${label}: ${say.of(text)}`),
  );
}

/** Where the yardsticks do not agree on the arm that is ahead, and where a reading decides with. */
function yardstickCaveats(report: Measured, say: Say): string[] {
  const { arms } = report;
  const spread = arms.filter(({ readingClipped }) => readingClipped > 0.01);
  return compact([
    ...aheadByYardstick(report, say),
    spread.length > 0 &&
      say`Outputs of ${say.listed(spread.map(({ label }) => label))} had to be cut off at 0 to be read as probabilities: bits and Brier score judge that reading as much as the training.`,
  ]);
}

/**
 * Bits are a cross-entropy and Brier a quadratic loss: each favours the arms that were trained on it. Told where the arms
 * that lead on two yardsticks are apart by more than what matters on both.
 */
function aheadByYardstick({ arms, pairs }: Measured, say: Say): string[] {
  const standings = arms.map(({ standing }) => standing);
  const leads = yardsticks.flatMap(({ id, label }) =>
    ranking(standings, id)
      .slice(0, 1)
      .map(({ armId }) => ({ id, label, armId })),
  );
  const isClear = (yardstick: YardstickId, a: string, b: string) => {
    const pair = pairOf(
      pairs.filter((each) => each.yardstick === yardstick),
      a,
      b,
    );
    return Math.abs(pair.summary.mean) > pair.rule.smallest;
  };
  const told = leads.filter(({ id, armId }) =>
    leads.some(
      (other) =>
        other.armId !== armId && isClear(id, armId, other.armId) && isClear(other.id, armId, other.armId),
    ),
  );
  if (told.length === 0) return [];
  const label = labelOf({ arms });
  const ahead = [...new Set(told.map(({ armId }) => armId))].map(
    (armId) =>
      say`${label(armId)} in ${say.listed(told.filter((each) => each.armId === armId).map((each) => say.of(each.label)))}`,
  );
  return [
    say`The yardsticks do not agree on the output layer that is ahead: ${say.listed(ahead)}. Bits favour output layers trained on cross-entropy and the Brier score those trained on a quadratic loss, by construction.`,
  ];
}

/** The parts of the text are told to differ before training, and here. */
function driftCaveat({ corpus: { drift, options } }: Measured, say: Say): string[] {
  if (drift === null || drift <= driftThreshold) return [];
  return [
    say`The held-out part is not like the training part (drift ${fixed(drift, 2)} bits): held-out values measure that too, and an order on them may be another where the parts are alike.${options.split === 'end' ? say` A split by blocks would tell.` : ''}`,
  ];
}

function scopeCaveats(report: Measured, say: Say): string[] {
  const { experiment, corpus, runs, arms } = report;
  const { model } = experiment;
  const steps = Math.max(...runs.map((run) => run.steps));
  const passes = (steps * model.batch * model.length) / corpus.trainCharacters;
  return compact([
    ...(arms.length > 1 ? [...ratePolicyCaveat(experiment, say), ...clippingCaveat(report, say)] : []),
    passes < 0.995 &&
      say`A run read at most ${percent(passes)} of the training text: nothing is known of longer training.`,
    corpus.distinct === 1 && say`The text has one distinct character: there is nothing to predict.`,
  ]);
}

/**
 * Clipping is a learning rate of its own: where it acts on most steps of one arm and few of another, it decides too, and
 * where it acts on most steps of all, they were trained at one length of step.
 */
function clippingCaveat({ arms, robustness, experiment }: Measured, say: Say): string[] {
  const trained = arms
    .filter(({ gradient }) => gradient.steps > 0)
    .sort((a, b) => b.gradient.clippedShare - a.gradient.clippedShare);
  const [most, least] = [trained[0], trained.at(-1)];
  if (!most || !least) return [];
  const [high, low] = [most, least].map(({ gradient }) => gradient.clippedShare);
  const apart = high - low >= 0.25;
  if (!apart && low < 0.5) return [];
  const alike =
    experiment.clipping.kind === 'norm'
      ? say`Clipping acted on ${percent(low)} of the steps of every output layer or more: by how much a gradient was above the threshold, in which losses differ, took no part in them.`
      : say`Clipping acted on ${percent(low)} of the steps of every output layer or more, on some entries of a gradient at least: by how much those were beyond the threshold took no part in them.`;
  const repeated = robustness?.repeats.some(({ id }) => id === 'clipping') ?? false;
  return [
    say.sentences([
      apart
        ? say`Clipping acted on ${percent(high)} of the steps of ${most.label} and on ${percent(low)} of those of ${least.label}: whatever η says, they did not take steps of the same kind.`
        : alike,
      repeated
        ? ''
        : say`No repeat without clipping was made, so how much of the order is due to it is not known.`,
    ]),
  ];
}
