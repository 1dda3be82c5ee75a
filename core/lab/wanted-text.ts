import type { Corpus, CorpusOptions, CorpusSummary } from '../corpora/corpus.ts';
import { textNeeded } from '../corpora/text-needed.ts';
import { LabError } from '../errors.ts';
import type { CorpusReference, Experiment } from '../experiments/experiment.ts';
import type { TextPort } from './ports.ts';
import { contentsOf, sameContents, type StoredTexts } from './text-port.ts';

/**
 * The text an experiment asks for: generated, the present one if it is the same, or one of those read before. Null when
 * it has to be given.
 * @throws LabError `text-changed`
 */
export async function wantedText(
  reference: CorpusReference,
  present: Corpus | null,
  texts: TextPort,
  reading: (share: number) => void,
): Promise<Corpus | null> {
  if (reference.kind === 'builtin') {
    const { id, seed, characters, split } = reference;
    const summary = present?.summary;
    if (
      summary?.builtin?.id === id &&
      summary.builtin.seed === seed &&
      summary.characters === characters &&
      sameOptions(split, summary.options)
    )
      return present;
    return texts.builtin(id, seed, characters, split);
  }
  if (present === null || present.summary.builtin || !sameContents(reference, contentsOf(present.summary)))
    return texts.again(reference, reference.options, reading);
  if (sameOptions(reference.options, present.summary.options)) return present;
  const again = await texts.reread(reference.options, reading);
  if (!sameContents(reference, contentsOf(again.summary)))
    throw new LabError(
      'text-changed',
      `'${again.summary.name}' is not the text any more that the experiment names: it was changed since it was read.`,
      'Open the text as it was, or set the experiment up on the new one.',
    );
  return again;
}

/** The text an experiment asks for, from where it is kept. @throws LabError `text-changed` where that is another one by now */
export async function storedText(
  reference: Extract<CorpusReference, { kind: 'text' }>,
  stored: StoredTexts,
  texts: TextPort,
  reading: (share: number) => void,
): Promise<Corpus> {
  const found = await texts.openStored(stored, reference.options, reading);
  if (sameContents(reference, contentsOf(found.summary))) return found;
  throw new LabError(
    'text-changed',
    `The file of '${reference.name}' does not hold the text any more that the experiment names.`,
    'Drop the text as it was on the window.',
  );
}

/** How an experiment names a text that was read. */
export const referenceTo = (summary: CorpusSummary): CorpusReference => ({
  kind: 'text',
  name: summary.name,
  ...contentsOf(summary),
  options: summary.options,
});

/** Whether a text is long enough for one step and one prediction on held-out text. @throws LabError `bad-experiment` */
export function checkText({ model }: Experiment, summary: CorpusSummary): void {
  const needed = textNeeded(model.length, summary);
  if (needed === null) return;
  const { part, has, needs, length } = needed;
  throw part === 'training'
    ? new LabError(
        'bad-experiment',
        `The training part has ${has} characters; a step of T = ${length} needs ${needs}.`,
        'Use a longer text or a shorter sequence length T.',
      )
    : new LabError(
        'bad-experiment',
        `The held-out part has ${has} characters; a prediction needs ${needs}.`,
        'Use a longer text or hold out a larger share.',
      );
}

/** Whether all that is asked of a text is what it was read with. */
const sameOptions = (asked: Partial<CorpusOptions>, present: CorpusOptions): boolean =>
  (Object.keys(asked) as (keyof CorpusOptions)[]).every((key) => asked[key] === present[key]);
