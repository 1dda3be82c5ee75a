import * as v from 'valibot';
import { headingSchema, keptHeadingSchema } from './report-heading-schema.ts';
import type { CorpusSummary } from '../corpora/corpus.ts';
import type { SplitMeasure } from '../corpora/split-measures.ts';
import { duelLimits, type Duel } from '../duels/duel.ts';
import type { Derivation, DerivationChecks } from '../derivation/derivation.ts';
import type { LabErrorData } from '../errors.ts';
import { corpusOptionsSchema, splitSchema, splitShares } from '../experiments/experiment.ts';
import { limits } from '../experiments/limits.ts';
import { gridLimits } from '../experiments/rates/rate-grid.ts';
import type { NormMatched } from '../experiments/rates/rate-tuning.ts';
import type { Lesson } from '../lessons/lesson.ts';
import { largestLesson } from '../lessons/read-lesson.ts';
import type { FormulaGuide } from '../layers/formula-guide.ts';
import { formulaSchema, type PluginDefinition } from '../outputs/layer-definition.ts';
import { layerLimits } from '../outputs/layer-limits.ts';
import type { LayerCheck } from '../probes/check-layer.ts';
import { faults } from '../probes/faults.ts';
import type { FormulaLook } from '../probes/formula-look.ts';
import { probeLimits, type Probe, type UnitResponse } from '../probes/probe.ts';
import { yardsticks } from '../yardsticks/registry.ts';
import {
  bytes,
  derivationChanges,
  derivationPlace,
  fileName,
  finite,
  id,
  keptId,
  largestCall,
  largestPiece,
  largestSave,
  moment,
  numbers,
  plainExperiment,
  probedLayer,
  probedLayers,
  seed,
  sha256,
  stretch,
  temperature,
  text,
  whole,
} from './arguments.ts';
import type {
  Capabilities,
  Catalogue,
  LabSnapshot,
  OfferedFile,
  ExportProgress,
  Overall,
  Phase,
  ReportFormat,
  RobustnessState,
  RunProgress,
  SweepState,
  TextLook,
} from './lab-data.ts';
import type { KeptComparison, LibraryState } from './library-data.ts';
import type { Plain } from '../experiments/plain.ts';
import type { PluginGuide, PluginInspection, PluginProposal } from './plugin-data.ts';

/** A method: the schema that its one argument has to pass, and, for the compiler alone, what it answers with. */
interface Method<Argument extends v.GenericSchema, Answer> {
  readonly argument: Argument;
  readonly answer?: Answer;
}

const method = <Argument extends v.GenericSchema>(argument: Argument) => ({
  answers: <Answer>(): Method<Argument, Answer> => ({ argument }),
});
const takes = <Entries extends v.ObjectEntries>(entries: Entries) => method(v.strictObject(entries));
const takesOneOf = <Options extends v.UnionOptions>(options: Options) => method(v.union(options));
const asks = method(v.strictObject({}) as v.GenericSchema<unknown, Record<string, never>>);

const reportFormats = v.pipe(
  v.unknown(),
  v.array(v.picklist(['html', 'markdown', 'csv', 'json', 'archive'] satisfies ReportFormat[])),
  v.minLength(1),
  v.maxLength(5),
);

/**
 * Everything a screen may ask of the lab: the one place where a method is defined. Each takes one plain argument, is called
 * only with what its schema lets through, and may reject with LabErrorData.
 */
export const labMethods = {
  capabilities: asks.answers<Capabilities>(),
  catalogue: asks.answers<Catalogue>(),
  snapshot: asks.answers<LabSnapshot>(),

  /** Starts the upload of a dropped, chosen or pasted text. Answers with an id for the two calls below. */
  beginText: takes({
    name: text(1000),
    bytes: whole(0, Number.MAX_SAFE_INTEGER),
    source: v.picklist(['upload', 'paste']),
  }).answers<{ uploadId: string }>(),
  /** Adds the next piece; at most 1 MiB each, one at a time. */
  appendText: takes({ uploadId: id, bytes: bytes(largestPiece) }).answers<void>(),
  /** Reads what was uploaded and makes it the corpus of the experiment. The old corpus stays on any error. */
  finishText: takes({
    uploadId: id,
    options: corpusOptionsSchema,
    /** Other uploads, joined after it. */
    more: v.optional(v.pipe(v.unknown(), v.array(id), v.maxLength(100))),
    /** It becomes the held-out text of the present text, which is split by file. */
    heldOut: v.optional(v.boolean()),
  }).answers<CorpusSummary>(),
  /** Drops an upload that is not wanted any more. */
  cancelText: takes({ uploadId: id }).answers<void>(),
  /** Asks for a file with the host's own dialog (capability `dialogs`). Null when the user cancels. */
  openTextDialog: takes({ options: corpusOptionsSchema }).answers<CorpusSummary | null>(),
  /** Gives up reading a file of this machine, chosen in the dialog; what waits for it rejects with `cancelled`. */
  cancelReading: asks.answers<void>(),
  /** Makes a generated text the corpus. */
  useBuiltin: takes({
    id,
    seed,
    characters: whole(1, 1e9),
    /** As by default when absent. */
    split: v.optional(splitSchema),
  }).answers<CorpusSummary>(),
  /** Reads the present text again with other options (another encoding, …). */
  rereadText: takes({ options: corpusOptionsSchema }).answers<CorpusSummary>(),
  /** The present text as the networks read it; null where it is not here. */
  lookAtText: asks.answers<TextLook | null>(),
  /** What each way to split the present text would do to it, with shares like these; null where it is not here. */
  measureSplits: takes(splitShares).answers<readonly SplitMeasure[] | null>(),

  /**
   * Replaces the experiment; refused while training. Clears results, which stay in the library, unless the name alone is
   * another one.
   */
  setExperiment: takes({ experiment: plainExperiment }).answers<LabSnapshot>(),
  /**
   * The same from a saved experiment or report, or from a link: the text itself where it is small, else what was uploaded,
   * in pieces (`beginText`) or as a stream (POST `/upload` in browser mode). A report brings its results along. The new
   * snapshot comes as the event.
   */
  openExperiment: takesOneOf([
    v.strictObject({ json: text(largestCall) }),
    v.strictObject({ uploadId: id }),
  ]).answers<void>(),
  /** Asks for such a file with the host's own dialog (capability `dialogs`). False when the user cancels. */
  openExperimentDialog: asks.answers<boolean>(),
  /** Starts from step 0, or goes on after a pause. */
  run: asks.answers<void>(),
  pause: asks.answers<void>(),
  /** One step of every run that has not ended, then pause. */
  step: asks.answers<void>(),
  /** Ends training and keeps what there is, to be gone on with from the library; seeds that are being added are given up. */
  stop: asks.answers<void>(),
  /** Back to step 0: the experiment stays, and its results do in the library. */
  reset: asks.answers<void>(),

  /**
   * Trains further paired seeds of an experiment whose runs have ended, and keeps all that is there: so many, or as many
   * as it takes to decide every pair on the primary yardstick, up to `untilDecided` in all. What was added, and after how
   * many seeds, stays in the experiment. None are added where those that are there decide.
   */
  addSeeds: takesOneOf([
    v.strictObject({ count: whole(1, limits.seeds) }),
    v.strictObject({ untilDecided: whole(2, limits.seeds) }),
  ]).answers<{ readonly seeds: readonly number[] }>(),

  /**
   * Trains the first seeds (3 at most) of an experiment whose runs have ended again, without clipping, in the other
   * precision, and on another split of the text, one after the other; the results stay as they are. Answers when the
   * first is under way; a repeat of before goes.
   */
  startRobustness: asks.answers<RobustnessState>(),
  /** Gives up the variation under way and keeps those that are through. */
  cancelRobustness: asks.answers<void>(),

  /** Everything that is kept; read anew each time, in a thread of its own. */
  library: asks.answers<LibraryState>(),
  /**
   * Takes a kept experiment to the screen: one that has ended with its results and the weights behind them, one that has
   * not paused at its last checkpoint, from which `run` goes on. What was on the screen stays in the library. Refused
   * while training. Where another program trains it, it is shown as it stands, like a report.
   */
  openKept: takes({ id: keptId }).answers<LabSnapshot>(),
  /** The plan of a kept experiment as a new one, with its text; nothing is trained yet. */
  duplicateKept: takes({ id: keptId }).answers<LabSnapshot>(),
  /** Gives the runs of the experiment, which have all ended, further steps, and trains them; the same as if it had had them. */
  trainFurther: takes({ steps: whole(1, limits.steps) }).answers<void>(),
  /** Names a kept experiment, and says what it is about. What is left out stays. */
  describeKept: takes({
    id: keptId,
    name: v.optional(v.pipe(text(limits.text), v.nonEmpty('must say something'))),
    tags: v.optional(v.pipe(v.unknown(), v.array(v.pipe(text(60), v.nonEmpty())), v.maxLength(50))),
    notes: v.optional(text(100_000)),
  }).answers<void>(),
  /** What authors say on the report of the experiment on the screen, null for nothing: it is kept with it, and comes back with it. */
  describeReport: takes({ heading: v.nullable(keptHeadingSchema) }).answers<void>(),
  /** Puts a kept experiment into the trash, from where it can be had back; not the one in training. */
  trashKept: takes({ id: keptId }).answers<void>(),
  restoreKept: takes({ id: keptId }).answers<void>(),
  /** Deletes what is in the trash, for good. */
  emptyTrash: asks.answers<void>(),
  /** Kept experiments beside each other, where text, split and yardstick agree. */
  compareKept: takes({
    ids: v.pipe(v.unknown(), v.array(keptId), v.minLength(2), v.maxLength(6)),
  }).answers<KeptComparison>(),
  /** Shows the folder of a kept experiment in the system's file manager; of the whole library for null (capability `foldersShown`). */
  showKeptFolder: takes({ id: v.nullable(keptId) }).answers<void>(),
  /** Asks for another folder to keep experiments in, with the host's own dialog (capability `dialogs`): what is in training goes on there. Null when the user cancels. */
  chooseLibrary: asks.answers<LibraryState | null>(),

  /** Draws text from a run at its present weights. */
  sample: takes({
    armId: id,
    seed,
    /** Characters to draw. */
    characters: whole(1, 1_000_000),
    temperature,
    prompt: text(100_000),
    /** Seed of the random numbers. */
    sampleSeed: seed,
  }).answers<{ text: string }>(),

  /**
   * Lets arms draw with the same random numbers, or read the same text, position by position; trains nothing. Runs that
   * were opened from a report have no weights: only their initial ones can be asked for.
   */
  duel: takes({
    arms: v.pipe(v.unknown(), v.array(moment), v.minLength(1), v.maxLength(duelLimits.arms)),
    text: v.variant('kind', [
      v.strictObject({
        kind: v.literal('drawn'),
        prompt: text(duelLimits.prompt),
        characters: whole(1, duelLimits.characters),
        sampleSeed: seed,
      }),
      v.strictObject({ kind: v.literal('given'), text: text(duelLimits.characters + 1) }),
      v.strictObject({
        kind: v.literal('held-out'),
        start: whole(0, Number.MAX_SAFE_INTEGER),
        characters: whole(1, duelLimits.characters),
      }),
    ]),
    temperature,
    top: whole(1, duelLimits.top),
  }).answers<Duel>(),

  /** Steps of a run whose weights were kept, ascending; empty for a run that is not in memory. */
  keptSteps: takes({ armId: id, seed }).answers<{ steps: readonly number[] }>(),
  /** What gradients several output layers have at the same weights; trains nothing. */
  probe: takes({
    moment,
    stretch,
    layers: probedLayers,
    /** Rows of the maps, if the text has as many distinct characters; the others are folded into one. */
    rows: whole(1, probeLimits.rows),
  }).answers<Probe>(),
  /** δ against z: the response of one output to its own logit. */
  unitResponses: takes({
    layers: probedLayers,
    t: v.picklist([0, 1]),
    others: numbers(2 ** 21),
    z: numbers(4096),
  }).answers<readonly UnitResponse[]>(),
  /** Compares the gradient of one layer with centred differences at the weights of a moment, in float64. */
  checkGradient: takes({
    moment,
    stretch,
    layer: probedLayer,
    fault: v.nullable(v.picklist(faults.map((fault) => fault.id))),
  }).answers<LayerCheck>(),

  /** Back-propagation through time at one place with all its numbers, for several output layers at the same weights. */
  derive: takes({
    moment,
    stretch,
    layers: probedLayers,
    rows: whole(1, probeLimits.rows),
    place: derivationPlace,
    /** Numbers that somebody changed: everything downstream follows. */
    changes: derivationChanges,
  }).answers<Derivation>(),
  /** The derivatives of that place held against centred differences. */
  checkDerivation: takes({
    moment,
    stretch,
    layers: probedLayers,
    place: derivationPlace,
    changes: derivationChanges,
  }).answers<DerivationChecks>(),

  /** A lesson from the text of its file, which is not trusted. */
  readLesson: takes({ json: text(largestLesson) }).answers<Lesson>(),

  /** What there is to know about a typed loss, or what is wrong with its text. Changes nothing. */
  lookAtFormula: takes({ definition: formulaSchema }).answers<FormulaLook>(),
  /** What a formula may say, with examples. */
  formulaGuide: asks.answers<FormulaGuide>(),
  /**
   * Bytes that all runs of the experiment need together, null without a text, and that they may use; of a text with so many
   * distinct characters where that is asked for.
   */
  memoryNeeded: takes({ distinct: v.optional(whole(1, 2 ** 21)) }).answers<{
    readonly bytes: number | null;
    readonly limit: number;
  }>(),

  /** The last sweep of learning rates, under way or ended; null before the first. */
  sweepState: asks.answers<SweepState | null>(),
  /**
   * Tries every arm of the experiment at every rate of a grid, with seeds that are not reported. Refused while
   * training. The same question again goes on with the runs that are missing.
   */
  startSweep: takes({
    grid: v.pipe(
      v.strictObject({
        low: v.pipe(finite, v.minValue(gridLimits.low), v.maxValue(gridLimits.high)),
        high: v.pipe(finite, v.minValue(gridLimits.low), v.maxValue(gridLimits.high)),
        count: whole(1, gridLimits.count),
      }),
      v.check(({ low, high, count }) => (count === 1 ? low === high : low < high), 'must ascend'),
    ),
    /** Number of tuning seeds. */
    seeds: whole(1, 100),
    /** Steps of each run. */
    steps: whole(1, limits.steps),
    yardstick: v.picklist(yardsticks.map(({ id: name }) => name)),
    /** Most rates that may be added at either end. */
    extension: whole(0, 50),
  }).answers<SweepState>(),
  /** Gives up the runs that are under way and keeps those that have ended. */
  cancelSweep: asks.answers<void>(),
  /**
   * Learning rates in inverse proportion to the norms of the first gradients, for an arm whose rate stays as it is. The
   * experiment is left alone: whoever asks takes the rates over, or does not.
   */
  matchNorms: takes({ reference: id }).answers<NormMatched>(),

  /** What a plug-in file is; nothing of it is run. Remembered for the calls below. */
  proposePlugin: takes({
    file: v.pipe(text(255), v.regex(/^[^/\\]+$/, 'must be a file name without folders')),
    source: text(layerLimits.source),
  }).answers<PluginProposal>(),
  /** Trusts a proposed plug-in, on the user's word (capability `trustsPlugins`), now and in later sessions. */
  trustPlugin: takes({ sha256 }).answers<void>(),
  /**
   * Loads a proposed plug-in and says what it is; `untrusted-plugin` before it was trusted. The definition is for the
   * experiment's `layers`.
   */
  inspectPlugin: takes({ sha256 }).answers<{
    readonly definition: PluginDefinition;
    readonly inspection: PluginInspection;
  }>(),
  /** What those who write plug-ins need. */
  pluginGuide: asks.answers<PluginGuide>(),

  /**
   * The experiment without its text: as a link that starts with `#experiment=`, and as the command line that makes the
   * same experiment. `bad-argument` where its plug-ins are too long for either.
   */
  shareExperiment: asks.answers<{ readonly link: string; readonly command: string }>(),
  /** Writes the experiment as a file, for the page to download. */
  exportExperiment: asks.answers<readonly OfferedFile[]>(),
  /**
   * Writes the comparison report in the formats asked for, however large it is, for the page to download; `csv` is
   * `curves.csv`, `training.csv` and `gradients.csv`, and `layers.csv` where there are own layers. Where the experiment is
   * kept, with the curves of every step.
   */
  exportReport: takes({
    formats: reportFormats,
    heading: v.optional(headingSchema),
  }).answers<readonly OfferedFile[]>(),
  /** Gives up the reports that are being written: `cancelled` is what they come to, and nothing of them is left. */
  cancelExports: asks.answers<void>(),
  /** The report as a page that loads nothing, as it would be exported now. */
  reportPage: takes({ heading: v.optional(headingSchema) }).answers<string>(),
  /** Writes the experiment into a folder that the host's dialog asks for (capability `dialogs`). */
  saveExperiment: asks.answers<{ folder: string } | null>(),
  /**
   * Writes the comparison report into a folder that the host's dialog asks for (capability `dialogs`), however large it is;
   * where the experiment is kept, with the curves of every step. Null when the user cancels, else where it went.
   */
  saveReport: takes({ formats: reportFormats, heading: v.optional(headingSchema) }).answers<{
    folder: string;
  } | null>(),
  /** Writes files with the host's save dialog (capability `dialogs`). Null when the user cancels, else where they went. */
  saveFiles: takes({
    files: v.pipe(
      v.unknown(),
      v.array(v.strictObject({ name: fileName, mediaType: text(100), bytes: bytes(largestSave) })),
      v.minLength(1),
      v.maxLength(100),
    ),
  }).answers<{ folder: string } | null>(),
};

/** What an event carries, for the compiler alone. */
interface Carried<Data> {
  readonly data?: Data;
}

const carries = <Data>(): Carried<Data> => ({});

/** What the lab says by itself. */
export const labEvents = {
  /** The experiment, the corpus or the phase changed; replaces all a screen knows. */
  snapshot: carries<LabSnapshot>(),
  /** The phase alone changed (start, pause, end). */
  phase: carries<{ readonly phase: Phase; readonly overall: Overall }>(),
  /** New measurements, a few times a second. */
  progress: carries<{ readonly overall: Overall; readonly runs: readonly RunProgress[] }>(),
  /** A robustness repeat has come further; a few times a second. */
  robustness: carries<RobustnessState>(),
  /** A sweep has come further; a few times a second. */
  sweep: carries<SweepState>(),
  /** Something of the library is another now: ask for it again. */
  libraryChanged: carries<Record<string, never>>(),
  /** A report that is being written has come to its next file. */
  exporting: carries<ExportProgress>(),
  /** Progress of reading a text, 0 … 1. */
  reading: carries<{ readonly name: string; readonly share: number }>(),
  /** Something went wrong outside any call. */
  problem: carries<LabErrorData>(),
};

type Methods = typeof labMethods;

/** The methods as they are called. */
export type LabApi = {
  [Name in keyof Methods]: Methods[Name] extends Method<infer Argument, infer Answer>
    ? (argument: Plain<v.InferOutput<Argument>>) => Promise<Answer>
    : never;
};

export type LabEvents = {
  [Name in keyof typeof labEvents]: (typeof labEvents)[Name] extends Carried<infer Data> ? Data : never;
};

export type LabEventName = keyof LabEvents;

/** A lab as its user holds it: the methods, and a way to listen. `on` answers with the way to stop listening. */
export interface Lab extends LabApi {
  on<Name extends LabEventName>(name: Name, listener: (event: LabEvents[Name]) => void): () => void;
}
