import { LabError } from '../../errors.ts';
import {
  recordsGradient,
  type Divergence,
  type EarlyStop,
  type Evaluation,
  type Glimpse,
  type LastStepFigures,
  type RunStatus,
} from '../../experiments/run.ts';
import { evaluatedSpans } from '../../experiments/plan/evaluation-plan.ts';
import type { Arm, Experiment } from '../../experiments/experiment.ts';
import { keptMoments } from '../../experiments/memory.ts';
import { runStart } from '../../experiments/run-start.ts';
import { earlyStop, stepsOf } from '../../experiments/plan/stopping.ts';
import type { BatchOrder } from '../../network/batches.ts';
import type { Engine, Network, StepLook, StepResult } from '../../network/engine.ts';
import { evaluate } from '../../network/evaluate.ts';
import type { ReadingStart } from '../../network/reading-start.ts';
import type { OutputLayer } from '../../outputs/output-layer.ts';
import { givesProbabilities } from '../../outputs/readings/registry.ts';
import { ofYardsticks, yardstickById, type Yardsticks } from '../../yardsticks/registry.ts';
import type { Checkpoint, RunBefore } from '../../store/checkpoint.ts';
import { glimpseOf, stepFigures } from './glimpse.ts';
import type { TrainingText } from './thread-messages.ts';
import { onSharedMemory, WeightHistory, type ReadingWeights } from './weight-history.ts';

/** What is recorded of a step: the one before a recorded one leaves its gradient to be compared with. */
function lookAt(step: number): StepLook | undefined {
  if (recordsGradient(step)) return 'measure';
  return recordsGradient(step + 1) ? 'keep' : undefined;
}

/** What one call of `advance` did. */
export type Advance =
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'ended' }
  | { readonly kind: 'evaluated'; readonly evaluation: Evaluation; readonly glimpse: Glimpse }
  | { readonly kind: 'stepped'; readonly step: number; readonly result: StepResult; readonly seconds: number }
  | { readonly kind: 'diverged'; readonly divergence: Divergence };

/**
 * One run: an arm with a seed, from initial weights to the last step. It does one thing per call (a step or an
 * evaluation), so whoever drives it decides how runs share a thread.
 */
export class Trainer {
  readonly arm: Arm;
  readonly seed: number;
  /** What does the arithmetic, in words; how many threads share a batch is part of it, for it decides how sums round. */
  readonly engine: string;
  readonly network: Network;
  readonly layer: OutputLayer;
  status: RunStatus = 'waiting';
  /** By which rule the run ended before its last step, and where; null where it did not. */
  early: EarlyStop | null = null;
  /** Steps done. */
  steps = 0;
  /** Seconds spent in steps. */
  seconds = 0;
  /** L2 norm of the gradient of each matrix in the last step, before clipping; empty before the first. */
  gradientNorms: Glimpse['gradientNorms'] = {};

  /** Of a last step that was made before the run was taken up again; null once there is another one. */
  keptFigures: LastStepFigures | null = null;

  readonly #experiment: Experiment;
  readonly #text: TrainingText;
  readonly #order: BatchOrder;
  readonly #now: () => number;
  readonly #history: WeightHistory;
  /** The most steps it may take. */
  readonly #planned: number;
  readonly #evaluations: Evaluation[] = [];
  #evaluationDue = true;
  #evaluatedAt = -1;
  #divergence: Divergence | null = null;

  /**
   * @param now milliseconds that only go forward, for the time a step takes; results do not depend on it
   * @param threads how many may work on a step of this run; that of a checkpoint goes before
   * @param before where it goes on from; from initial weights without it
   */
  constructor(
    experiment: Experiment,
    arm: Arm,
    seed: number,
    text: TrainingText,
    engine: Engine,
    now: () => number,
    threads = 1,
    before: RunBefore | null = null,
  ) {
    this.arm = arm;
    this.seed = seed;
    this.#experiment = experiment;
    this.#text = text;
    this.#now = now;
    this.#planned = stepsOf(experiment, arm.id);
    this.#history = new WeightHistory(keptMoments(experiment, text.vocabulary.length), experiment.precision);
    const start = runStart(experiment, arm, seed, text, engine, before?.checkpoint.threads ?? threads);
    this.layer = start.layer;
    refuseUnread(this.layer, experiment);
    this.network = start.network;
    this.#order = start.order;
    const { threads: parts } = this.network;
    this.engine = parts > 1 ? `${engine.label}, ${parts} threads to a run` : engine.label;
    if (before) this.#goOn(before);
  }

  #goOn({ checkpoint, evaluations }: RunBefore): void {
    const { steps, seconds, status, early, divergence, gradientNorms, figures } = checkpoint;
    this.network.importState(checkpoint.network);
    this.#order.goTo(checkpoint.order);
    this.steps = steps;
    this.seconds = seconds;
    this.status = status;
    this.early = early;
    this.#divergence = divergence;
    this.gradientNorms = gradientNorms;
    this.keptFigures = figures;
    this.#evaluationDue = checkpoint.evaluationDue;
    this.#evaluatedAt = checkpoint.evaluatedAt;
    this.#evaluations.push(...evaluations);
    if (!this.#evaluationDue && this.#evaluatedAt === steps)
      this.#history.keep(steps, () => ({ weights: this.network.readWeights(), start: this.readingStart() }));
  }

  /** Where the run stands, as copies; null before the first step or evaluation. */
  checkpoint(): Checkpoint | null {
    const { steps, seconds, status, early, gradientNorms, engine } = this;
    if (status !== 'training' && status !== 'finished' && status !== 'diverged') return null;
    const figures = this.#evaluationDue && steps > 0 && status === 'training';
    return {
      steps,
      seconds,
      status,
      early,
      divergence: this.#divergence,
      evaluationDue: this.#evaluationDue,
      evaluatedAt: this.#evaluatedAt,
      gradientNorms,
      figures: figures ? (this.keptFigures ?? stepFigures(this.network.lastStep(), this.layer)) : null,
      order: this.#order.state(),
      precision: this.#experiment.precision,
      engine,
      threads: this.network.threads,
      network: this.network.exportState(),
    };
  }

  /** Whether an evaluation comes before the next step. */
  get evaluationDue(): boolean {
    return this.#evaluationDue;
  }

  /** Steps whose weights are kept, ascending: those of some evaluations. */
  get keptSteps(): readonly number[] {
    return this.#history.steps;
  }

  /**
   * The present weights for null, else kept ones; on shared memory.
   * @throws LabError `unknown-name` with the steps that are kept
   */
  weightsAt(step: number | null): ReadingWeights & { readonly steps: number } {
    if (step !== null && step !== this.steps) return { ...this.#history.at(step), steps: step };
    const weights = onSharedMemory(this.network.readWeights());
    return { weights, start: this.readingStart(), steps: this.steps };
  }

  /** Where the present weights start to read and draw text from; a copy. */
  readingStart(): ReadingStart {
    return this.#experiment.evaluation.start === 'carried'
      ? { kind: 'carried', state: this.network.readState() }
      : { kind: 'zero' };
  }

  /** Nothing is left to do. A run that diverged is still evaluated once, at its last finite weights. */
  get ended(): boolean {
    return this.status !== 'waiting' && this.status !== 'training' && !this.#evaluationDue;
  }

  /** The next evaluation or the next step, whichever is due. Nothing has changed when it was interrupted. */
  advance(interrupted: () => boolean): Advance {
    if (this.ended) return { kind: 'ended' };
    if (this.status === 'waiting') this.status = 'training';
    if (this.#evaluationDue) return this.#evaluate(interrupted);
    return this.#step(interrupted);
  }

  #evaluate(interrupted: () => boolean): Advance {
    const { indices, parts } = this.#text;
    const spans = evaluatedSpans(parts.heldOut, this.#experiment.evaluation);
    const read = (start: ReadingStart) =>
      evaluate(this.network, indices, spans, start, this.layer, interrupted);
    const start = this.readingStart();
    const whole = read(start);
    if (whole === null) return { kind: 'interrupted' };
    const { blocks, ...reading } = whole;
    const tuning = this.#readTuning(interrupted);
    if (tuning === null) return { kind: 'interrupted' };
    const { model, steps } = this.#experiment;
    const characters = this.steps * model.length * model.batch;
    const { seconds } = this;
    const measured = { step: this.steps, characters, seconds, ...reading, ...tuning, zeroState: null };
    const training = this.status === 'training';
    const early = training ? this.#earlyStop(measured) : null;
    const last = !training || early !== null || this.steps >= steps;
    const fromZero = last && start.kind === 'carried' ? read({ kind: 'zero' }) : undefined;
    if (fromZero === null) return { kind: 'interrupted' };
    const glimpse = glimpseOf(this, this.#text, interrupted);
    if (glimpse === null) return { kind: 'interrupted' };
    const zeroState = fromZero?.bitsPerCharacter ?? null;
    const evaluation = { ...measured, zeroState, ...(last && blocks && { blocks }) };
    this.#evaluationDue = false;
    this.#evaluatedAt = this.steps;
    this.#history.keep(this.steps, () => ({ weights: this.network.readWeights(), start }));
    this.#evaluations.push(evaluation);
    this.early = early;
    if (training && last) this.status = 'finished';
    return { kind: 'evaluated', evaluation, glimpse };
  }

  /** The tuning part, where a rule goes by it; null when interrupted. */
  #readTuning(interrupted: () => boolean): { tuning?: Yardsticks } | null {
    const { stopping, evaluation } = this.#experiment;
    const spans = evaluatedSpans(this.#text.parts.tuning, evaluation);
    if (spans.length === 0 || !(stopping?.target || stopping?.plateau)) return {};
    const { indices } = this.#text;
    const read = evaluate(this.network, indices, spans, this.readingStart(), this.layer, interrupted);
    if (read === null) return null;
    return { tuning: ofYardsticks(({ id }) => read[id]) };
  }

  /** Whether the run ends with an evaluation, which may still be given up: it is on the list for the question only. */
  #earlyStop(newest: Evaluation): EarlyStop | null {
    this.#evaluations.push(newest);
    const early = earlyStop(this.#experiment, this.arm.id, this.#evaluations);
    this.#evaluations.pop();
    return early;
  }

  /** A loss that is not defined where the weights have come to is a divergence, not a failure. */
  #tried(interrupted: () => boolean): StepResult | 'undefined-loss' | null {
    try {
      return this.network.trainStep(this.#order.current(), interrupted, lookAt(this.steps + 1));
    } catch (error) {
      if (error instanceof LabError && error.code === 'outside-domain') return 'undefined-loss';
      throw error;
    }
  }

  #diverged(where: string): Advance {
    this.status = 'diverged';
    this.#evaluationDue = this.#evaluatedAt !== this.steps;
    this.#divergence = { step: this.steps + 1, where, rate: this.arm.rate };
    return { kind: 'diverged', divergence: this.#divergence };
  }

  #step(interrupted: () => boolean): Advance {
    const started = this.#now();
    const result = this.#tried(interrupted);
    if (result === null) return { kind: 'interrupted' };
    this.seconds += (this.#now() - started) / 1000;
    if (result === 'undefined-loss') return this.#diverged('loss');
    if (result.fault) return this.#diverged(result.fault.where);
    this.gradientNorms = result.gradientNorms;
    this.keptFigures = null;
    this.#order.advance();
    this.steps++;
    const { every } = this.#experiment.evaluation;
    this.#evaluationDue = this.steps % every === 0 || this.steps >= this.#planned;
    return { kind: 'stepped', step: this.steps, result, seconds: this.seconds };
  }
}

/** A plug-in says only here that it has no reading as probabilities; no rule can wait for what it does not have. */
function refuseUnread({ id, reading }: OutputLayer, { stopping }: Experiment): void {
  const rule = [stopping?.target, stopping?.plateau].find(
    (each) => each && yardstickById(each.yardstick).ofProbabilities,
  );
  if (givesProbabilities(reading) || !rule) return;
  throw new LabError(
    'bad-experiment',
    `A rule ends runs by ${yardstickById(rule.yardstick).label}, but the outputs of ${id} are not read as probabilities.`,
    'Take accuracy in the rule, or choose a reading for this layer.',
  );
}
