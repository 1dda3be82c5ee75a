import { planWords } from '../experiments/plan-words.ts';
import { ratePolicy } from '../experiments/rate-policy.ts';
import { fewestForSignificance } from '../experiments/sign-flip.ts';
import { whatSeedsShow } from '../experiments/what-seeds-show.ts';
import { yardsticks } from '../yardsticks/registry.ts';
import { earlyCaveats } from './early-ends.ts';
import { counted, grouped, listed, percent } from '../figures/numbers.ts';
import { rateCaveats, ratePolicyCaveat } from './rate-caveats.ts';
import type { ArmReport, Measured } from './report.ts';
import { brokenBy } from './robustness-rows.ts';
import { shareDone } from './share-done.ts';

/** What may differ between the arms, or between this and a repetition, beside the output layer. */
export function uncontrolled({ experiment, corpus, machine }: Measured): string[] {
  const { clipping, model } = experiment;
  return [
    {
      same: 'The learning rate: one for all arms, though losses differ in scale and shape, and each has a best rate of its own.',
      'set per arm':
        'How the learning rates were chosen: they were set per arm, by a search this report does not know.',
      'best per arm':
        'The budget of the sweep: its runs may be shorter than these, and the best rate of a short run is often too large for a long one.',
      'norm-matched':
        'The later gradients: rates were matched on the first one, and norms change at their own pace afterwards.',
    }[ratePolicy(experiment)],
    'The settings of the optimiser, which were not tuned for any arm.',
    ...(clipping.kind === 'off'
      ? []
      : [
          'How often clipping acts: one threshold cuts deeper where gradients are larger (see gradient norms).',
        ]),
    ...(model.biases && model.outputBias === 'zero'
      ? [
          `The first outputs: with by = 0 a softmax starts at 1/V, a sigmoid at ½ and a linear output at 0 (V = ${grouped(corpus.distinct)}).`,
        ]
      : []),
    'The split of the text: one held-out stretch, at its end, for all seeds.',
    `Training time: measured on one machine (${machine.processor}, ${counted(machine.cores, 'core')}) with whatever else ran on it.`,
  ];
}

/** What the data do not support, each sentence computed from the data themselves. */
export function notSupported(report: Measured): string[] {
  return [
    ...partialCaveats(report),
    ...seedCaveats(report),
    ...planCaveats(report),
    ...brokenBy(report),
    ...divergenceCaveats(report),
    ...earlyCaveats(report),
    ...rateCaveats(report),
    ...layerCaveats(report),
    ...yardstickCaveats(report),
    ...scopeCaveats(report),
  ];
}

function partialCaveats({ partial, runs, experiment, standing }: Measured): string[] {
  if (!partial) return [];
  const share = shareDone({ experiment, runs });
  const at =
    standing.step === null ? 'before anything was evaluated' : `compared at step ${grouped(standing.step)}`;
  return [
    `This is a partial report: ${percent(share)} of the planned steps were done, ${at} of ${grouped(experiment.steps)}. Which arm is ahead early says little about the end.`,
  ];
}

function seedCaveats({ experiment, pairs }: Measured): string[] {
  const n = experiment.seeds.length;
  const sentences: string[] = [];
  if (n === 1)
    sentences.push(
      'One seed: there is no interval and no test. Any difference may be the luck of these initial weights.',
    );
  else if (n < fewestForSignificance)
    sentences.push(
      `${n} seeds: a sign-flip test cannot give p below ${2 ** (1 - n)}, so it cannot reach 0.05; ${fewestForSignificance} seeds are the fewest with which it can. The t intervals take the values to be normal, which ${n} values cannot show.`,
    );
  else if (pairs.length > 0) sentences.push(whatSeedsShow(n, pairs.length / yardsticks.length));
  if (pairs.length > 1)
    sentences.push(
      `${counted(pairs.length, 'comparison')} (pairs of arms × ${yardsticks.length} yardsticks) are listed. Verdicts are about one pair each: of arms that are equal, about one pair in twenty looks decided by chance. The column Holm corrects their p for the pairs on one yardstick, not for the ${yardsticks.length} yardsticks.`,
    );
  return sentences;
}

/** A number of seeds that was chosen while looking is told where claims are weighed. */
function planCaveats({ experiment, runs }: Measured): string[] {
  const { kept, course } = planWords(experiment, runs);
  return kept === false ? [`The plan was not kept as it was declared. ${course.join(' ')}`] : [];
}

function divergenceCaveats({ arms }: Measured): string[] {
  return arms.flatMap(({ label, standing: { diverged, failed, runs, n } }) => {
    const sentences: string[] = [];
    if (diverged > 0) {
      const effect =
        n === 0
          ? 'No seed has a value at the step of comparison.'
          : n < runs
            ? `Its mean is over the ${n} with a value at the step of comparison, and flatters it: the seeds that went wrong are not in it.`
            : 'They did so after the step of comparison; its mean says nothing of that.';
      sentences.push(`${label}: ${diverged} of ${counted(runs, 'seed')} diverged. ${effect}`);
    }
    if (failed > 0)
      sentences.push(
        `${label}: ${failed} of ${counted(runs, 'seed')} failed for reasons outside the mathematics.`,
      );
    const absent = runs - n;
    if (diverged + failed === 0 && absent > 0)
      sentences.push(
        `${label}: ${absent} of ${counted(runs, 'seed')} had no evaluation at the step of comparison.`,
      );
    return sentences;
  });
}

/** What was found of a layer before it was trained stays true of its arms. */
function layerCaveats({ arms }: Measured): string[] {
  return arms.flatMap(({ label, layer }) => (layer.own?.warnings ?? []).map((text) => `${label}: ${text}`));
}

function yardstickCaveats({ arms }: Measured): string[] {
  const losses = new Set(arms.map(({ layer }) => layer.loss));
  const favour = losses.has('cross-entropy') && losses.has('quadratic');
  const spread = arms.filter(({ readingClipped }) => readingClipped > 0.01);
  return [
    ...(favour
      ? [
          'Bits per character are a cross-entropy and favour the arms trained on cross-entropy by construction; the Brier score is a quadratic loss and favours the arms trained on that. Read both, and accuracy.',
        ]
      : []),
    ...(spread.length
      ? [
          `Outputs of ${listed(spread.map(({ label }) => label))} had to be clipped to be read as probabilities: bits and Brier score judge that reading as much as the training.`,
        ]
      : []),
    ...(arms.length > 1
      ? ['Own losses of different arms are different quantities and cannot be compared.']
      : []),
  ];
}

function scopeCaveats({ experiment, corpus, machine, runs, arms, arithmetic }: Measured): string[] {
  const { evaluation, model } = experiment;
  const steps = Math.max(...runs.map((run) => run.steps));
  const held = Math.min(evaluation.characters, corpus.heldOutCharacters);
  const passes = (steps * model.batch * model.length) / corpus.trainCharacters;
  return [
    ...(arms.length > 1 ? [ratePolicyCaveat(experiment), ...clippingCaveat(arms)] : []),
    `One text, one model size, one optimiser${corpus.builtin ? ' (and a generated text at that)' : ''}: nothing here says what happens on others.`,
    `The held-out stretch has ${counted(held, 'character')}, the same for all seeds: intervals over seeds do not contain the luck of this stretch.`,
    `A run read at most ${passes < 0.995 ? percent(passes) : `${Number(passes.toFixed(1))} times the length`} of the training text; nothing is known of longer training.`,
    ...(corpus.distinct === 1 ? ['The text has one distinct character: there is nothing to predict.'] : []),
    `Figures repeat bit by bit on one build and processor type only (${arithmetic}, ${machine.runtime}, ${machine.system}); elsewhere rounding may differ, and training magnifies it.`,
  ];
}

/** Clipping is a learning rate of its own: where it acts on most steps of one arm and few of another, it decides too. */
function clippingCaveat(arms: readonly ArmReport[]): string[] {
  const trained = arms
    .filter(({ gradient }) => gradient.steps > 0)
    .sort((a, b) => b.gradient.clippedShare - a.gradient.clippedShare);
  const [most, least] = [trained[0], trained.at(-1)];
  if (!most || !least || most.gradient.clippedShare - least.gradient.clippedShare < 0.25) return [];
  return [
    `Clipping acted on ${percent(most.gradient.clippedShare)} of the steps of ${most.label} and on ${percent(least.gradient.clippedShare)} of those of ${least.label}: whatever η says, they did not take steps of the same kind.`,
  ];
}
