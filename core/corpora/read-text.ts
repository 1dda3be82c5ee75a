import { LabError } from '../errors.ts';
import type { Corpus, CorpusOptions, CorpusSummary, TextFile } from './corpus.ts';
import { bytesPerIndex, Indexer, mergeRare } from './indexer.ts';
import { measure } from './measure.ts';
import { oddCharacters } from './odd-characters.ts';
import { charactersOf, textParts } from './parts.ts';
import { mostFrequent, occurrences, unseenInTraining } from './statistics.ts';
import { mostCharacters, surveyFile, type SurveyedFile, type TextSource } from './survey.ts';
import type { TextTools } from './text-tools.ts';
import { warnings } from './warnings.ts';

/** What a corpus is made of. */
interface TextFiles {
  /** Joined in this order; at least one. */
  readonly texts: readonly TextSource[];
  /** The held-out text of its own where the text is split by file, else null. */
  readonly heldOut: TextSource | null;
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

/** Characters of the preview. */
const previewCharacters = 400;

/**
 * Reads a text: decides the encoding of each file, turns them into indices of one vocabulary, counts. Twice over the
 * bytes, never all of them at once.
 * @throws LabError `text-empty`, `text-binary`, `text-too-large`, `unknown-name`, or what the sources throw;
 * `bad-argument` where the split asks for a held-out text and there is none, or the other way round
 */
export async function readText(
  { texts, heldOut }: TextFiles,
  options: CorpusOptions,
  how: ReadOptions,
): Promise<Corpus> {
  if ((options.split === 'file') !== (heldOut !== null)) throw oneWithoutTheOther(heldOut);
  const files = await surveyed([...texts, ...(heldOut ? [heldOut] : [])], options, how);
  const most = files.reduce((sum, file) => sum + mostCharacters(file), 0);
  const allow = (distinct: number) => checkMemory(most, distinct, how.memoryLimit);
  allow(1);

  const indexer = new Indexer(most, options.normaliseLineEnds, allow);
  const joined = await indexFiles(indexer, files, texts.length, how);
  const indexed = indexer.finish();
  const odd = oddCharacters(indexed, options.normaliseLineEnds ? 0 : indexer.lineEndPairs);
  const merged = options.minimumCount > 1 ? mergeRare(indexed, options.minimumCount) : null;
  const text = merged?.text ?? indexed;
  const { indices, vocabulary, counts } = text;
  const [N, V] = [indices.length, vocabulary.length];
  const parts = textParts(N, options, heldOut ? joined.lengths.at(-1) : 0);
  how.progress(0.95);
  const first = files[0];
  const { training, ...measured } = measure(text, parts, heldOut !== null);
  const summary: CorpusSummary = {
    source: first.source.source,
    builtin: null,
    name: joinedName(texts.map(({ name }) => name)),
    encoding: first.guess.encoding,
    encodingSource: first.guess.source,
    bytes: totalBytes(files.slice(0, texts.length)),
    sha256: joined.sha256,
    files:
      files.length === 1 ? [] : files.map((file, i) => textFile(file, joined.lengths[i], i >= texts.length)),
    characters: N,
    distinct: V,
    trainCharacters: charactersOf(parts.training),
    tuningCharacters: charactersOf(parts.tuning),
    heldOutCharacters: measured.heldOut.characters,
    heldOutShare: heldOut ? measured.heldOut.characters / N : options.heldOutShare,
    uniformEntropy: Math.log2(V),
    ...measured,
    entropyRate: null,
    mostFrequent: mostFrequent(vocabulary, counts, 20),
    preview: [...joined.preview].slice(0, previewCharacters).join(''),
    lineEnds: odd.lineEnds,
    warnings: warnings({
      characters: N,
      distinct: V,
      files: files.map(({ source, census, guess: { encoding } }) => ({
        name: source.name,
        encoding,
        census,
      })),
      odd,
      merged: merged?.merged ?? 0,
      minimumCount: options.minimumCount,
      unseen: unseenInTraining(indices, parts.heldOut, training).map((index) => vocabulary[index]),
      drift: measured.drift,
      split: options.split,
    }),
    options: { ...options, encoding: options.encoding === null ? null : first.guess.encoding },
  };
  how.progress(1);
  return {
    summary,
    indices,
    vocabulary,
    other: merged?.other ?? null,
    parts,
    findings: {
      occurrences: occurrences(indexed.counts),
      lineEndPairs: indexer.lineEndPairs,
      singleReturns: indexer.singleReturns,
      notUtf8From: first.census.firstBroken,
    },
  };
}

const oneWithoutTheOther = (heldOut: TextSource | null): LabError =>
  heldOut
    ? new LabError(
        'bad-argument',
        `The held-out text '${heldOut.name}' has no part in a split at the end or by blocks.`,
        'Choose the split by file.',
      )
    : new LabError(
        'bad-argument',
        'A split by file needs a held-out text of its own.',
        'Give it (--held-out-file on the command line), or choose another split.',
      );

/** `a.txt`, `a.txt + b.txt`, `a.txt + 4 more`. */
const joinedName = (names: readonly string[]): string =>
  names.length > 2 ? `${names[0]} + ${names.length - 1} more` : names.join(' + ');

const textFile = (
  { source: { name }, bytes, sha256, guess: { encoding } }: SurveyedFile,
  characters: number,
  heldOut: boolean,
): TextFile => ({ name, bytes, sha256, encoding, characters, heldOut });

const totalBytes = (files: readonly { readonly bytes: number }[]): number =>
  files.reduce((sum, { bytes }) => sum + bytes, 0);

/** The first pass over every file. */
async function surveyed(
  sources: readonly TextSource[],
  { encoding }: CorpusOptions,
  { tools, progress, checkpoint }: ReadOptions,
): Promise<SurveyedFile[]> {
  const expected = Math.max(1, totalBytes(sources));
  const files: SurveyedFile[] = [];
  for (const source of sources) {
    const before = totalBytes(files);
    files.push(
      await surveyFile(source, encoding, tools, (bytes) => {
        checkpoint();
        progress(0.3 * Math.min(1, (before + bytes) / expected));
      }),
    );
  }
  return files;
}

interface Joined {
  /** Characters of each file. */
  readonly lengths: readonly number[];
  /** Of the bytes of all texts in their order, the held-out one apart. */
  readonly sha256: string;
  readonly preview: string;
}

/** The second pass: indices of every character. */
async function indexFiles(
  indexer: Indexer,
  files: readonly SurveyedFile[],
  texts: number,
  { tools, progress, checkpoint }: ReadOptions,
): Promise<Joined> {
  const hash = texts > 1 ? tools.sha256() : null;
  const all = totalBytes(files);
  const lengths: number[] = [];
  let preview = '';
  let read = 0;
  for (const [i, { source, guess }] of files.entries()) {
    const decoder = tools.decoder(guess.encoding, false);
    const before = indexer.length;
    const take = (text: string) => {
      if (preview.length < 2 * previewCharacters) preview += text.slice(0, 2 * previewCharacters);
      indexer.add(text);
    };
    for await (const chunk of source.open()) {
      checkpoint();
      if (i < texts) hash?.update(chunk);
      take(decoder.decode(chunk, { stream: true }));
      read += chunk.length;
      progress(0.3 + 0.6 * Math.min(1, read / all));
    }
    take(decoder.decode());
    indexer.endFile();
    lengths.push(indexer.length - before);
    if (indexer.length === before)
      throw new LabError(
        'text-empty',
        `'${source.name}' is empty: it has a byte order mark and nothing else.`,
        'Choose a text with at least a few lines.',
      );
  }
  return { lengths, sha256: hash?.hex() ?? files[0].sha256, preview };
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
