import { LabError } from '../errors.ts';
import { refuseBinary } from './binary.ts';
import type { Corpus, CorpusOptions, CorpusSummary } from './corpus.ts';
import { byContent, byMark, byNulPattern, knownEncoding, type EncodingGuess } from './encoding.ts';
import { Indexer, mergeRare } from './indexer.ts';
import { OddCharacterCounter } from './odd-characters.ts';
import { bigramEntropy, entropy, mostFrequent, trainCharacters, unseenInTraining } from './statistics.ts';
import type { TextTools } from './text-tools.ts';
import { Utf8Counter, type Utf8Census } from './utf8.ts';
import { warnings } from './warnings.ts';

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

/** Bytes at the start of a text that are kept to judge it by. */
const headBytes = 256 * 1024;
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
  const guess = decide(survey, options.encoding, how.tools);
  refuseBinary(survey.head, guess.encoding.startsWith('utf-16'));
  const most = mostCharacters(survey.bytes, guess.encoding, how.memoryLimit);

  const indexer = new Indexer(most, options.normaliseLineEnds);
  const odd = new OddCharacterCounter();
  const decoder = how.tools.decoder(guess.encoding, false);
  let preview = '';
  let read = 0;
  const take = (text: string) => {
    if (preview.length < 2 * previewCharacters) preview += text.slice(0, 2 * previewCharacters);
    odd.add(text);
    indexer.add(text);
  };
  for await (const chunk of source.open()) {
    how.checkpoint();
    take(decoder.decode(chunk, { stream: true }));
    read += chunk.length;
    how.progress(0.3 + 0.6 * Math.min(1, read / survey.bytes));
    if (indexer.distinct > 256) checkWidth(most, indexer.distinct, how.memoryLimit);
  }
  take(decoder.decode());
  odd.finish();
  if (indexer.length === 0)
    throw new LabError('text-empty', 'This text is empty: it has a byte order mark and nothing else.');

  const indexed = indexer.finish();
  const merged = options.minimumCount > 1 ? mergeRare(indexed, options.minimumCount) : null;
  const { indices, vocabulary, counts } = merged?.text ?? indexed;
  const N = indices.length;
  const V = vocabulary.length;
  const split = trainCharacters(N, options.heldOutShare);
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
    trainCharacters: split,
    heldOutCharacters: N - split,
    heldOutShare: options.heldOutShare,
    uniformEntropy: Math.log2(V),
    unigramEntropy: entropy(counts),
    bigramEntropy: bigramEntropy(indices, V),
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
      lineEnds: options.normaliseLineEnds ? { lf: odd.lf, crlf: 0, cr: 0 } : odd,
      merged: merged?.merged ?? 0,
      minimumCount: options.minimumCount,
      unseen: unseenInTraining(indices, split, V),
      bidirectional: odd.bidirectional,
    }),
    options: { ...options, encoding: options.encoding === null ? null : guess.encoding },
  };
  how.progress(1);
  return { summary, indices, vocabulary, other: merged?.other ?? null };
}

interface Survey {
  readonly bytes: number;
  readonly sha256: string;
  readonly head: Uint8Array;
  readonly census: Utf8Census;
  /** Bytes around the first that is not UTF-8, to tell other encodings by. */
  readonly sample: Uint8Array;
}

/** The first pass: length, SHA-256, UTF-8 or not, and samples. */
async function surveyBytes(
  source: TextSource,
  { tools, progress, checkpoint }: ReadOptions,
): Promise<Survey> {
  const hash = tools.sha256();
  const counter = new Utf8Counter();
  const head = new Uint8Array(headBytes);
  let sample: Uint8Array | null = null;
  let bytes = 0;
  for await (const chunk of source.open()) {
    checkpoint();
    hash.update(chunk);
    counter.add(chunk);
    if (bytes < headBytes) head.set(chunk.subarray(0, headBytes - bytes), bytes);
    // A sample starts where a line does, so that no character of two bytes is cut in half.
    if (sample === null && bytes >= headBytes && counter.result().firstBroken >= bytes)
      sample = chunk.slice(chunk.indexOf(0x0a) + 1).subarray(0, headBytes);
    bytes += chunk.length;
    progress(0.3 * Math.min(1, bytes / Math.max(1, source.bytes)));
  }
  if (bytes === 0)
    throw new LabError('text-empty', 'This text is empty.', 'Choose a text with at least a few lines.');
  const shortHead = head.subarray(0, Math.min(bytes, headBytes));
  return {
    bytes,
    sha256: hash.hex(),
    head: shortHead,
    census: counter.result(),
    sample: sample ?? shortHead,
  };
}

function decide({ head, census, sample }: Survey, chosen: string | null, tools: TextTools): EncodingGuess {
  if (chosen !== null) return { encoding: knownEncoding(chosen), source: 'chosen' };
  return byMark(head) ?? refusedOr(head) ?? byNulPattern(head, tools) ?? byContent(census, sample, tools);
}

/** A known binary format is refused before its bytes are taken for some encoding. */
function refusedOr(head: Uint8Array): null {
  refuseBinary(head, true);
  return null;
}

/**
 * The most code points there can be: UTF-16 has two bytes or more for each, everything else at least one.
 * @throws LabError `text-too-large` when not even the narrowest indices fit
 */
function mostCharacters(bytes: number, encoding: string, memoryLimit: number): number {
  const most = encoding.startsWith('utf-16') ? Math.ceil(bytes / 2) : bytes;
  checkWidth(most, 1, memoryLimit);
  return most;
}

function checkWidth(characters: number, distinct: number, memoryLimit: number): void {
  const width = distinct <= 256 ? 1 : distinct <= 65536 ? 2 : 4;
  if (characters * width <= memoryLimit) return;
  throw new LabError(
    'text-too-large',
    `Up to ${characters} characters at ${width} bytes each need ${Math.ceil((characters * width) / 1e6)} MB; ${Math.floor(memoryLimit / 1e6)} MB may be used.`,
    `A text of ${Math.floor(memoryLimit / width / 1e6)} million characters would fit.`,
  );
}
