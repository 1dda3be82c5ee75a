import type { CorpusSummary } from '../corpora/corpus.ts';

/** Files of this machine that a text lies in, by the names they are shown with. */
export interface StoredTexts {
  readonly source: CorpusSummary['source'];
  readonly texts: readonly { readonly path: string; readonly name?: string | undefined }[];
  /** The held-out text of its own. */
  readonly heldOut: { readonly path: string; readonly name?: string | undefined } | null;
}

/** What a text holds, by SHA-256: what was learned, and the held-out text of its own. */
export interface TextContents {
  readonly sha256: string;
  readonly heldOut: { readonly name: string; readonly sha256: string } | null;
}

export function contentsOf({ sha256, files }: Pick<CorpusSummary, 'sha256' | 'files'>): TextContents {
  const own = files.find(({ heldOut }) => heldOut);
  return { sha256, heldOut: own ? { name: own.name, sha256: own.sha256 } : null };
}

/** Names are free. */
export const sameContents = (one: TextContents, other: TextContents): boolean =>
  one.sha256 === other.sha256 && one.heldOut?.sha256 === other.heldOut?.sha256;
