import type { CorpusOptions } from '../corpora/corpus.ts';
import type { SplitOptions } from '../corpora/parts.ts';
import type { Clipping } from '../network/engine.ts';
import type { InitialScale } from '../network/initial-weights.ts';
import type { Precision } from '../network/precision.ts';
import type { OptimizerSettings } from '../optimizers/optimizer.ts';
import type { LayerDefinition } from '../outputs/layer-definition.ts';
import type { SeedAddition, Plan } from './plan/declared-plan.ts';
import type { RateTuning } from './rates/rate-tuning.ts';
import type { Stopping } from './plan/declared-stopping.ts';

/** Where the text of an experiment comes from. A file is named by its contents (SHA-256), never opened by path. */
export type CorpusReference =
  | {
      readonly kind: 'builtin';
      readonly id: string;
      readonly seed: number;
      readonly characters: number;
      readonly split: SplitOptions;
    }
  | {
      readonly kind: 'text';
      readonly name: string;
      readonly sha256: string;
      /** The held-out text of its own, where the text is split by file; else null. */
      readonly heldOut: { readonly name: string; readonly sha256: string } | null;
      readonly options: CorpusOptions;
    };

export interface Model {
  /** Hidden units H. */
  readonly hidden: number;
  /** Sequence length T. */
  readonly length: number;
  /** Batch B. */
  readonly batch: number;
  readonly biases: boolean;
  /** `uniform`: (−1/√H, 1/√H); `normal`: N(0, 0.01²). */
  readonly initial: 'uniform' | 'normal';
  /** Initial by: 0, or the bias at which y = 1/V. */
  readonly outputBias: 'zero' | 'uniform-output';
  /** Factors of the drawn matrices, the same for all arms; 1 as drawn. */
  readonly initialScale: InitialScale;
}

/** One thing compared: an output layer with its learning rate. */
export interface Arm {
  /** Unique within the experiment; letters, digits and dashes. */
  readonly id: string;
  /** Id of the output layer: one of `layers`, else one of the registry. */
  readonly layer: string;
  /** Learning rate η. */
  readonly rate: number;
  /** Clamp ε of a layer whose loss is undefined for some y; null for all others. */
  readonly clamp: number | null;
}

export interface EvaluationPlan {
  /** Steps between evaluations; step 0 and the last step are always evaluated. */
  readonly every: number;
  /** Characters of the held-out text used: its first ones, or blocks that lie evenly over it (`evenlyOf`). */
  readonly characters: number;
  /**
   * The hidden state from which a trained network reads and draws text: `carried`, that of its training, warmed up on the
   * characters before; `zero`, h = 0, as in experiments that were made before there was a choice.
   */
  readonly start: 'carried' | 'zero';
}

/** Corpus + model + arms + seeds + budget. Plain data; a file; the same experiment gives the same numbers. */
export interface Experiment {
  readonly format: 'loss-lab-experiment';
  readonly version: 1;
  readonly name: string;
  /** What the comparison is to answer, in the user's words; may be empty. */
  readonly question: string;
  /** What it was to answer before there were results; absent where that is the same. */
  readonly firstQuestion?: string | undefined;
  readonly corpus: CorpusReference;
  readonly precision: Precision;
  readonly model: Model;
  readonly optimizer: { readonly id: string; readonly settings: OptimizerSettings };
  readonly clipping: Clipping;
  /** Output layers that the experiment brings along; an arm may use them, but need not. */
  readonly layers: readonly LayerDefinition[];
  readonly arms: readonly Arm[];
  /** Where the rates of the arms come from; null where they were typed in. */
  readonly tuning: RateTuning | null;
  /**
   * `quick`: the best rate of every arm is looked for before the first step, by a quick sweep, unless `tuning` has it.
   * Null: the rates are as they stand.
   */
  readonly search: 'quick' | null;
  /** One run per arm and seed; runs of one seed are paired. */
  readonly seeds: readonly number[];
  /** Steps of each run. */
  readonly steps: number;
  readonly evaluation: EvaluationPlan;
  /** What ends a run before its last step; null where nothing does. */
  readonly stopping: Stopping | null;
  /** What was declared before the first run; null where nothing was. */
  readonly plan: Plan | null;
  /** Seeds that were added after looking at results, in order; empty as long as the first ones are all. */
  readonly additions: readonly SeedAddition[];
}
