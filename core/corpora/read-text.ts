import { LabError } from '../errors.ts';
import { refuseControls, refuseKnownFormat } from './binary.ts';
import type { Corpus, CorpusOptions, CorpusSummary } from './corpus.ts';
import { byContent, byMark, knownEncoding, type EncodingGuess } from './encoding.ts';
import { bytesPerIndex, Indexer, mergeRare } from './indexer.ts';
import { measure } from './measure.ts';
import { oddCharacters } from './odd-characters.ts';
import { charactersOf, textParts } from './parts.ts';
import { mostFrequent, unseenInTraining } from './statistics.ts';
import type { TextTools } from './text-tools.ts';
import { Utf8Counter, type Utf8Census } from './utf8.ts';
import { warnings } from './warnings.ts';
import { byWidePattern } from './wide.ts';

/** A text that can be read from its beginning more than once. */
export interface TextSource {
  readonly name: string;
  readonly source: CorpusSummary['source'];
  /** Bytes, as far as they are known before reading. */
  readonly bytes: number;
  open(): AsyncIterable<Uint8Array>;
}

export interface ReadOptions {
  readonly tools: TextTools;
  /** Bytes the indices may take. */
  readonly memoryLimit: number;
  /** Told the share that has been read, 0 … 1. */
  readonly progress: (share: number) => void;
  /** Asked between pieces; throws to give up. */
  readonly checkpoint: () => void;
}

/** Bytes that are kept to judge a text by. */
const sampleBytes = 256 * 1024;
/** Characters of the preview. */
const previewCharacters = 400;

/**
 * Reads a text: decides its encoding, turns it into indices, counts. Twice over the bytes, never all of them at once.
 * @throws LabError `text-empty`, `text-binary`, `text-too-large`, `unknown-name`, or what the source throws
 */
export async function readText(
  source: TextSource,
  options: CorpusOptions,
  how: ReadOptions,
): Promise<Corpus> {
  const survey = await surveyBytes(source, how);
  const guess = decide(source.name, survey, options.encoding, how.tools);
  const most = mostCharacters(survey, guess.encoding);
  const allow = (distinct: number) => checkMemory(most, distinct, how.memoryLimit);
  allow(1);

  const indexer = new Indexer(most, options.normaliseLineEnds, allow);
  const decoder = how.tools.decoder(guess.encoding, false);
  let preview = '';
  let read = 0;
  const take = (text: string) => {
    if (preview.length < 2 * previewCharacters) preview += text.slice(0, 2 * previewCharacters);
    indexer.add(text);
  };
  for await (const chunk of source.open()) {
    how.checkpoint();
    take(decoder.decode(chunk, { stream: true }));
    read += chunk.length;
    how.progress(0.3 + 0.6 * Math.min(1, read / survey.bytes));
  }
  take(decoder.decode());
  const indexed = indexer.finish();
  if (indexed.indices.length === 0)
    throw new LabError(
      'text-empty',
      `'${source.name}' is empty: it has a byte order mark and nothing else.`,
      'Choose a text with at least a few lines.',
    );
  const odd = oddCharacters(indexed, options.normaliseLineEnds ? 0 : indexer.lineEndPairs);
  const merged = options.minimumCount > 1 ? mergeRare(indexed, options.minimumCount) : null;
  const { indices, vocabulary, counts } = merged?.text ?? indexed;
  const N = indices.length;
  const V = vocabulary.length;
  const parts = textParts(N, options);
  how.progress(0.95);
  const utf8 = guess.encoding === 'utf-8';
  const summary: CorpusSummary = {
    source: source.source,
    builtin: null,
    name: source.name,
    encoding: guess.encoding,
    encodingSource: guess.source,
    bytes: survey.bytes,
    sha256: survey.sha256,
    characters: N,
    distinct: V,
    trainCharacters: charactersOf(parts.training),
    tuningCharacters: charactersOf(parts.tuning),
    heldOutCharacters: charactersOf(parts.heldOut),
    heldOutShare: options.heldOutShare,
    uniformEntropy: Math.log2(V),
    ...measure({ indices, vocabulary, counts }, parts, options.split === 'file'),
    entropyRate: null,
    mostFrequent: mostFrequent(vocabulary, counts, 20),
    preview: [...preview].slice(0, previewCharacters).join(''),
    warnings: warnings({
      characters: N,
      distinct: V,
      // A valid text may hold U+FFFD itself; then nothing was replaced.
      replaced: utf8 && survey.census.broken === 0 ? 0 : odd.replacements,
      encoding: guess.encoding,
      census: utf8 ? survey.census : null,
      nul: odd.nul,
      controls: odd.controls,
      lineEnds: odd.lineEnds,
      merged: merged?.merged ?? 0,
      minimumCount: options.minimumCount,
      unseen: unseenInTraining(indices, parts, V),
      bidirectional: odd.bidirectional,
    }),
    options: { ...options, encoding: options.encoding === null ? null : guess.encoding },
  };
  how.progress(1);
  return { summary, indices, vocabulary, other: merged?.other ?? null, parts };
}

interface Survey {
  readonly bytes: number;
  readonly sha256: string;
  readonly head: Uint8Array;
  readonly census: Utf8Census;
  /** Bytes from the first above ASCII on, to tell encodings by; empty when there is none. */
  readonly sample: Uint8Array;
}

/** The first bytes of a stream, as many as fit. */
class Sample {
  readonly #kept = new Uint8Array(sampleBytes);
  #length = 0;

  add(bytes: Uint8Array): void {
    const part = bytes.subarray(0, sampleBytes - this.#length);
    this.#kept.set(part, this.#length);
    this.#length += part.length;
  }

  bytes(): Uint8Array {
    return this.#kept.subarray(0, this.#length);
  }
}

/** The first pass: length, SHA-256, UTF-8 or not, and samples. */
async function surveyBytes(
  source: TextSource,
  { tools, progress, checkpoint }: ReadOptions,
): Promise<Survey> {
  const hash = tools.sha256();
  const counter = new Utf8Counter();
  const head = new Sample();
  const sample = new Sample();
  let bytes = 0;
  for await (const chunk of source.open()) {
    checkpoint();
    hash.update(chunk);
    counter.add(chunk);
    head.add(chunk);
    const { firstHigh } = counter.result();
    if (firstHigh >= 0) sample.add(chunk.subarray(Math.max(0, firstHigh - bytes)));
    bytes += chunk.length;
    progress(0.3 * Math.min(1, bytes / Math.max(1, source.bytes)));
  }
  if (bytes === 0)
    throw new LabError(
      'text-empty',
      `'${source.name}' is empty.`,
      'Choose a text with at least a few lines.',
    );
  return { bytes, sha256: hash.hex(), head: head.bytes(), census: counter.result(), sample: sample.bytes() };
}

/** @throws LabError `text-binary` for what is no text in any encoding, `text-unreadable`, `unknown-name` */
function decide(
  name: string,
  { head, census, sample }: Survey,
  chosen: string | null,
  tools: TextTools,
): EncodingGuess {
  const marked = byMark(head);
  if (chosen !== null) {
    const { encoding, open } = knownEncoding(chosen, tools);
    refuseKnownFormat(name, head);
    if (!open) return { encoding, source: 'chosen' };
    const found = marked ?? byWidePattern(head, census.broken === 0, tools);
    return found?.encoding.startsWith('utf-16') ? found : { encoding, source: 'chosen' };
  }
  if (marked) return marked;
  refuseKnownFormat(name, head);
  const utf8 = census.broken === 0;
  const wide = byWidePattern(head, utf8, tools);
  if (wide) return wide;
  refuseControls(name, head, utf8);
  return byContent(census, head, sample, tools);
}

/** The most code points there can be: exact for UTF-8; UTF-16 has two bytes or more for each, the others one. */
function mostCharacters({ bytes, census }: Survey, encoding: string): number {
  if (encoding === 'utf-8') return bytes - census.continuation;
  return encoding.startsWith('utf-16') ? Math.ceil(bytes / 2) : bytes;
}

const inMegabytes = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`;

/**
 * Refuses a text before its memory is reserved. While indices are made wider, the narrower ones are there as well.
 * @throws LabError `text-too-large` with the numbers and the largest text that fits
 */
function checkMemory(characters: number, distinct: number, memoryLimit: number): void {
  const width = bytesPerIndex(distinct);
  const perCharacter = width === 1 ? 1 : 1.5 * width;
  const need = characters * perCharacter;
  if (need <= memoryLimit) return;
  throw new LabError(
    'text-too-large',
    `This text needs ${inMegabytes(need)} (up to ${characters} characters, more than ${distinct - 1} distinct ones); ${inMegabytes(memoryLimit)} may be used.`,
    `A text of ${Math.floor(memoryLimit / perCharacter)} such characters would fit: cut it.`,
  );
}
