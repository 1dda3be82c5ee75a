import { LabError } from '../errors.ts';
import { enoughToRefuse, refuseAtOnce, refuseControls, refuseKnownFormat } from './binary.ts';
import { type CorpusSummary, type EncodingGuess } from './corpus.ts';
import { byContent, byMark, knownEncoding } from './encoding.ts';
import type { TextTools } from './text-tools.ts';
import { Utf8Counter, type Utf8Census } from './utf8.ts';
import { byWidePattern } from './wide.ts';

/** A text that can be read from its beginning more than once. */
export interface TextSource {
  readonly name: string;
  readonly source: CorpusSummary['source'];
  /** Bytes, as far as they are known before reading. */
  readonly bytes: number;
  open(): AsyncIterable<Uint8Array>;
}

/** A file of a text with what the first pass over its bytes has found. */
export interface SurveyedFile {
  readonly source: TextSource;
  readonly bytes: number;
  readonly sha256: string;
  readonly census: Utf8Census;
  readonly guess: EncodingGuess;
}

/** Bytes that are kept to judge a text by. */
const sampleBytes = 256 * 1024;

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

/**
 * The first pass over a file: length, SHA-256, UTF-8 or not, and its encoding.
 * @param chosen label of an encoding, or null to decide
 * @param read told the bytes that have been read, piece by piece; throws to give up
 * @throws LabError `text-empty`, `text-binary`, `text-unreadable`, `unknown-name`, or what the source throws
 */
export async function surveyFile(
  source: TextSource,
  chosen: string | null,
  tools: TextTools,
  read: (bytes: number) => void,
): Promise<SurveyedFile> {
  const hash = tools.sha256();
  const counter = new Utf8Counter();
  const head = new Sample();
  /** From the first byte above ASCII on, to tell encodings by; empty when there is none. */
  const sample = new Sample();
  let bytes = 0;
  for await (const chunk of source.open()) {
    hash.update(chunk);
    counter.add(chunk);
    head.add(chunk);
    if (bytes < enoughToRefuse && chosen === null) refuseAtOnce(source.name, head.bytes());
    const { firstHigh } = counter.result();
    if (firstHigh >= 0) sample.add(chunk.subarray(Math.max(0, firstHigh - bytes)));
    bytes += chunk.length;
    read(bytes);
  }
  if (bytes === 0)
    throw new LabError(
      'text-empty',
      `'${source.name}' is empty.`,
      'Choose a text with at least a few lines.',
    );
  const census = counter.result();
  const guess = decide(source.name, { head: head.bytes(), census, sample: sample.bytes() }, chosen, tools);
  return { source, bytes, sha256: hash.hex(), census, guess };
}

interface Judged {
  readonly head: Uint8Array;
  readonly census: Utf8Census;
  readonly sample: Uint8Array;
}

/** @throws LabError `text-binary` for what is no text in any encoding, `text-unreadable`, `unknown-name` */
function decide(
  name: string,
  { head, census, sample }: Judged,
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
export function mostCharacters({ bytes, census, guess: { encoding } }: SurveyedFile): number {
  if (encoding === 'utf-8') return bytes - census.continuation;
  return encoding.startsWith('utf-16') ? Math.ceil(bytes / 2) : bytes;
}
