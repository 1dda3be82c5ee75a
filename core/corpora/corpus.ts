import type { SplitOptions, TextParts } from './parts.ts';

/** Indices of characters in the vocabulary, in the narrowest width that holds them. */
export type Indices = Uint8Array | Uint16Array | Uint32Array;

/** How the encoding of a text was found. */
export type EncodingSource =
  'byte-order-mark' | 'nul-pattern' | 'valid-utf-8' | 'detected' | 'chosen' | 'generated';

/** The whole held-out part under models that are counted on the training part (science: baselines). */
export interface HeldOutStatistics {
  readonly characters: number;
  /** Bits per character of the add-one unigram. */
  readonly unigramBits: number;
  /** Bits per character of the Witten–Bell bigram; the first character of a held-out text of its own by the unigram. */
  readonly bigramBits: number;
  /** In-sample entropy of a held-out character, bits. */
  readonly ownUnigramEntropy: number;
}

/** One of several files that a text is made of. */
export interface TextFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly encoding: string;
  readonly characters: number;
  /** It is the held-out text of its own. */
  readonly heldOut: boolean;
}

export interface LineEnds {
  readonly lf: number;
  readonly crlf: number;
  readonly cr: number;
}

export interface CharacterCount {
  readonly codePoint: number;
  readonly count: number;
}

/** What a screen shows and a report prints about a text. Plain data. */
export interface CorpusSummary {
  readonly source: 'file' | 'upload' | 'paste' | 'stdin' | 'builtin';
  /** Set for built-in sources only. */
  readonly builtin: { readonly id: string; readonly seed: number } | null;
  /** File name or title as given; untrusted, show as text. */
  readonly name: string;
  /** WHATWG label, e.g. `utf-8`, `gb18030`. */
  readonly encoding: string;
  readonly encodingSource: EncodingSource;
  readonly bytes: number;
  /** SHA-256 of the bytes, hexadecimal; of several files joined in their order. Built-in texts: of their UTF-8 form. */
  readonly sha256: string;
  /** The files of a text that is joined of several, or has a held-out text of its own; empty for a single file. */
  readonly files: readonly TextFile[];
  /** Code points N, after the options below. */
  readonly characters: number;
  /** Distinct characters V (the "other" symbol counts as one). */
  readonly distinct: number;
  /** Characters of each part. */
  readonly trainCharacters: number;
  readonly tuningCharacters: number;
  readonly heldOutCharacters: number;
  readonly heldOutShare: number;
  /** log₂ V, bits. */
  readonly uniformEntropy: number;
  /** In-sample entropy of a character, bits: a statistic of the text, and nothing that a model could reach. */
  readonly unigramEntropy: number;
  /** In-sample entropy of a character given the one before, bits; 0 when there is no pair. */
  readonly bigramEntropy: number;
  /** Null in reports that were made before it was measured. */
  readonly heldOut: HeldOutStatistics | null;
  /** How far the held-out characters differ from the training part beyond chance, bits; null as above. See `drift`. */
  readonly drift: number | null;
  /** Exact entropy rate of the source in bits per character, where it is known. */
  readonly entropyRate: number | null;
  /** Up to 20, most frequent first. */
  readonly mostFrequent: readonly CharacterCount[];
  /** The first 400 characters. */
  readonly preview: string;
  /** As they stand in the text; none are counted apart where they are normalised. Null in older reports. */
  readonly lineEnds: LineEnds | null;
  /** Sentences: replaced bytes, NUL characters, mixed line ends, rare characters merged … */
  readonly warnings: readonly string[];
  readonly options: CorpusOptions;
}

/** Choices made while reading a text. */
export interface CorpusOptions extends SplitOptions {
  /** WHATWG label, or null to let the lab decide. */
  readonly encoding: string | null;
  /** Turn CR LF and CR into LF. */
  readonly normaliseLineEnds: boolean;
  /** Characters that occur less often than this become one "other" symbol. 1 keeps all. */
  readonly minimumCount: number;
}

/** Above so many bits of drift, parts of a text are told to differ. */
export const driftThreshold = 0.1;

/** How a text is split when nobody says otherwise. */
export const defaultSplit: SplitOptions = { split: 'end', heldOutShare: 0.1, tuningShare: 0.05 };

/** As texts were split before there was a choice. */
export const formerSplit: SplitOptions = { ...defaultSplit, tuningShare: 0 };

export const defaultCorpusOptions: CorpusOptions = {
  encoding: null,
  normaliseLineEnds: false,
  minimumCount: 1,
  ...defaultSplit,
};

/** So many distinct characters occur so many times each. */
export interface Occurrences {
  readonly times: number;
  readonly distinct: number;
}

/** What reading a text finds beside its summary, for who looks at the text. */
export interface ReadingFindings {
  /** By how often characters occur, before rare ones are joined; ascending. */
  readonly occurrences: readonly Occurrences[];
  /** CR LF pairs as they stand in the text, normalised or not. */
  readonly lineEndPairs: number;
  /** CRs without an LF after them, likewise. */
  readonly singleReturns: number;
  /** Offset of the first byte of the first file that is not UTF-8, or −1. */
  readonly notUtf8From: number;
}

/** A text as the engine sees it. Plain data on shared memory: it crosses threads without a copy. */
export interface Corpus {
  readonly summary: CorpusSummary;
  /** N indices on a SharedArrayBuffer. */
  readonly indices: Indices;
  /** Code point of each index; `other` is listed as U+FFFD. Ordered by first appearance. */
  readonly vocabulary: Uint32Array;
  /** Index of the "other" symbol, or null. */
  readonly other: number | null;
  readonly parts: TextParts;
  readonly findings: ReadingFindings;
}

export interface EncodingGuess {
  /** WHATWG label. */
  readonly encoding: string;
  readonly source: EncodingSource;
}
