import type { EvaluatedBaselines } from '../corpora/baselines.ts';
import type { CorpusSummary, ReadingFindings } from '../corpora/corpus.ts';
import type { EncodingReading } from '../corpora/encoding-readings.ts';
import type { Experiment } from '../experiments/experiment.ts';
import type { RunRecord, StepSeries } from '../experiments/run.ts';
import type { KeptHeading } from './report-heading-schema.ts';
import type { Preset } from '../experiments/presets.ts';
import type { Repeat, VariationId } from '../experiments/comparison/robustness.ts';
import type { SweepPlan, SweepRun } from '../experiments/rates/sweep-plan.ts';
import type { OutputLayerInfo } from '../layers/layer-info.ts';
import type { faults } from '../probes/faults.ts';

/** A text as the networks read it, and what else reading it has found. */
export interface TextLook extends ReadingFindings {
  /** The first characters, and those of the held-out part. */
  readonly start: string;
  readonly heldOutStart: string;
  /** How it begins in every encoding, the present one first; null where it is made, or cannot be read again. */
  readonly encodings: readonly EncodingReading[] | null;
}

/** What the host of this lab can do; the view asks this and never which host it is. */
export interface Capabilities {
  readonly version: string;
  /** Native open and save dialogs exist (`openTextDialog`, `saveFile`). Without them the page uses file inputs and downloads. */
  readonly dialogs: boolean;
  /** Threads the lab trains on. */
  readonly threads: number;
  /** Whether a screen may trust a plug-in (`trustPlugin`); in a browser only the terminal may. */
  readonly trustsPlugins: boolean;
  /** Whether experiments are kept (`library`); without it nothing is, and `library` says why. */
  readonly library: boolean;
  /** Whether the system's file manager can be asked to show them (`showKeptFolder`). */
  readonly foldersShown: boolean;
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

interface BuiltinInfo {
  readonly id: string;
  readonly label: string;
  readonly description: string;
}

interface EncodingInfo {
  /** WHATWG label. */
  readonly id: string;
  readonly label: string;
}

export interface Catalogue {
  readonly outputLayers: readonly OutputLayerInfo[];
  readonly optimizers: readonly OptimizerInfo[];
  readonly builtins: readonly BuiltinInfo[];
  readonly encodings: readonly EncodingInfo[];
  /** Known mistakes that a teacher may put into the gradient of a check. */
  readonly faults: typeof faults;
  /** Ready experiments that show one thing each, on built-in texts. */
  readonly presets: readonly Preset[];
}

/** `idle`: nothing trained yet; `finished`: every run ended by itself; `stopped`: ended by the user, partial. */
export type Phase = 'idle' | 'running' | 'paused' | 'finished' | 'stopped';

/** The search of the best rates before the first step. Paused, it goes on with the runs that are missing. */
export type SearchPhase = 'running' | 'paused';

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
  /** Bytes of the text that has to be given, where a link has said so; else null. */
  readonly wantedBytes: number | null;
  /** On the characters that the runs are scored on; null without a text, and in reports that did not keep them. */
  readonly baselines: EvaluatedBaselines | null;
  readonly phase: Phase;
  /** Null where no rates are looked for; `sweepState` says how far it is. The phase is `idle` meanwhile. */
  readonly search: SearchPhase | null;
  /** Of the seeds that are being added, while some are. */
  readonly overall: Overall;
  /** One record per arm and seed, arms in order, seeds within them. */
  readonly runs: readonly RunRecord[];
  readonly adding: AddingSeeds | null;
  /** Null until one was asked for. */
  readonly robustness: RobustnessState | null;
  /** The results were opened from a report: there are no weights behind them, and nothing can be added. */
  readonly opened: boolean;
  /** Id of the experiment in the library; null as long as nothing of it is trained, and where nothing is kept. */
  readonly kept: string | null;
  /** What authors say on its report, as far as it is kept; absent where they have said nothing. */
  readonly heading?: KeptHeading | undefined;
}

/**
 * What happened to one run since the last progress event: rows of its steps, and what else was recorded; null where
 * nothing new is known. The rows are thinned of a whole run that was kept alone, never in what a thread reports.
 */
export interface RunProgress extends StepSeries, Omit<RunRecord, 'series' | 'steps' | 'seconds'> {
  /** Number of the first step in the rows (steps count from 1). */
  readonly fromStep: number;
}

/** How far an export has come: what it is made of is gathered; then the file that is being printed or written, counted from 1. */
export interface ExportProgress {
  readonly doing: 'gather' | 'print' | 'write';
  readonly file: string;
  readonly at: number;
  readonly of: number;
}

/** A file that was written for a page, which fetches it as a stream. */
export interface OfferedFile {
  /** Its secret: `/download/<id>` leads to it for a while. */
  readonly id: string;
  /** File name without folders, e.g. `report.html`. */
  readonly name: string;
  /** Its size. */
  readonly bytes: number;
}

/** A file that a page has made itself: a picture, a template. */
export interface ExportedFile {
  /** File name without folders, e.g. `chart.svg`. */
  readonly name: string;
  /** e.g. `text/html`. */
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** `archive`: one .zip with all of them and what other tools open. */
export type ReportFormat = 'html' | 'markdown' | 'csv' | 'json' | 'archive';

/** How far a sweep is; its rate is that since it was started. The totals grow when the grid is extended. */
export interface SweepProgress extends Omit<Overall, 'gigaflops'> {
  readonly runsDone: number;
  readonly runsTotal: number;
}

export interface SweepState {
  readonly plan: SweepPlan;
  /** Runs that have ended, in the order they did. */
  readonly runs: readonly SweepRun[];
  readonly phase: 'running' | 'cancelled' | 'finished';
  readonly progress: SweepProgress;
}
