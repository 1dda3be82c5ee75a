import type { BaselinesQuestion, EvaluatedBaselines } from '../corpora/baselines.ts';
import type { Corpus, CorpusOptions, CorpusSummary } from '../corpora/corpus.ts';
import type { EncodingReading } from '../corpora/encoding-readings.ts';
import type { SplitOptions } from '../corpora/parts.ts';
import type { SplitMeasure, SplitQuestion } from '../corpora/split-measures.ts';
import type { ExportProgress, MachineInfo, OfferedFile, ReportFormat } from '../contract/lab-data.ts';
import type { PluginInspection, PluginSource, PluginTrust } from '../contract/plugin-data.ts';
import type { CheckInput, LayerCheck } from '../probes/check-layer.ts';
import type { Derivation, DerivationChecks } from '../derivation/derivation.ts';
import type { DerivationInput } from '../derivation/derive.ts';
import type { DuelInput } from '../duels/run-duel.ts';
import type { Duel } from '../duels/duel.ts';
import type { FirstGradient, FirstGradientQuestion } from '../experiments/rates/first-gradients.ts';
import type { FormulaDefinition } from '../outputs/layer-definition.ts';
import type { FormulaLook } from '../probes/formula-look.ts';
import type { Probe, UnitInput, UnitResponse } from '../probes/probe.ts';
import type { ProbeInput } from '../probes/run-probe.ts';
import type { ReportInput } from '../reports/report-data.ts';
import type { LibraryPort } from './library-port.ts';
import type { OpenedFile } from './opened-file.ts';
import type { StoredTexts, TextContents } from './text-port.ts';
import type { FromThread, ToThread } from './training/thread-messages.ts';

/** One training thread as the lab sees it. */
export interface TrainingThread {
  post(message: ToThread): void;
  onMessage(listener: (message: FromThread) => void): void;
  /** Called once when the thread has ended without being asked to; the sentence says why. */
  onFailure(listener: (sentence: string) => void): void;
  terminate(): void;
}

/** Reads texts for the lab, away from its event loop. Every method rejects with LabError. */
export interface TextPort {
  begin(name: string, bytes: number, source: 'upload' | 'paste'): Promise<string>;
  append(uploadId: string, bytes: Uint8Array): Promise<void>;
  /**
   * Reads an upload, with more of them joined after it, or as the held-out text of the present one; on success that
   * becomes the present text, which `reread` reads again.
   */
  finish(
    uploadId: string,
    options: CorpusOptions,
    progress: (share: number) => void,
    how?: { readonly more?: readonly string[] | undefined; readonly heldOut?: boolean | undefined },
  ): Promise<Corpus>;
  cancel(uploadId: string): Promise<void>;
  /** Takes in a stream as an upload, which has arrived whole when this resolves. Where the stream fails, nothing is left of it. */
  receive(name: string, pieces: AsyncIterable<Uint8Array>): Promise<string>;
  /** Gives an upload that has arrived whole away as a file: whoever takes it removes it. */
  take(uploadId: string): Promise<{ readonly path: string; close(): Promise<void> }>;
  /** Reads a file of this machine. Only hosts name paths: a dialog, a command line. */
  openPath(
    path: string,
    source: CorpusSummary['source'],
    options: CorpusOptions,
    progress: (share: number) => void,
    /** Files joined after it, and the held-out text of its own. */
    beside?: { readonly more?: readonly string[] | undefined; readonly heldOut?: string | null | undefined },
  ): Promise<Corpus>;
  /** Gives up what `openPath` is reading; nothing happens when it reads nothing. */
  cancelReading(): void;
  /** Where the present text lies; null before the first, and for built-in ones. */
  stored(): StoredTexts | null;
  /**
   * Reads one of the last texts again, which `use` makes the present one. Null where none of them holds that, or its file does
   * not any more.
   */
  again(
    contents: TextContents,
    options: CorpusOptions,
    progress: (share: number) => void,
  ): Promise<Corpus | null>;
  /** Reads a text from where it is kept; `use` makes it the present one. */
  openStored(stored: StoredTexts, options: CorpusOptions, progress: (share: number) => void): Promise<Corpus>;
  /** The lab is on a text from here on: until then it may be refused, and the one before stays the present one. */
  use(corpus: Corpus): Promise<void>;
  builtin(id: string, seed: number, characters: number, split: SplitOptions): Promise<Corpus>;
  reread(options: CorpusOptions, progress: (share: number) => void): Promise<Corpus>;
  /** What simple models of the training part reach on some characters of a text. */
  baselines(question: BaselinesQuestion): Promise<EvaluatedBaselines>;
  /** What each way to split a text does to it. */
  splits(question: SplitQuestion): Promise<readonly SplitMeasure[]>;
  /** The beginning of the present text in every encoding, the current one first. */
  encodings(current: string, notUtf8From: number): Promise<readonly EncodingReading[]>;
}

/** Where the files of a report go. */
export interface ReportPlace {
  readonly folder: string;
  /** The folder that holds the runs, where they are kept, for the curves of long ones; else null. */
  readonly runs: string | null;
  /** The text of the experiment, for an archive; else null. */
  readonly text: Corpus | null;
}

/** Writes reports for the lab, away from its event loop. */
export interface ReportPort {
  /**
   * The files of a report into a folder, however large they are. Rejects with LabError.
   * @param told hears of each file as it is begun
   */
  writeInto(
    place: ReportPlace,
    input: ReportInput,
    formats: readonly ReportFormat[],
    told?: (progress: ExportProgress) => void,
  ): Promise<void>;
  /** Gives up what is being written; it rejects with LabError `cancelled`, once nothing more is written. */
  cancel(): Promise<void>;
  /** The report as a page. Rejects with LabError. */
  page(input: ReportInput): Promise<string>;
}

/** A saved experiment or report, or a link to one: its text, or where it lies. */
export type LabFileSource = { readonly json: string } | { readonly path: string };

/** Files that come to the lab and go from it, away from its event loop. Every method rejects with LabError. */
export interface FilePort {
  read(source: LabFileSource): Promise<OpenedFile>;
  /** Has files written into a folder, and offers them to the page that asked. */
  offer(fill: (folder: string) => Promise<void>): Promise<readonly OfferedFile[]>;
  /** Writes files whole or not at all. */
  writeFiles(folder: string, files: readonly { name: string; bytes: Uint8Array }[]): Promise<void>;
}

/** Looks at gradients and at what networks say, for the lab, away from its event loop. Every method rejects with LabError. */
export interface ProbePort {
  probe(input: ProbeInput): Promise<Probe>;
  unitResponses(question: UnitInput): Promise<readonly UnitResponse[]>;
  lookAtFormula(definition: FormulaDefinition): Promise<FormulaLook>;
  check(input: CheckInput): Promise<LayerCheck>;
  derive(input: DerivationInput): Promise<Derivation>;
  checkDerivation(input: DerivationInput): Promise<DerivationChecks>;
  firstGradients(question: FirstGradientQuestion): Promise<readonly FirstGradient[]>;
  duel(input: DuelInput): Promise<Duel>;
}

/** Plug-ins: code of users, which runs in threads that can be ended, and only once it was trusted. */
export interface PluginPort {
  /** Whether `trustPlugin` may be asked of this host; else only a terminal trusts. */
  readonly mayTrust: boolean;
  /** What a user of this host can do about a plug-in that is not trusted, in a sentence. */
  readonly howToTrust: string;
  /** Milliseconds that a plug-in may have a thread without a break. */
  readonly limit: number;
  trusted(sha256: string): Promise<PluginTrust>;
  /** Remembers a plug-in. Rejects with LabError `file-not-written`. */
  trust(sha256: string, file: string): Promise<void>;
  /** Loads a plug-in in a thread and says what it is and whether its δ is right, also at this number of outputs. Rejects with LabError `bad-plugin`. */
  inspect(plugin: PluginSource, outputs: number | null): Promise<PluginInspection>;
  /** A training thread that the plug-in is going to share. */
  startThread(plugin: PluginSource): TrainingThread;
}

/** The host's own dialogs. */
interface DialogPort {
  /** Path of a text the user chose, or null. */
  chooseText(): Promise<string | null>;
  /** Path of a saved experiment or report the user chose, or null. */
  chooseExperiment(): Promise<string | null>;
  /** Folder the user chose, or null. */
  chooseFolder(): Promise<string | null>;
  /** Has a folder of its own filled, and moves the files that are there then into this one, whole. */
  fillFolder(folder: string, fill: (staging: string) => Promise<void>): Promise<void>;
}

/** Everything the lab needs from the machine it runs on. */
export interface LabPorts {
  readonly version: string;
  readonly machine: MachineInfo;
  /** Most training threads at once. */
  readonly threads: number;
  /** Threads that share a run, where that is fixed; without it as many as are of use where there are fewer runs than threads. */
  readonly threadsPerRun?: number | undefined;
  /** Most runs in memory at once besides those of plug-ins, where they are trained in turn; without it all runs of an experiment are. */
  readonly atOnce?: number | undefined;
  /** Bytes the runs of an experiment that are in memory may use together. */
  readonly memoryLimit: number;
  /** Bytes the whole program uses now. */
  memoryInUse(): number;
  startThread(): TrainingThread;
  readonly texts: TextPort;
  readonly reports: ReportPort;
  readonly files: FilePort;
  readonly probes: ProbePort;
  readonly plugins: PluginPort;
  readonly dialogs: DialogPort | null;
  /** Where experiments are kept; null where they are not. */
  readonly library: LibraryPort | null;
  /** Milliseconds that only go forward. */
  now(): number;
  /** Present time as ISO 8601, for reports. */
  date(): string;
  /** Calls back once after `milliseconds`; answers with the way to cancel. */
  after(milliseconds: number, callback: () => void): () => void;
}
