import type { LabSnapshot } from '../contract/lab-data.ts';
import type { KeptHeading } from '../contract/report-heading-schema.ts';
import { RunBook } from '../contract/run-book.ts';
import type { EvaluatedBaselines } from '../corpora/baselines.ts';
import type { Corpus, CorpusSummary } from '../corpora/corpus.ts';
import { repeatedSeeds, type RobustnessRecord } from '../experiments/comparison/robustness.ts';
import type { Experiment } from '../experiments/experiment.ts';
import type { Events } from '../contract/events.ts';
import type { OpenedFile } from './opened-file.ts';
import type { LabPorts } from './ports.ts';
import type { Conductor } from './training/conductor.ts';
import type { KeptFacts } from './training/run-keeper.ts';

/** What every part of a lab rests on. */
export interface LabBase {
  readonly held: Held;
  readonly ports: LabPorts;
  readonly events: Events;
  /** What is known of text and layers by now. */
  facts(): KeptFacts;
  /** The layers of the experiment are looked at, with the text that there is. */
  learn(): void;
  /** Screens are told of all that is held. */
  announce(): LabSnapshot;
}

/** What a lab holds: one experiment, its text, and its results. The parts of the lab share it. */
export class Held {
  experiment: Experiment;
  corpus: Corpus | null = null;
  conductor: Conductor | null = null;
  /** Results that were opened from a report: records without threads behind them. */
  opened: OpenedFile['results'] = null;
  /** Summary that came with a report whose text is not here. */
  foreignSummary: CorpusSummary | null = null;
  /** Bytes of the text that the experiment waits for, where a link has said so. */
  wantedBytes: number | null = null;
  /** Of the present text and experiment, or as they came with an opened report. */
  baselines: EvaluatedBaselines | null = null;
  /** Id of the experiment in the library; null as long as it has none there. */
  kept: string | null = null;
  /** What authors say on the report. */
  heading: KeptHeading | null = null;
  closed = false;
  /** Changes that are being made or wait for their turn. */
  changes = 0;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(first: Experiment) {
    this.experiment = first;
  }

  /** One change of state after the other; a change that fails leaves the state as it was. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    this.changes++;
    const result = this.#turn.then(work).finally(() => this.changes--);
    this.#turn = result.catch(() => undefined);
    return result;
  }
}

const idleOverall = {
  stepsDone: 0,
  stepsTotal: 0,
  charactersPerSecond: 0,
  secondsLeft: null,
  gigaflops: 0,
} as const;

/** What a screen is told of all that is held. */
export function snapshotOf(
  { experiment, corpus, conductor, opened, foreignSummary, wantedBytes, baselines, kept, heading }: Held,
  beside: Pick<LabSnapshot, 'ownLayers' | 'adding' | 'robustness' | 'search'>,
): LabSnapshot {
  const summary = corpus?.summary ?? foreignSummary;
  const common = {
    experiment,
    corpus: summary,
    wantedBytes: summary === null ? wantedBytes : null,
    baselines,
    kept,
    ...(heading && { heading }),
    ...beside,
  };
  if (conductor)
    return {
      ...common,
      phase: conductor.phase,
      overall: conductor.overall(),
      // Seeds that are being added are no seeds of the experiment yet.
      runs: conductor.records().filter(({ seed }) => experiment.seeds.includes(seed)),
      opened: false,
    };
  const book = new RunBook(experiment);
  const stepsTotal = book.progress().reduce((sum, { planned }) => sum + planned, 0);
  return {
    ...common,
    phase: opened ? (opened.partial ? 'stopped' : 'finished') : 'idle',
    overall: { ...idleOverall, stepsTotal, stepsDone: opened ? stepsTotal : 0 },
    runs: opened?.records ?? book.records(),
    adding: null,
    robustness: openedRobustness(experiment, opened?.robustness ?? null),
    opened: opened !== null,
  };
}

/** A repeat that came with a report, as if it had been made here. */
export function openedRobustness(
  experiment: Experiment,
  record: RobustnessRecord | null,
): LabSnapshot['robustness'] {
  if (!record) return null;
  const { repeats, skipped, cancelled } = record;
  const phase = cancelled ? 'cancelled' : 'finished';
  return { phase, seeds: repeatedSeeds(experiment), under: null, repeats, skipped };
}
