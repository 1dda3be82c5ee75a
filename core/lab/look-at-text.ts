import type { TextLook } from '../contract/lab-data.ts';
import type { Corpus } from '../corpora/corpus.ts';
import type { TextPort } from './ports.ts';

/** Characters that are shown of each part. */
const shown = 600;

/** A text as the networks read it. */
export async function lookAt(corpus: Corpus, texts: Pick<TextPort, 'encodings'>): Promise<TextLook> {
  const { summary, indices, vocabulary, parts, findings } = corpus;
  const from = (place: number) =>
    String.fromCodePoint(...Array.from(indices.subarray(place, place + shown), (index) => vocabulary[index]));
  const { builtin, encoding } = summary;
  // A file that is gone can still be learned from; only in another encoding it cannot be read any more.
  const encodings = builtin ? null : await texts.encodings(encoding, findings.notUtf8From).catch(() => null);
  return { ...findings, start: from(0), heldOutStart: from(parts.heldOut.at(0)?.from ?? 0), encodings };
}
