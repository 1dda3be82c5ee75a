import type { InferOutput } from 'valibot';
import type { Plain } from '../experiments/plain.ts';
import { reportInputSchema } from './data/report-schema.ts';
import type { Divergence, RunRecord } from '../experiments/run.ts';
import type { Arm, Experiment } from '../experiments/experiment.ts';
import type { OutputLayerInfo } from '../layers/layer-info.ts';
import type { LayerDefinition } from '../outputs/layer-definition.ts';
import type { ArmLook } from '../contract/arm-look.ts';
import type { ArmStanding, Standing } from '../experiments/comparison/standing.ts';
import { untitled } from '../words/kept-words.ts';
import type { ArmRate } from '../experiments/comparison/training-rate.ts';
import type { DerivationPart } from './derivation/derivation-part.ts';
import type { GradientSummary } from './words/gradient-summary.ts';
import type { PairedDifference } from '../experiments/comparison/paired-difference.ts';

export interface MethodRow {
  readonly label: string;
  readonly text: string;
}

/** A table as words: whoever prints it decides nothing. */
export interface WordTable {
  readonly caption: string;
  /** Of a table of arms without its first column, their names. */
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A layer that the experiment brought along, as a report prints it. */
export interface OwnLayerReport {
  readonly definition: LayerDefinition;
  readonly info: OutputLayerInfo;
  /** Everything but its text and the warnings. */
  readonly rows: readonly MethodRow[];
  /** The formula as it was typed, or the source of the plug-in. */
  readonly source: string;
}

/** Everything a report is made from; nothing else enters it. */
export interface ReportInput extends Plain<Omit<InferOutput<typeof reportInputSchema>, 'experiment'>> {
  readonly experiment: Experiment;
  /** Absent where none was asked for. It is worked out anew each time, and no part of what is kept. */
  readonly derivation?: DerivationPart | undefined;
}

/** What a report was made from as its file holds it, without what was worked out from it. */
export const reportInput = (report: ReportInput): ReportInput =>
  Object.fromEntries(
    (Object.keys(reportInputSchema.entries) as (keyof ReportInput)[]).flatMap((name) =>
      report[name] === undefined ? [] : [[name, report[name]]],
    ),
  ) as unknown as ReportInput;

/** What a report is called. */
export const titleOf = ({ experiment, heading }: Pick<ReportInput, 'experiment' | 'heading'>): string =>
  heading?.title || experiment.name || untitled;

export interface SampleText {
  readonly seed: number;
  readonly step: number;
  readonly text: string;
}

/** One arm of a report, with what was measured of it. */
export interface ArmReport {
  readonly arm: Arm;
  readonly layer: OutputLayerInfo;
  /** Label of the output layer, with what tells it from other arms of the same layer. */
  readonly label: string;
  readonly look: ArmLook;
  readonly runs: readonly RunRecord[];
  readonly standing: ArmStanding;
  readonly gradient: GradientSummary;
  /** Mean share of held-out positions in which an output had to be clipped to be read as a probability. */
  readonly readingClipped: number;
  /** Seconds of training per run, averaged over the runs that have begun. */
  readonly seconds: number;
  /** Null where no run has begun. */
  readonly rate: ArmRate | null;
  /** The last text drawn, of the first seed that has one. */
  readonly sample: SampleText | null;
}

interface ReportDivergence extends Divergence {
  readonly label: string;
  readonly seed: number;
  /** Last evaluation with finite values: its step, and bits per character or, without a reading, accuracy, in words. */
  readonly last: { readonly step: number; readonly value: string } | null;
}

/** A comparison report as plain data. The renderers turn it into files and decide nothing. */
export interface Report extends ReportInput {
  readonly parameters: number;
  /** What did the arithmetic, e.g. `float32, WASM SIMD`: as the threads that trained named it, else the precision. */
  readonly arithmetic: string;
  readonly arms: readonly ArmReport[];
  /** Layers that the experiment brought along. */
  readonly ownLayers: readonly OwnLayerReport[];
  readonly standing: Standing;
  /** All pairs of arms on each yardstick. */
  readonly pairs: readonly PairedDifference[];
  readonly divergences: readonly ReportDivergence[];
  readonly failures: readonly { readonly label: string; readonly seed: number; readonly reason: string }[];
  /** How the comparison was made, as label and sentence. */
  readonly method: readonly MethodRow[];
  readonly uncontrolled: readonly string[];
  readonly notSupported: readonly string[];
}

/** A report before its sentences are written. */
export type Measured = Omit<Report, 'method' | 'uncontrolled' | 'notSupported'>;
