import type { BaselinesQuestion, EvaluatedBaselines } from '../corpora/baselines.ts';
import type { Corpus, CorpusOptions, CorpusSummary } from '../corpora/corpus.ts';
import type { SplitOptions } from '../corpora/parts.ts';
import type { LabErrorData } from '../errors.ts';

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

/** What the thread answers with, by what it was asked for. */
export type CorpusAnswer =
  | { readonly kind: 'corpus'; readonly corpus: Corpus }
  | { readonly kind: 'baselines'; readonly baselines: EvaluatedBaselines };

/** Host to thread. Ids tell requests apart; a request that was cancelled is answered by the error `cancelled`. */
export type ToCorpusThread =
  | {
      readonly id: number;
      readonly kind: 'start';
      readonly request: CorpusRequest | { readonly kind: 'baselines'; readonly question: BaselinesQuestion };
      /** Bytes the indices may take. */
      readonly memoryLimit: number;
    }
  | { readonly id: number; readonly kind: 'cancel' };

/** Thread to host: any number of `progress`, then one `done` or `error`. A corpus lies on shared memory. */
export type FromCorpusThread =
  | { readonly id: number; readonly kind: 'progress'; readonly share: number }
  | { readonly id: number; readonly kind: 'done'; readonly answer: CorpusAnswer }
  | { readonly id: number; readonly kind: 'error'; readonly error: LabErrorData };
