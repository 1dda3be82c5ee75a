import type { RunProgress } from '../../contract/lab-data.ts';
import {
  gradientSeries,
  trainingSeries,
  type Divergence,
  type Evaluation,
  type Glimpse,
  type GradientSeries,
  type TrainingSeries,
} from '../../experiments/run.ts';
import type { StepFigures } from '../../network/engine.ts';
import type { ParameterName } from '../../network/weights.ts';
import type { Advance, Trainer } from './trainer.ts';

/** What is recorded of the gradient of one step. */
interface RecordedGradient extends StepFigures {
  readonly step: number;
  readonly norms: Glimpse['gradientNorms'];
}

/** What one run did since the last report, as it is being collected. */
interface Entry {
  trainer: Trainer;
  fromStep: number;
  loss: number[];
  gradientNorm: number[];
  clipped: number[];
  seconds: number[];
  gradients: RecordedGradient[];
  evaluations: Evaluation[];
  glimpse: Glimpse | null;
  divergence: Divergence | null;
  failure: string | null;
}

/** Collects what the runs of a thread do and hands it over in one piece, as typed arrays. */
export class ProgressLog {
  #entries = new Map<Trainer, Entry>();

  add(trainer: Trainer, did: Advance): void {
    if (did.kind === 'interrupted' || did.kind === 'ended') return;
    const entry = this.#entry(trainer);
    if (did.kind === 'stepped') {
      const { length } = trainer.network.spec;
      if (entry.loss.length === 0) entry.fromStep = did.step;
      entry.loss.push(did.result.loss / length);
      entry.gradientNorm.push(did.result.gradientNorm);
      entry.clipped.push(did.result.clipped ? 1 : 0);
      entry.seconds.push(did.seconds);
      const { figures, gradientNorms } = did.result;
      if (figures) entry.gradients.push({ step: did.step, norms: gradientNorms, ...figures });
    } else if (did.kind === 'evaluated') {
      entry.evaluations.push(did.evaluation);
      entry.glimpse = did.glimpse;
    } else {
      entry.divergence = did.divergence;
    }
  }

  fail(trainer: Trainer, sentence: string): void {
    this.#entry(trainer).failure = sentence;
  }

  /** Everything since the last call. */
  take(): RunProgress[] {
    const runs = [...this.#entries.values()].map((entry): RunProgress => ({
      armId: entry.trainer.arm.id,
      seed: entry.trainer.seed,
      status: entry.failure === null ? entry.trainer.status : 'failed',
      engine: entry.trainer.engine,
      fromStep: entry.fromStep,
      loss: Float64Array.from(entry.loss),
      gradientNorm: Float64Array.from(entry.gradientNorm),
      clipped: Uint8Array.from(entry.clipped),
      seconds: Float64Array.from(entry.seconds),
      gradients: seriesOf(entry.gradients),
      training: trainingOf(entry.gradients),
      evaluations: entry.evaluations,
      glimpse: entry.glimpse,
      divergence: entry.divergence,
      early: entry.trainer.early,
      failure: entry.failure,
    }));
    this.#entries.clear();
    return runs;
  }

  #entry(trainer: Trainer): Entry {
    let entry = this.#entries.get(trainer);
    if (!entry) {
      entry = {
        trainer,
        fromStep: trainer.steps + 1,
        loss: [],
        gradientNorm: [],
        clipped: [],
        seconds: [],
        gradients: [],
        evaluations: [],
        glimpse: null,
        divergence: null,
        failure: null,
      };
      this.#entries.set(trainer, entry);
    }
    return entry;
  }
}

const trainingOf = (recorded: readonly RecordedGradient[]): TrainingSeries =>
  trainingSeries((name) =>
    Float64Array.from(recorded, ({ step, training }) => (name === 'step' ? step : training[name])),
  );

const seriesOf = (recorded: readonly RecordedGradient[]): GradientSeries =>
  gradientSeries(
    (name) => Float64Array.from(recorded, (each) => each[name]),
    (kind) =>
      Object.fromEntries(
        Object.keys(recorded[0]?.[kind] ?? {}).map((name) => [
          name,
          Float64Array.from(recorded, (each) => each[kind][name as ParameterName] ?? NaN),
        ]),
      ),
  );
