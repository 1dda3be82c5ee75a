import type { Corpus, CorpusOptions, CorpusSummary } from '../corpora/corpus.ts';
import type { LabErrorData } from '../errors.ts';

/** What the text thread is asked for. */
export type CorpusRequest =
  | {
      readonly kind: 'read';
      readonly path: string;
      readonly source: CorpusSummary['source'];
      /** Name to show; the file's own when absent. */
      readonly name?: string;
      readonly options: CorpusOptions;
    }
  | { readonly kind: 'builtin'; readonly id: string; readonly seed: number; readonly characters: number };

export interface ToCorpusThread {
  readonly id: number;
  readonly request: CorpusRequest;
  readonly memoryLimit: number;
}

export type FromCorpusThread =
  | { readonly id: number; readonly kind: 'progress'; readonly share: number }
  | { readonly id: number; readonly kind: 'done'; readonly corpus: Corpus }
  | { readonly id: number; readonly kind: 'error'; readonly error: LabErrorData };
