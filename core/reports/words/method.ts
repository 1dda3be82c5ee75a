import { clippedWords } from './gradient-summary.ts';
import { planText } from '../../experiments/plan/plan-words.ts';
import { ratePolicy, ratePolicyWords } from '../../experiments/rates/rate-policy.ts';
import { yardstickById } from '../../yardsticks/registry.ts';
import { basinTolerance, basinWidth } from '../../experiments/rates/sweep.ts';
import type { BestPerArm } from '../../experiments/rates/rate-tuning.ts';
import type { Experiment } from '../../experiments/experiment.ts';
import { gradientEvery } from '../../experiments/run.ts';
import { warmUpCharacters } from '../../network/reading-start.ts';
import { confidence } from '../../experiments/statistics/mean-interval.ts';
import { choosingPart, splitOf, splitWords } from '../../experiments/text-split.ts';
import { stoppingWords } from '../../experiments/plan/stopping.ts';
import type { InitialScale } from '../../network/initial-weights.ts';
import type { ReadingInfo } from '../../layers/layer-info.ts';
import { smoothingRule } from '../../network/reading.ts';
import { counted, grouped, listed, percent, significant } from '../../words/number-format.ts';
import type { Measured, MethodRow } from '../report-data.ts';

/** The learning-rate policy as it stands beside every chart. */
export const ratePolicyNote = (experiment: Experiment): string => ratePolicyWords(experiment);

function ratePolicySentence({ experiment, arms }: Measured): string {
  const { tuning } = experiment;
  const rates = arms.map(({ label, arm }) => (label.includes('η') ? label : `${label}, η = ${arm.rate}`));
  const policy = ratePolicy(experiment);
  if (policy === 'same')
    return `Same: every arm uses η = ${experiment.arms[0].rate}. It was not chosen for each arm on its own.`;
  if (policy === 'best per arm' && tuning?.kind === 'best-per-arm') {
    const { grid, seeds, yardstick } = tuning;
    const label = yardstickById(yardstick).label;
    const basins = tuning.best.map(({ armId, basin, atEdge }) => {
      const name = arms.find(({ arm }) => arm.id === armId)?.label ?? armId;
      const edge = atEdge ? ', at the end of what was tried' : basin.open ? ', or more' : '';
      const range =
        basin.factor > 1
          ? `${significant(basin.low)} … ${significant(basin.high)}`
          : `${significant(basin.low)} alone (${basinWidth(basin)})`;
      return `${name} ${range}${edge}`;
    });
    return `Best per arm: ${rates.join('; ')}. Chosen by ${label} ${triedFor(tuning)} on the ${tuning.part} part of the text, from one common grid of ${grid.count} rates, ${significant(grid.low)} … ${significant(grid.high)}, over ${counted(seeds.length, 'tuning seed')} (${seeds.join(', ')})${seeds.some((seed) => experiment.seeds.includes(seed)) ? '' : ', none of them reported here'}. Within ${percent(basinTolerance)} of the best: ${basins.join('; ')}.${tuningBudget({ experiment, arms })}`;
  }
  if (policy === 'norm-matched')
    return `Norm-matched: ${rates.join('; ')}. The rates were scaled so that η times the norm of the first gradient is the same for all arms: over all parameters, before clipping, at the initial weights and on the first batch of each seed, averaged over the seeds.`;
  return `Set per arm: ${rates.join('; ')}.`;
}

/** After how many steps rates were compared. */
export function triedFor({ rounds, steps }: Pick<BestPerArm, 'rounds' | 'steps'>): string {
  if (!rounds || rounds.length < 2) return `after ${grouped(steps)} steps`;
  const [first, ...later] = rounds;
  const then = later.map((round, i) => `the best ${[first, ...later][i].keep} after ${grouped(round.steps)}`);
  return `in rounds (all after ${counted(first.steps, 'step')}, ${listed(then)})`;
}

/** How much was spent on finding the rates, against what was spent on the runs that are reported. */
function tuningBudget({ experiment, arms }: Pick<Measured, 'experiment' | 'arms'>): string {
  const { tuning } = experiment;
  if (tuning?.kind !== 'best-per-arm') return '';
  const reported = arms.length * experiment.seeds.length * experiment.steps;
  const { trained } = tuning;
  if (trained !== undefined)
    return ` Tuning took ${counted(trained, 'step')}, ${percent(trained / (trained + reported))} of all.`;
  const spent = tuning.grid.count * tuning.seeds.length * tuning.steps * arms.length;
  return ` Tuning took at least ${grouped(spent)} steps, ${significant(spent / reported)} times those of the runs reported here.`;
}

function clippingSentence({ experiment: { clipping }, arms }: Measured): string {
  if (clipping.kind === 'off') return 'Gradients are not clipped.';
  const shares = clippedWords(arms);
  const acted = shares === '' ? '' : ` It acted in these shares of the steps: ${shares}.`;
  return clipping.kind === 'norm'
    ? `Gradients are scaled down to a global L2 norm of ${clipping.threshold} when they exceed it; the same threshold for every arm.${acted}`
    : `Each entry of the gradients is limited to ±${clipping.threshold}; the same threshold for every arm.${acted}`;
}

function optimizerSentence({ experiment, optimizers }: Measured): string {
  const { id, settings } = experiment.optimizer;
  const info = optimizers.find((each) => each.id === id);
  const values = Object.entries({ ...info?.defaults, ...settings });
  const set = values.length ? ` (${values.map(([name, value]) => `${name} ${value}`).join(', ')})` : '';
  return `${info?.label ?? id}${set}${info ? `: ${info.formula}` : ''}.`;
}

/** Which drawn matrices were multiplied, and by what; nothing where none was. */
function scaleWords(scale: InitialScale): string {
  const scaled = (Object.entries(scale) as [string, number][]).filter(([, factor]) => factor !== 1);
  if (scaled.length === 0) return '';
  return `, then multiplied: ${listed(scaled.map(([name, factor]) => `${name} by ${significant(factor)}`))}`;
}

function modelSentence({ experiment, corpus, parameters, arithmetic }: Measured): string {
  const { hidden, biases, initial, outputBias, initialScale } = experiment.model;
  const start =
    initial === 'uniform' ? 'uniform in (−1/√H, 1/√H)' : 'normal with mean 0 and standard deviation 0.01';
  const output = outputBias === 'uniform-output' ? ', by at the value where every output is 1/V' : '';
  return (
    `Recurrent network with one tanh layer, H = ${grouped(hidden)}, V = ${grouped(corpus.distinct)}, ` +
    `${biases ? `biases (initially 0${output})` : 'no biases'}; ${counted(parameters, 'parameter')} in every arm. ` +
    `Initial weights ${start}${scaleWords(initialScale)}. Arithmetic: ${arithmetic}.`
  );
}

/** What stands in a table for how a layer is read. */
export function readingName({ id }: ReadingInfo): string {
  if (id === 'own') return 'by the plug-in itself';
  return id === 'unknown' ? 'not said' : id;
}

/** Share of held-out positions in which something was clipped; nothing where nothing was read. */
export const clippedText = (share: number): string => (Number.isNaN(share) ? '–' : percent(share));

function readingSentence({ arms }: Measured): string {
  const each = arms.map(({ label, layer: { reading }, readingClipped }) => {
    const how = reading.words.replace(/^[RN]/, (first) => first.toLowerCase()).replace(/\.$/, '');
    const evaluated = !Number.isNaN(readingClipped);
    const clipped =
      reading.id === 'none'
        ? 'it has neither bits nor Brier score, and takes part in no verdict on them'
        : evaluated
          ? `something was clipped at 0 in ${percent(readingClipped)} of the held-out positions`
          : 'not evaluated';
    return `${label}: ${how}; ${clipped}`;
  });
  return `Outputs are read as probabilities q as the loss of each arm means them; then ${smoothingRule}. ${each.join('. ')}.`;
}

function clampRow({ arms }: Measured): MethodRow[] {
  const clamped = arms.filter(({ arm }) => arm.clamp !== null);
  if (clamped.length === 0) return [];
  const values = clamped.map(({ label, arm }) => `${label}: ε = ${significant(arm.clamp!)}`);
  return [
    {
      label: 'Clamp in training',
      text:
        `${values.join('; ')}. The loss is undefined outside 0 < y < 1; in training it goes on along its tangent ` +
        'beyond [ε, 1 − ε], so what was trained is this extended loss.',
    },
  ];
}

/** From which hidden state held-out text was read. */
function startWords({ evaluation }: Experiment): string {
  return evaluation.start === 'carried'
    ? `read from the hidden state that the first sequence of training carries, warmed up on the ${warmUpCharacters} characters before each stretch, which are not scored; samples and probes start from the same state. At the end of a run the text is read from h = 0 too`
    : 'read from h = 0, as experiments were made before the state of training was carried over';
}

/** How the comparison was made: everything that somebody needs to repeat it, in words. */
export function methodRows(report: Measured): MethodRow[] {
  const { experiment } = report;
  const { seeds, steps, evaluation, model } = experiment;
  const { length, batch } = model;
  return [
    { label: 'Model', text: modelSentence(report) },
    {
      label: 'Budget',
      text: `${counted(steps, 'step')} per run, each on B = ${grouped(batch)} sequences of T = ${grouped(length)} characters: ${grouped(steps * batch * length)} characters. The hidden state is carried from chunk to chunk, gradients are not.`,
    },
    { label: 'Optimiser', text: optimizerSentence(report) },
    { label: 'Learning-rate policy', text: ratePolicySentence(report) },
    { label: 'Gradient clipping', text: clippingSentence(report) },
    {
      label: 'Seeds and pairing',
      text: `${counted(seeds.length, 'seed')}: ${listed(seeds)}. Runs of one seed are paired: every arm starts from the same weights, reads the same chunks in the same order and draws its samples with the same random numbers.`,
    },
    { label: 'Plan', text: planText(experiment, report.runs) },
    { label: 'Reading outputs as probabilities', text: readingSentence(report) },
    ...clampRow(report),
    {
      label: 'Evaluation',
      text: `${evaluatedWords(report)}, before the first step, ${evaluation.every === 1 ? 'after every step' : `every ${grouped(evaluation.every)} steps`} and after the last, ${startWords(experiment)}. Accuracy is taken from y itself.${report.runs.some(({ training }) => training.step.length > 0) ? ` The same yardsticks are taken of the training batches of every ${gradientEvery}th step, before its update.` : ''}${thinnedWords(report)}`,
    },
    ...(experiment.stopping
      ? [{ label: 'Early ends', text: `${stoppingWords(experiment.stopping)}${rulesRead(experiment)}` }]
      : []),
    {
      label: 'Intervals',
      text: `Mean over seeds with Student’s t interval at ${percent(confidence)}. Differences between arms are taken seed by seed.`,
    },
    { label: 'Standing', text: standingSentence(report) },
    { label: 'Scope', text: scopeSentence(report) },
  ];
}

/** Which held-out characters the runs are scored on. */
function evaluatedWords({ experiment, corpus, baselines }: Measured): string {
  const { characters } = experiment.evaluation;
  const split = splitOf(experiment.corpus);
  const held = baselines?.heldOut.characters ?? Math.min(characters, corpus.heldOutCharacters);
  const which = split.split === 'blocks' ? 'On' : 'On the first';
  return `${which} ${grouped(held)} of ${grouped(corpus.heldOutCharacters)} held-out characters (${splitWords(split)})`;
}

/** What is drawn and kept of runs that are too long for a row of each step. */
function thinnedWords({ runs }: Measured): string {
  const rows = runs.flatMap(({ series: { thinned } }) => (thinned ? thinned.step[1] : []));
  return rows.length === 0
    ? ''
    : ` Curves over steps have a row for every ${grouped(Math.max(...rows))}th step, with the lowest and the highest values in between; every step is in curves.csv where the runs are kept in a folder.`;
}

/** What the rules go by; nothing for a budget alone. */
function rulesRead({ stopping, corpus }: Experiment): string {
  if (!stopping?.target && !stopping?.plateau) return '';
  return choosingPart(corpus) === 'tuning'
    ? ' The rules read the tuning part of the text, which is not reported.'
    : ' The rules read the held-out part, on which the results are reported.';
}

/** What everything in the report is about. */
function scopeSentence({ experiment, corpus, machine, arithmetic }: Measured): string {
  const held = Math.min(experiment.evaluation.characters, corpus.heldOutCharacters);
  return `One ${corpus.builtin ? 'generated ' : ''}text, one model size, one optimiser; ${counted(held, 'held-out character')}, the same for all seeds, so that intervals over seeds do not hold the luck of these characters. Figures repeat bit by bit on one build and processor type (${arithmetic}, ${machine.runtime}, ${machine.system}); elsewhere rounding may differ, and training magnifies it.`;
}

function standingSentence({ standing }: Measured): string {
  const early = standing.arms.some((row) => row.early > 0);
  if (standing.step === null) return 'No run was evaluated, so there is nothing to compare.';
  return `Arms are compared at step ${grouped(standing.step)}, the last one at which every run was evaluated that had not diverged or failed. A run that diverged before it has no value there: it is counted and listed, not averaged.${early ? ' A run that ended early stands at its end from then on.' : ''}`;
}
