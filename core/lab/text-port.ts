import type { CorpusSummary } from '../corpora/corpus.ts';

/** Files of this machine that a text lies in, by the names they are shown with. */
export interface StoredTexts {
  readonly source: CorpusSummary['source'];
  readonly texts: readonly { readonly path: string; readonly name?: string | undefined }[];
  /** The held-out text of its own. */
  readonly heldOut: { readonly path: string; readonly name?: string | undefined } | null;
}
