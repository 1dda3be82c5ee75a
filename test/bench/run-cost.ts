import type { Experiment } from '../../core/experiments/experiment.ts';
import { Trainer } from '../../core/lab/training/trainer.ts';
import type { TrainingText } from '../../core/lab/training/thread-messages.ts';
import { engineOf } from './engines.ts';

/** What a run of an experiment is made of, in seconds. */
export interface RunCost {
  /** Initial weights, network and data order. */
  readonly start: number;
  readonly step: number;
  /** Yardsticks on the held-out text, with the look that is taken along. */
  readonly evaluation: number;
}

const never = () => false;
/** More than are done while it is measured. */
const steps = 100_000_000;
/** Steps between the evaluations that are measured, and before the first one that counts. */
const every = 20;
/** A rate at which nothing diverges: what a step costs does not hang on it. */
const rate = 0.01;
const starts = 3;

/** Measures for so many seconds what the parts of a run of an arm cost, in the thread that asks. */
export function runCost(experiment: Experiment, armId: string, text: TrainingText, seconds: number): RunCost {
  const arm = experiment.arms.find(({ id }) => id === armId);
  if (!arm) throw new RangeError(`There is no arm '${armId}'.`);
  const endless = { ...experiment, steps, evaluation: { ...experiment.evaluation, every }, stopping: null };
  const engine = engineOf(experiment.precision);
  const make = (seed: number) =>
    new Trainer(endless, { ...arm, rate }, seed, text, engine, () => performance.now());
  const trainer = make(1);
  const spent = { stepped: 0, evaluated: 0 };
  const counts = { stepped: 0, evaluated: 0 };
  while (spent.stepped + spent.evaluated < 1000 * seconds || counts.evaluated < 2) {
    const begun = performance.now();
    const { kind } = trainer.advance(never);
    if (kind !== 'stepped' && kind !== 'evaluated') throw new Error(`${armId}: the run has ${kind}.`);
    // Until then its code is being compiled.
    if (trainer.steps <= every) continue;
    spent[kind] += performance.now() - begun;
    counts[kind]++;
  }
  const begun = performance.now();
  for (let seed = 2; seed < 2 + starts; seed++) make(seed);
  return {
    start: (performance.now() - begun) / starts / 1000,
    step: spent.stepped / counts.stepped / 1000,
    evaluation: spent.evaluated / counts.evaluated / 1000,
  };
}
