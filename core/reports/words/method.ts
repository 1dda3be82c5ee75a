import { compact } from '../../words/compact.ts';
import type { Say } from '../../words/said/say.ts';
import { sayOf } from './say-of.ts';
import { judgePairs } from '../../experiments/comparison/verdict.ts';
import { defaultEvaluation } from '../../experiments/plan/evaluation-plan.ts';
import { primaryYardstick } from '../../experiments/plan/plan.ts';
import { planText } from '../../experiments/plan/plan-words.ts';
import { ratePolicy } from '../../experiments/rates/rate-policy.ts';
import { sense, yardstickById } from '../../yardsticks/registry.ts';
import type { BestPerArm } from '../../experiments/rates/rate-tuning.ts';
import type { Experiment } from '../../experiments/experiment.ts';
import { gradientEvery } from '../../experiments/run.ts';
import { warmUpCharacters } from '../../network/reading-start.ts';
import { confidence } from '../../experiments/statistics/mean-interval.ts';
import { choosingPart, splitOf, splitWords } from '../../experiments/text-split.ts';
import { stoppingWords } from '../../experiments/plan/stopping.ts';
import type { InitialScale } from '../../network/initial-weights.ts';
import type { ReadingInfo } from '../../layers/layer-info.ts';
import { givesProbabilities, readingOf } from '../../outputs/readings/registry.ts';
import { smoothingRule } from '../../network/reading.ts';
import { fixed, grouped, percent, rateWords, significant } from '../../words/number-format.ts';
import { layerLabel } from '../../contract/arm-labels.ts';
import type { Measured, MethodRow } from '../report-data.ts';

/** Up to so many arms a sentence names each. */
const mostNamed = 6;

/** The rates themselves stand in the table of arms, and what a sweep found in that of rates. */
function ratePolicySentence({ experiment, arms }: Measured, say: Say): string {
  const { tuning } = experiment;
  const policy = ratePolicy(experiment);
  if (policy === 'same')
    return say`Same: every output layer uses η = ${rateWords(experiment.arms[0].rate)}. It was not chosen for each output layer on its own.`;
  if (policy === 'best per arm' && tuning?.kind === 'best-per-arm')
    return say.sentences([
      say`Best per output layer.`,
      chosenText(experiment, tuning, say),
      tuningBudget({ experiment, arms }, say),
    ]);
  if (policy === 'norm-matched')
    return say`Norm-matched. The rates were scaled so that η times the norm of the first gradient is the same for all output layers: over all parameters, before clipping, at the initial weights and on the first batch of each seed, averaged over the seeds.`;
  return say`Set per output layer.`;
}

/** By what rates were chosen, from which grid, with which seeds. */
function chosenText(experiment: Experiment, tuning: BestPerArm, say: Say): string {
  const { grid, seeds, yardstick, part } = tuning;
  const label = say.of(yardstickById(yardstick).label);
  const tried = triedFor(tuning, say);
  const from = say`from one common grid of ${grid.count} rates, ${significant(grid.low)} … ${significant(grid.high)}`;
  const over = say`${say.counted(seeds.length, 'tuning seed')} (${say.names(seeds)})`;
  const apart = seeds.some((seed) => experiment.seeds.includes(seed))
    ? ''
    : say`, none of them reported here`;
  return part === 'tuning'
    ? say`Chosen by ${label} ${tried} on the tuning part of the text, ${from}, over ${over}${apart}.`
    : say`Chosen by ${label} ${tried} on the held-out part of the text, ${from}, over ${over}${apart}.`;
}

/** After how many steps rates were compared. */
function triedFor({ rounds, steps }: Pick<BestPerArm, 'rounds' | 'steps'>, say: Say): string {
  if (!rounds || rounds.length < 2) return say`after ${grouped(steps)} steps`;
  const [first, ...later] = rounds;
  const then = later.map(
    (round, i) => say`the best ${[first, ...later][i].keep} after ${grouped(round.steps)}`,
  );
  return say`in rounds (all after ${say.counted(first.steps, 'step')}, ${say.listed(then)})`;
}

/** How much was spent on finding the rates, against what was spent on the runs that are reported. */
function tuningBudget({ experiment, arms }: Pick<Measured, 'experiment' | 'arms'>, say: Say): string {
  const { tuning } = experiment;
  if (tuning?.kind !== 'best-per-arm') return '';
  const reported = arms.length * experiment.seeds.length * experiment.steps;
  const { trained } = tuning;
  if (trained !== undefined)
    return say`Tuning took ${say.counted(trained, 'step')}, ${percent(trained / (trained + reported))} of all.`;
  const spent = tuning.grid.count * tuning.seeds.length * tuning.steps * arms.length;
  return say`Tuning took at least ${grouped(spent)} steps, ${significant(spent / reported)} times those of the runs reported here.`;
}

function clippingSentence({ clipping }: Experiment, say: Say): string {
  if (clipping.kind === 'off') return say`Gradients are not clipped.`;
  return clipping.kind === 'norm'
    ? say`Gradients are scaled down to a global L2 norm of ${clipping.threshold} when they exceed it; the same threshold for every output layer.`
    : say`Each entry of the gradients is limited to ±${clipping.threshold}; the same threshold for every output layer.`;
}

function optimizerSentence({ experiment, optimizers }: Measured, say: Say): string {
  const { id, settings } = experiment.optimizer;
  const info = optimizers.find((each) => each.id === id);
  const values = Object.entries({ ...info?.defaults, ...settings });
  const set = values.length ? ` (${values.map(([name, value]) => `${name} ${value}`).join(', ')})` : '';
  return say`${info?.label ?? id}${set}${info ? `: ${info.formula}` : ''}.`;
}

/** Which drawn matrices were multiplied, and by what; nothing where none was. */
function scaleWords(scale: InitialScale, say: Say): string {
  const scaled = (Object.entries(scale) as [string, number][]).filter(([, factor]) => factor !== 1);
  if (scaled.length === 0) return '';
  return say`, then multiplied: ${say.listed(scaled.map(([name, factor]) => say`${name} by ${significant(factor)}`))}`;
}

function modelSentence({ experiment, corpus, parameters, arithmetic }: Measured, say: Say): string {
  const { hidden, biases, initial, outputBias, initialScale } = experiment.model;
  const start =
    initial === 'uniform'
      ? say`uniform in (−1/√H, 1/√H)`
      : say`normal with mean 0 and standard deviation 0.01`;
  const output = outputBias === 'uniform-output' ? say`, by at the value where every output is 1/V` : '';
  const biased = biases ? say`biases (initially 0${output})` : say`no biases`;
  return say.sentences([
    say`Recurrent network with one tanh layer, H = ${grouped(hidden)}, V = ${grouped(corpus.distinct)}, ${biased}; ${say.counted(parameters, 'parameter')} in every network.`,
    say`Initial weights ${start}${scaleWords(initialScale, say)}.`,
    say`Arithmetic: ${say.of(arithmetic)}.`,
  ]);
}

/** What stands in a table for how a layer is read. */
export function readingName({ id }: ReadingInfo, say: Say): string {
  if (id === 'own') return say`by the plug-in itself`;
  if (id === 'unknown') return say`not said`;
  return say.of(readingOf(id).short);
}

/** How much of the training text a run reads: a share of it, or how many times all of it. */
export const passesText = (passes: number, say: Say): string =>
  passes < 0.995
    ? say`${percent(passes)} of the training text`
    : say`${fixed(passes, 1)} times the training text`;

/** Share of held-out positions in which something was cut off at 0; nothing where nothing was read. */
export const clippedText = (share: number): string => (Number.isNaN(share) ? '–' : percent(share));

/** How outputs are read, the arms that are read alike together; how often one was cut off at 0 for it stands in the appendix. */
function readingSentence({ arms }: Measured, say: Say): string {
  const kinds = [...new Set(arms.map(({ layer: { reading } }) => reading.words))];
  const each = kinds.map((words) => {
    const own = arms.filter(({ layer: { reading } }) => reading.words === words);
    const names = [...new Set(own.map(({ label }) => (arms.length > mostNamed ? layerLabel(label) : label)))];
    const how = say
      .of(words)
      .replace(/^[RN]/, (first) => first.toLowerCase())
      .replace(/[.。]$/, '');
    const without = say`${how}; no bits and no Brier score, and no part in verdicts on them`;
    return say`${say.listed(names)}: ${givesProbabilities(own[0].layer.reading.id) ? how : without}.`;
  });
  return say.sentences([
    say`Outputs are read as probabilities q as the loss of each output layer means them; then ${say.of(smoothingRule)}.`,
    ...each,
  ]);
}

function clampRow({ arms }: Measured, say: Say): MethodRow[] {
  return arms.every(({ arm }) => arm.clamp === null)
    ? []
    : [
        {
          label: say`Clamp in training`,
          text: say`The loss is undefined outside 0 < y < 1; in training it goes on along its tangent beyond [ε, 1 − ε], so what was trained is this extended loss.`,
        },
      ];
}

/** From which hidden state held-out text was read. */
function startWords({ evaluation }: Experiment, say: Say): string {
  return evaluation.start === 'carried'
    ? say`read from the hidden state that the first sequence of training carries, warmed up on the ${warmUpCharacters} characters before each stretch, which are not scored; samples and probes start from the same state. At the end of a run the text is read from h = 0 too`
    : say`read from h = 0, as experiments were made before the state of training was carried over`;
}

/** How the comparison was made: everything that somebody needs to repeat it, in words. */
export function methodRows(report: Measured): MethodRow[] {
  const { experiment } = report;
  const { seeds, steps, evaluation, model } = experiment;
  const { length, batch } = model;
  const say = sayOf(report);
  return compact([
    { label: say`Model`, text: modelSentence(report, say) },
    {
      label: say`Budget`,
      text: say`${say.counted(steps, 'step')} per run, each on B = ${grouped(batch)} sequences of T = ${grouped(length)} characters: ${grouped(steps * batch * length)} characters. The hidden state is carried from chunk to chunk, gradients are not.`,
    },
    { label: say`Optimiser`, text: optimizerSentence(report, say) },
    { label: say`Learning-rate policy`, text: ratePolicySentence(report, say) },
    { label: say`Gradient clipping`, text: clippingSentence(experiment, say) },
    {
      label: say`Seeds and pairing`,
      text: say`${say.counted(seeds.length, 'seed')}: ${say.listed(seeds)}. Runs of one seed are paired: every output layer starts from the same weights, reads the same chunks in the same order and draws its samples with the same random numbers.`,
    },
    { label: say`Plan`, text: planText(experiment, report.runs, say) },
    { label: say`Reading outputs as probabilities`, text: readingSentence(report, say) },
    ...clampRow(report, say),
    {
      label: say`Evaluation`,
      text: say.sentences([
        say`${evaluatedWords(report, say)}, before the first step, ${evaluation.every === 1 ? say`after every step` : say`every ${grouped(evaluation.every)} steps`} and after the last, ${startWords(experiment, say)}.`,
        whySoMany(report, say),
        say`Accuracy is taken from y itself.`,
        report.runs.some(({ training }) => training.step.length > 0)
          ? say`The same yardsticks are taken of the training batches of every ${gradientEvery}th step, before its update.`
          : '',
        thinnedWords(report, say),
      ]),
    },
    experiment.stopping && {
      label: say`Early ends`,
      text: say.sentences([stoppingWords(experiment.stopping, say), rulesRead(experiment, say)]),
    },
    {
      label: say`Intervals`,
      text: say`Mean over seeds with Student’s t interval at ${percent(confidence)}. Differences between output layers are taken seed by seed.`,
    },
    ...smallestRow(report, say),
    { label: say`Standing`, text: standingSentence(report, say) },
    { label: say`Scope`, text: scopeSentence(report, say) },
  ]);
}

/** What the smallest difference that matters is, and whether the verdicts hang on it. */
function smallestRow({ experiment, pairs }: Measured, say: Say): MethodRow[] {
  const yardstick = primaryYardstick(experiment);
  const own = pairs.filter((pair) => pair.yardstick === yardstick);
  const [first] = own;
  if (!first) return [];
  const { smallest } = first.rule;
  const { inBits, label, smallest: usual } = yardstickById(yardstick);
  if (smallest === 0)
    return [
      {
        label: say`Smallest difference that matters`,
        text: say`None was declared to be too small in ${say.of(label)}: any difference matters.`,
      },
    ];
  const otherwise = (factor: number) =>
    judgePairs(own, sense(yardstick), {
      ...first.rule,
      smallest: factor * smallest,
      scale: factor * first.rule.scale,
    }).filter(({ verdict }, i) => verdict.kind !== own[i].verdict.kind).length;
  const [half, twice] = [otherwise(0.5), otherwise(2)];
  return [
    {
      label: say`Smallest difference that matters`,
      text: say.sentences([
        smallest === usual
          ? say`${significant(smallest)} in ${say.of(label)}, a convention of the lab and not of this text.`
          : say`${significant(smallest)} in ${say.of(label)}, declared for this experiment.`,
        inBits
          ? say`It is a probability of the right character that is ${percent(2 ** smallest - 1)} higher, as a geometric mean.`
          : '',
        own.every(({ verdict: { kind } }) => kind === 'none' || kind === 'too-few-seeds')
          ? ''
          : half + twice === 0
            ? say`Half of it and twice as much give the same verdicts.`
            : say`With half of it ${half} of ${say.counted(own.length, 'verdict')} would be others, with twice as much ${twice}.`,
      ]),
    },
  ];
}

/** How many held-out characters the runs are scored on. */
export const scoredCharacters = ({ experiment, corpus, baselines }: Measured): number =>
  baselines?.heldOut.characters ?? Math.min(experiment.evaluation.characters, corpus.heldOutCharacters);

/** Which held-out characters the runs are scored on. */
function evaluatedWords(report: Measured, say: Say): string {
  const { experiment, corpus } = report;
  const split = splitOf(experiment.corpus);
  const held = grouped(scoredCharacters(report));
  const of = grouped(corpus.heldOutCharacters);
  return split.split === 'blocks'
    ? say`On ${held} of ${of} held-out characters (${splitWords(split, say)})`
    : say`On the first ${held} of ${of} held-out characters (${splitWords(split, say)})`;
}

/** Why so many; nothing where that is all the text, and where they were chosen or are those of a budget that has grown. */
function whySoMany({ experiment, corpus }: Measured, say: Say): string {
  const { evaluation, steps, model } = experiment;
  const isUsual = evaluation.characters === defaultEvaluation(steps, model).characters;
  return isUsual && evaluation.characters < corpus.heldOutCharacters
    ? say`The number of held-out characters is the usual one: as many as keep 30 evaluations near a quarter of the work of training, from 500 to 20 000.`
    : '';
}

/** What is drawn and kept of runs that are too long for a row of each step. */
function thinnedWords({ runs }: Measured, say: Say): string {
  const rows = runs.flatMap(({ series: { thinned } }) => (thinned ? thinned.step[1] : []));
  return rows.length === 0
    ? ''
    : say`Curves over steps have a row for every ${grouped(Math.max(...rows))}th step, with the lowest and the highest values in between; every step is in curves.csv where the runs are kept in a folder.`;
}

/** What the rules go by; nothing for a budget alone. */
function rulesRead({ stopping, corpus }: Experiment, say: Say): string {
  if (!stopping?.target && !stopping?.plateau) return '';
  return choosingPart(corpus) === 'tuning'
    ? say`The rules read the tuning part of the text, which is not reported.`
    : say`The rules read the held-out part, on which the results are reported.`;
}

/** What everything in the report is about. */
function scopeSentence(report: Measured, say: Say): string {
  const { corpus, machine, arithmetic } = report;
  const one = corpus.builtin
    ? say`One generated text, one model size, one optimiser`
    : say`One text, one model size, one optimiser`;
  return say.sentences([
    say`${one}; ${say.counted(scoredCharacters(report), 'held-out character')}, the same for all seeds, so that intervals over seeds do not hold the luck of these characters.`,
    say`Figures repeat bit by bit on one build and processor type (${say.of(arithmetic)}, ${machine.runtime}, ${machine.system}); elsewhere rounding may differ, and training magnifies it.`,
  ]);
}

function standingSentence({ standing }: Measured, say: Say): string {
  if (standing.step === null) return say`No run was evaluated, so there is nothing to compare.`;
  return say.sentences([
    say`Output layers are compared at step ${grouped(standing.step)}, the last one at which every run was evaluated that had not diverged or failed.`,
    say`A run that diverged before it has no value there: it is counted and listed, not averaged.`,
    standing.arms.some((row) => row.early > 0)
      ? say`A run that ended early stands at its end from then on.`
      : '',
  ]);
}
