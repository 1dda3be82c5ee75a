import type { EvaluatedBaselines } from '../corpora/baselines.ts';
import type { CorpusOptions, CorpusSummary } from '../corpora/corpus.ts';
import type { SplitOptions } from '../corpora/parts.ts';
import type { Duel, DuelQuestion } from '../duels/duel.ts';
import type { Experiment } from '../experiments/experiment.ts';
import type {
  Divergence,
  EarlyStop,
  Evaluation,
  Glimpse,
  GradientSeries,
  TrainingSeries,
  RunRecord,
  RunStatus,
} from '../experiments/run.ts';
import type { Preset } from '../experiments/presets.ts';
import type { RateGrid } from '../experiments/rates/rate-grid.ts';
import type { NormMatched } from '../experiments/rates/rate-tuning.ts';
import type { YardstickId } from '../yardsticks/registry.ts';
import type { Repeat, VariationId } from '../experiments/comparison/robustness.ts';
import type { SweepPlan, SweepRun } from '../experiments/rates/sweep.ts';
import type { PluginDefinition, FormulaDefinition } from '../outputs/layer-definition.ts';
import type { PluginGuide, PluginInspection, PluginProposal } from './plugin-data.ts';
import type { LabErrorData } from '../errors.ts';
import type { FormulaGuide } from '../layers/formula-guide.ts';
import type { OutputLayerInfo } from '../layers/layer-info.ts';
import type { FormulaLook } from '../probes/formula-look.ts';
import type { LayerCheck } from '../probes/check-layer.ts';
import type { FaultId } from '../probes/faults.ts';
import type {
  Probe,
  ProbedLayer,
  ProbeMoment,
  ProbeStretch,
  UnitQuestion,
  UnitResponse,
} from '../probes/probe.ts';

/** What the host of this lab can do; the view asks this and never which host it is. */
export interface Capabilities {
  readonly version: string;
  /** Native open and save dialogs exist (`openTextDialog`, `saveFile`). Without them the page uses file inputs and downloads. */
  readonly dialogs: boolean;
  /** Threads the lab trains on. */
  readonly threads: number;
  /** Whether a screen may trust a plug-in (`trustPlugin`); in a browser only the terminal may. */
  readonly trustsPlugins: boolean;
  readonly machine: MachineInfo;
}

export interface MachineInfo {
  readonly system: string;
  readonly processor: string;
  readonly cores: number;
  /** Bytes. */
  readonly memory: number;
  /** e.g. `Node 20.20.2` or `Electron 45.4.1`. */
  readonly runtime: string;
}

export interface OptimizerInfo {
  readonly id: string;
  readonly label: string;
  readonly formula: string;
  readonly defaults: Readonly<Record<string, number>>;
  /** A learning rate that is a fair start for a small network. */
  readonly defaultRate: number;
}

export interface BuiltinInfo {
  readonly id: string;
  readonly label: string;
  readonly description: string;
}

export interface EncodingInfo {
  /** WHATWG label. */
  readonly id: string;
  readonly label: string;
}

export interface Catalogue {
  readonly outputLayers: readonly OutputLayerInfo[];
  readonly optimizers: readonly OptimizerInfo[];
  readonly builtins: readonly BuiltinInfo[];
  readonly encodings: readonly EncodingInfo[];
  readonly faults: readonly FaultInfo[];
  /** Ready experiments that show one thing each, on built-in texts. */
  readonly presets: readonly Preset[];
}

/** A known mistake that a teacher may put into the gradient of a check. */
export interface FaultInfo {
  readonly id: FaultId;
  readonly label: string;
  readonly description: string;
}

/** `idle`: nothing trained yet; `finished`: every run ended by itself; `stopped`: ended by the user, partial. */
export type Phase = 'idle' | 'running' | 'paused' | 'finished' | 'stopped';

/** Progress over all runs of the experiment. */
export interface Overall {
  /** Steps done and to do, summed over runs. Runs that diverged or ended early count as done. */
  readonly stepsDone: number;
  readonly stepsTotal: number;
  /** Characters trained on per second, all threads together, over the last seconds; 0 when not training. */
  readonly charactersPerSecond: number;
  /** Seconds left at this rate, or null when unknown. */
  readonly secondsLeft: number | null;
  /** Useful work of training at this rate, in 10⁹ floating-point operations per second (6H² + 6HV per character). */
  readonly gigaflops: number;
}

/** Seeds that are being trained beside results that are there: they join these once all their runs have ended. */
export interface AddingSeeds {
  readonly seeds: readonly number[];
  /** Seeds are added until every pair is decided, up to so many in all; null where so many were asked for. */
  readonly untilDecided: number | null;
}

/** A robustness repeat: the first seeds again, with one thing changed at a time. */
export interface RobustnessState {
  readonly phase: 'running' | 'cancelled' | 'finished';
  /** Seeds that are repeated. */
  readonly seeds: readonly number[];
  /** The variation in training and how far it is; null when none is. */
  readonly under: { readonly id: VariationId; readonly overall: Overall } | null;
  /** Variations that are through. */
  readonly repeats: readonly Repeat[];
  /** Variations that cannot be, each with the reason. */
  readonly skipped: readonly { readonly id: VariationId; readonly why: string }[];
}

/** The whole state of a lab, for a screen that has just connected. */
export interface LabSnapshot {
  readonly experiment: Experiment;
  /** What is known of the layers that the experiment brings along, in their order. */
  readonly ownLayers: readonly OutputLayerInfo[];
  /** Null until the text of the experiment is there. */
  readonly corpus: CorpusSummary | null;
  /** On the characters that the runs are scored on; null without a text, and in reports that did not keep them. */
  readonly baselines: EvaluatedBaselines | null;
  readonly phase: Phase;
  /** Of the seeds that are being added, while some are. */
  readonly overall: Overall;
  /** One record per arm and seed, arms in order, seeds within them. */
  readonly runs: readonly RunRecord[];
  readonly adding: AddingSeeds | null;
  /** Null until one was asked for. */
  readonly robustness: RobustnessState | null;
  /** The results were opened from a report: there are no weights behind them, and nothing can be added. */
  readonly opened: boolean;
}

/** What happened to one run since the last progress event. */
export interface RunProgress {
  readonly armId: string;
  readonly seed: number;
  readonly status: RunStatus;
  /** What does the arithmetic of this run; null where nothing new is known. */
  readonly engine: string | null;
  /** Number of the first step in the arrays below (steps count from 1). */
  readonly fromStep: number;
  readonly loss: Float64Array;
  readonly gradientNorm: Float64Array;
  readonly clipped: Uint8Array;
  readonly seconds: Float64Array;
  /** Steps whose gradient was recorded since then. */
  readonly gradients: GradientSeries;
  /** The yardsticks of the batches of the same steps. */
  readonly training: TrainingSeries;
  readonly evaluations: readonly Evaluation[];
  readonly glimpse: Glimpse | null;
  readonly divergence: Divergence | null;
  /** Null until a run ends early. */
  readonly early: EarlyStop | null;
  readonly failure: string | null;
}

export interface ExportedFile {
  /** File name without folders, e.g. `report.html`. */
  readonly name: string;
  /** e.g. `text/html`. */
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

export type ReportFormat = 'html' | 'markdown' | 'csv' | 'json';

/** How far a sweep is. The totals grow when the grid is extended. */
export interface SweepProgress {
  readonly runsDone: number;
  readonly runsTotal: number;
  readonly stepsDone: number;
  readonly stepsTotal: number;
  /** Characters trained on per second, all threads together, since the sweep was started. */
  readonly charactersPerSecond: number;
  /** Seconds left at this rate; null before the rate is known. */
  readonly secondsLeft: number | null;
}

export interface SweepState {
  readonly plan: SweepPlan;
  /** Runs that have ended, in the order they did. */
  readonly runs: readonly SweepRun[];
  readonly phase: 'running' | 'cancelled' | 'finished';
  readonly progress: SweepProgress;
}

/** Everything a screen may ask of the lab. Each method takes one plain argument and may reject with LabErrorData. */
export interface LabApi {
  capabilities(argument: Record<string, never>): Promise<Capabilities>;
  catalogue(argument: Record<string, never>): Promise<Catalogue>;
  snapshot(argument: Record<string, never>): Promise<LabSnapshot>;

  /** Starts the upload of a dropped, chosen or pasted text. Answers with an id for the two calls below. */
  beginText(argument: {
    name: string;
    bytes: number;
    source: 'upload' | 'paste';
  }): Promise<{ uploadId: string }>;
  /** Adds the next piece; at most 1 MiB each, one at a time. */
  appendText(argument: { uploadId: string; bytes: Uint8Array }): Promise<void>;
  /** Reads what was uploaded and makes it the corpus of the experiment. The old corpus stays on any error. */
  finishText(argument: {
    uploadId: string;
    options: CorpusOptions;
    /** Other uploads, joined after it. */
    more?: string[] | undefined;
    /** It becomes the held-out text of the present text, which is split by file. */
    heldOut?: boolean | undefined;
  }): Promise<CorpusSummary>;
  /** Drops an upload that is not wanted any more. */
  cancelText(argument: { uploadId: string }): Promise<void>;
  /** Asks for a file with the host's own dialog (capability `dialogs`). Null when the user cancels. */
  openTextDialog(argument: { options: CorpusOptions }): Promise<CorpusSummary | null>;
  /** Gives up reading a file of this machine, chosen in the dialog; what waits for it rejects with `cancelled`. */
  cancelReading(argument: Record<string, never>): Promise<void>;
  /** Makes a generated text the corpus. */
  useBuiltin(argument: {
    id: string;
    seed: number;
    characters: number;
    /** As by default when absent. */
    split?: SplitOptions | undefined;
  }): Promise<CorpusSummary>;
  /** Reads the present text again with other options (another encoding, …). */
  rereadText(argument: { options: CorpusOptions }): Promise<CorpusSummary>;

  /** Replaces the experiment; refused while training. Clears results, unless the name alone is another one. */
  setExperiment(argument: { experiment: Experiment }): Promise<LabSnapshot>;
  /** The same from the text of a saved experiment or report file. A report brings its results along. */
  openExperiment(argument: { json: string }): Promise<LabSnapshot>;
  /** Starts from step 0, or goes on after a pause. */
  run(argument: Record<string, never>): Promise<void>;
  pause(argument: Record<string, never>): Promise<void>;
  /** One step of every run that has not ended, then pause. */
  step(argument: Record<string, never>): Promise<void>;
  /** Ends training and keeps what there is; seeds that are being added are given up. */
  stop(argument: Record<string, never>): Promise<void>;
  /** Back to step 0: results are dropped, the experiment stays. */
  reset(argument: Record<string, never>): Promise<void>;

  /**
   * Trains further paired seeds of an experiment whose runs have ended, and keeps all that is there: so many, or as many
   * as it takes to decide every pair on the primary yardstick, up to `untilDecided` in all. What was added, and after how
   * many seeds, stays in the experiment. None are added where those that are there decide.
   */
  addSeeds(
    argument: { readonly count: number } | { readonly untilDecided: number },
  ): Promise<{ readonly seeds: readonly number[] }>;

  /**
   * Trains the first seeds (3 at most) of an experiment whose runs have ended again, without clipping, in the other
   * precision, and on another split of the text, one after the other; the results stay as they are. Answers when the
   * first is under way; a repeat of before goes.
   */
  startRobustness(argument: Record<string, never>): Promise<RobustnessState>;
  /** Gives up the variation under way and keeps those that are through. */
  cancelRobustness(argument: Record<string, never>): Promise<void>;

  /** Draws text from a run at its present weights. */
  sample(argument: {
    armId: string;
    seed: number;
    /** Characters to draw. */
    characters: number;
    temperature: number;
    prompt: string;
    /** Seed of the random numbers. */
    sampleSeed: number;
  }): Promise<{ text: string }>;

  /**
   * Lets arms draw with the same random numbers, or read the same text, position by position; trains nothing. Runs that
   * were opened from a report have no weights: only their initial ones can be asked for.
   */
  duel(argument: DuelQuestion): Promise<Duel>;

  /** Steps of a run whose weights were kept, ascending; empty for a run that is not in memory. */
  keptSteps(argument: { armId: string; seed: number }): Promise<{ steps: readonly number[] }>;
  /** What gradients several output layers have at the same weights; trains nothing. */
  probe(argument: {
    moment: ProbeMoment;
    stretch: ProbeStretch;
    layers: readonly ProbedLayer[];
    /** Rows of the maps, if the text has as many distinct characters; the others are folded into one. */
    rows: number;
  }): Promise<Probe>;
  /** δ against z: the response of one output to its own logit. */
  unitResponses(argument: UnitQuestion): Promise<readonly UnitResponse[]>;
  /** Compares the gradient of one layer with centred differences at the weights of a moment, in float64. */
  checkGradient(argument: {
    moment: ProbeMoment;
    stretch: ProbeStretch;
    layer: ProbedLayer;
    fault: FaultId | null;
  }): Promise<LayerCheck>;

  /** What there is to know about a typed loss, or what is wrong with its text. Changes nothing. */
  lookAtFormula(argument: { definition: FormulaDefinition }): Promise<FormulaLook>;
  /** What a formula may say, with examples. */
  formulaGuide(argument: Record<string, never>): Promise<FormulaGuide>;

  /** The last sweep of learning rates, under way or ended; null before the first. */
  sweepState(argument: Record<string, never>): Promise<SweepState | null>;
  /**
   * Tries every arm of the experiment at every rate of a grid, with seeds that are not reported. Refused while
   * training. The same question again goes on with the runs that are missing.
   */
  startSweep(argument: {
    grid: RateGrid;
    /** Number of tuning seeds. */
    seeds: number;
    /** Steps of each run. */
    steps: number;
    yardstick: YardstickId;
    /** Most rates that may be added at either end. */
    extension: number;
  }): Promise<SweepState>;
  /** Gives up the runs that are under way and keeps those that have ended. */
  cancelSweep(argument: Record<string, never>): Promise<void>;
  /**
   * Learning rates in inverse proportion to the norms of the first gradients, for an arm whose rate stays as it is. The
   * experiment is left alone: whoever asks takes the rates over, or does not.
   */
  matchNorms(argument: { reference: string }): Promise<NormMatched>;

  /** What a plug-in file is; nothing of it is run. Remembered for the calls below. */
  proposePlugin(argument: { file: string; source: string }): Promise<PluginProposal>;
  /** Trusts a proposed plug-in, on the user's word (capability `trustsPlugins`), now and in later sessions. */
  trustPlugin(argument: { sha256: string }): Promise<void>;
  /**
   * Loads a proposed plug-in and says what it is; `untrusted-plugin` before it was trusted. The definition is for the
   * experiment's `layers`.
   */
  inspectPlugin(argument: {
    sha256: string;
  }): Promise<{ readonly definition: PluginDefinition; readonly inspection: PluginInspection }>;
  /** What those who write plug-ins need. */
  pluginGuide(argument: Record<string, never>): Promise<PluginGuide>;

  /** The experiment as a file. */
  exportExperiment(argument: Record<string, never>): Promise<ExportedFile>;
  /** The comparison report in the formats asked for; `csv` is `curves.csv`, `training.csv` and `gradients.csv`, and `layers.csv` where there are own layers. */
  exportReport(argument: { formats: readonly ReportFormat[] }): Promise<readonly ExportedFile[]>;
  /** Writes files with the host's save dialog (capability `dialogs`). Null when the user cancels, else where they went. */
  saveFiles(argument: { files: readonly ExportedFile[] }): Promise<{ folder: string } | null>;
}

/** What the lab says by itself. */
export interface LabEvents {
  /** The experiment, the corpus or the phase changed; replaces all a screen knows. */
  snapshot: LabSnapshot;
  /** The phase alone changed (start, pause, end). */
  phase: { readonly phase: Phase; readonly overall: Overall };
  /** New measurements; at most 30 a second. */
  progress: { readonly overall: Overall; readonly runs: readonly RunProgress[] };
  /** A robustness repeat has come further; a few times a second. */
  robustness: RobustnessState;
  /** A sweep has come further; a few times a second. */
  sweep: SweepState;
  /** Progress of reading a text, 0 … 1. */
  reading: { readonly name: string; readonly share: number };
  /** Something went wrong outside any call. */
  problem: LabErrorData;
}

export type LabEventName = keyof LabEvents;

/** A lab as its user holds it: the methods, and a way to listen. `on` answers with the way to stop listening. */
export interface Lab extends LabApi {
  on<Name extends LabEventName>(name: Name, listener: (event: LabEvents[Name]) => void): () => void;
}
