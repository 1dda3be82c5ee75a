import { listed } from '../../words/number-format.ts';
import type { CorpusReference, Experiment, Model } from '../experiment.ts';
import type { SweepPlan } from '../rates/sweep-plan.ts';
import { saidAs } from './said.ts';

/** Fields of an experiment that its results depend on, in words. */
const experimentWords: Readonly<Partial<Record<keyof Experiment, string>>> = {
  corpus: 'the text or its parts',
  precision: 'the precision',
  optimizer: 'the optimiser',
  clipping: 'the clipping',
  layers: 'the layers of their own',
  arms: 'the output layers or their rates',
  tuning: 'where the rates come from',
  search: 'whether rates are looked for',
  seeds: 'the seeds',
  steps: 'the steps',
  evaluation: 'the evaluations',
  stopping: 'what ends a run',
  plan: 'what was declared beforehand',
  additions: 'the seeds that were added',
};

const modelWords: Readonly<Record<keyof Model, string>> = {
  hidden: 'the hidden units',
  length: 'the sequence length',
  batch: 'the batch',
  biases: 'the biases',
  initial: 'the initial weights',
  outputBias: 'the initial output bias',
  initialScale: 'the factors of the initial weights',
};

const sweepWords: Readonly<Partial<Record<keyof SweepPlan, string>>> = {
  grid: 'the grid of rates',
  seeds: 'the tuning seeds',
  steps: 'the steps',
  rounds: 'the rounds',
  yardstick: 'the yardstick',
  extension: 'how far the grid may widen',
};

function differing<Whole extends object>(
  a: Whole,
  b: Whole,
  words: Readonly<Partial<Record<keyof Whole, string>>>,
): string[] {
  const names = Object.keys(words) as (keyof Whole)[];
  return names
    .filter((name) => JSON.stringify(a[name]) !== JSON.stringify(b[name]))
    .map((name) => words[name]!);
}

/** A text is known by its contents: what it is called on a machine does not matter. */
const unnamed = (corpus: CorpusReference): CorpusReference =>
  corpus.kind === 'builtin'
    ? corpus
    : { ...corpus, name: '', heldOut: corpus.heldOut && { ...corpus.heldOut, name: '' } };

/** What is not the same in two experiments, one by one, names apart; nothing where their runs are the same. */
export function experimentDifferences(a: Experiment, b: Experiment): string[] {
  const alike = (experiment: Experiment): Experiment => ({
    ...saidAs(experiment, a),
    corpus: unnamed(experiment.corpus),
  });
  return [...differing(a.model, b.model, modelWords), ...differing(alike(a), alike(b), experimentWords)];
}

/** The same of two sweeps: seeds, rates and what else their runs do not use of the experiment do not matter. */
export function sweepDifferences(a: SweepPlan, b: SweepPlan): string[] {
  const used = ({ experiment }: SweepPlan): Experiment => ({
    ...experiment,
    search: null,
    seeds: [],
    steps: 0,
    stopping: null,
    plan: null,
    additions: [],
    tuning: null,
    arms: experiment.arms.map((arm) => ({ ...arm, rate: 0 })),
  });
  return [...experimentDifferences(used(a), used(b)), ...differing(a, b, sweepWords)];
}

/** Whether two plans ask for the same runs. */
export const samePlan = (a: SweepPlan, b: SweepPlan): boolean => sweepDifferences(a, b).length === 0;

/** The same with the texts themselves, where nothing else differs: a built-in source may be another one in another version. */
export const withText = (
  differences: readonly string[],
  a: { readonly sha256: string },
  b: { readonly sha256: string },
): readonly string[] => (differences.length === 0 && a.sha256 !== b.sha256 ? ['the text'] : differences);

/** Differences as the end of a sentence. */
export const itDiffers = (differences: readonly string[]): string => `it differs in ${listed(differences)}`;
