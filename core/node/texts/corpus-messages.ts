import type { BaselinesQuestion, EvaluatedBaselines } from '../../corpora/baselines.ts';
import type { Corpus, CorpusOptions, CorpusSummary } from '../../corpora/corpus.ts';
import type { EncodingReading } from '../../corpora/encoding-readings.ts';
import type { SplitOptions } from '../../corpora/parts.ts';
import type { SplitMeasure, SplitQuestion } from '../../corpora/split-measures.ts';

/** A file of this machine. */
export interface StoredText {
  readonly path: string;
  /** Name to show; the file's own when absent. */
  readonly name?: string;
}

/** What the text thread is asked for. */
export type CorpusRequest =
  | {
      readonly kind: 'read';
      readonly source: CorpusSummary['source'];
      /** Joined in this order. */
      readonly texts: readonly StoredText[];
      /** The held-out text of its own. */
      readonly heldOut: StoredText | null;
      readonly options: CorpusOptions;
    }
  | {
      readonly kind: 'builtin';
      readonly id: string;
      readonly seed: number;
      readonly characters: number;
      /** As by default when absent. */
      readonly split?: SplitOptions;
    };

/** A text to read, under a number by which it is given up and its progress told. */
export interface CorpusJob {
  readonly id: number;
  readonly request: CorpusRequest;
  /** Bytes the indices may take. */
  readonly memoryLimit: number;
}

/** The beginning of a text in every encoding. */
export interface EncodingsQuestion {
  readonly text: StoredText;
  readonly source: CorpusSummary['source'];
  readonly current: string;
  readonly notUtf8From: number;
}

/** What the text thread is asked and told. */
export type CorpusAnswers = {
  /** The corpus lies on shared memory. A job that was given up is answered by the error `cancelled`. */
  readonly read: (job: CorpusJob) => Promise<Corpus>;
  readonly baselines: (question: BaselinesQuestion) => EvaluatedBaselines;
  readonly splits: (question: SplitQuestion) => readonly SplitMeasure[];
  readonly encodings: (question: EncodingsQuestion) => Promise<readonly EncodingReading[]>;
  readonly cancel: (id: number) => void;
};

/** What it tells meanwhile: the share of a job that has been read, 0 … 1. */
export interface ReadingProgress {
  readonly id: number;
  readonly share: number;
}
