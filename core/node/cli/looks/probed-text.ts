import { characterName } from '../commands/corpus.ts';
import type { Corpus, Indices } from '../../../corpora/corpus.ts';
import { LabError } from '../../../errors.ts';
import type { TrainedRun } from '../../../experiments/files/trained-run.ts';
import type { ProbeText } from '../../../probes/stretch.ts';

/** Characters that a sentence names before it says how many more there are. */
const mostNamed = 8;

const named = (points: readonly number[]): string => {
  const more = points.length - mostNamed;
  return `${points.slice(0, mostNamed).map(characterName).join(' ')}${more > 0 ? ` and ${more} more` : ''}`;
};

/** Indices as narrow as they may be, on memory that threads share. */
function sharedIndices(length: number, vocabulary: number): Indices {
  const memory = (bytes: number) => new SharedArrayBuffer(length * bytes);
  if (vocabulary <= 2 ** 8) return new Uint8Array(memory(1));
  return vocabulary <= 2 ** 16 ? new Uint16Array(memory(2)) : new Uint32Array(memory(4));
}

/**
 * A text in the vocabulary of a trained run. Characters that the run did not learn become its "other" symbol.
 * @returns the text, and a sentence where characters were read as another
 * @throws LabError `bad-argument` where there are such characters and the run has no "other" symbol
 */
export function inVocabularyOf(
  run: Pick<TrainedRun, 'vocabulary' | 'other' | 'corpus'>,
  { indices, vocabulary, parts }: Corpus,
): { text: ProbeText; remark: string | null } {
  const places = new Map<number, number>();
  run.vocabulary.forEach((point, index) => {
    if (index !== run.other) places.set(point, index);
  });
  const known = Array.from(vocabulary, (point) => places.get(point) ?? run.other);
  const strange = [...vocabulary].filter((point) => !places.has(point));
  if (run.other === null && strange.length > 0)
    throw new LabError(
      'bad-argument',
      `The text has ${strange.length} characters that the run did not learn: ${named(strange)}.`,
      `Leave them out, or give the text the run was trained on: ${run.corpus.name}.`,
    );
  const own = sharedIndices(indices.length, run.vocabulary.length);
  for (let i = 0; i < indices.length; i++) own[i] = known[indices[i]]!;
  return {
    text: { indices: own, vocabulary: run.vocabulary, parts },
    remark:
      strange.length > 0
        ? `Characters that the run did not learn are read as its "other" symbol: ${named(strange)}.`
        : null,
  };
}
