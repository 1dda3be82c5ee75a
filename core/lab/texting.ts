import type { LabApi } from '../contract/lab-api.ts';
import { defaultSplit, type Corpus, type CorpusOptions, type CorpusSummary } from '../corpora/corpus.ts';
import { LabError } from '../errors.ts';
import type { TextLook } from '../contract/lab-data.ts';
import type { CorpusReference } from '../experiments/experiment.ts';
import { withoutStaleTuning } from '../experiments/rates/rate-policy.ts';
import type { Conducting } from './conducting.ts';
import type { LabBase } from './held.ts';
import type { TextPort } from './ports.ts';
import type { LabTexts } from './lab-texts.ts';
import { referenceTo } from './wanted-text.ts';

/** What hosts may do beyond the contract: they own paths. */
export interface HostedTexts {
  /** Makes a file of this machine the corpus. Paths never come from a screen. */
  openPath(argument: {
    path: string;
    source: CorpusSummary['source'];
    options: CorpusOptions;
    /** Files joined after it. */
    more?: readonly string[];
    /** The held-out text of its own, for `split: 'file'`. */
    heldOut?: string | null;
  }): Promise<CorpusSummary>;
}

/** The lab's text: read, uploaded, generated, and looked at. The experiment follows its text. */
export function texting(lab: LabBase, { reading, count }: LabTexts, { change, dropResults }: Conducting) {
  const {
    held,
    ports: { texts, dialogs },
  } = lab;

  /** The experiment follows its text; the results of the old text go. */
  const adopt = (next: Corpus, reference: CorpusReference = referenceTo(next.summary)): CorpusSummary => {
    dropResults();
    held.corpus = next;
    held.baselines = null;
    held.experiment = withoutStaleTuning(held.experiment, { ...held.experiment, corpus: reference });
    lab.learn();
    count(next);
    lab.announce();
    return next.summary;
  };

  /** Only the text the experiment is on can be read again: another one may have been read before. */
  const requireOwnText = (): void => {
    if (held.corpus && !held.corpus.summary.builtin) return;
    throw new LabError(
      'wrong-state',
      held.corpus ? 'A built-in text has no encoding to change.' : 'There is no text to read again.',
      'Open a text first.',
    );
  };

  return {
    openPath: ({ path, source, options, more, heldOut }) =>
      change('The text', async () =>
        adopt(await texts.openPath(path, source, options, reading(''), { more, heldOut })),
      ),
    beginText: async ({ name, bytes, source }) => ({ uploadId: await texts.begin(name, bytes, source) }),
    appendText: async ({ uploadId, bytes }) => texts.append(uploadId, bytes),
    cancelText: async ({ uploadId }) => texts.cancel(uploadId),
    finishText: ({ uploadId, options, more, heldOut }) =>
      change('The text', async () => {
        if (heldOut) requireOwnText();
        return adopt(await texts.finish(uploadId, options, reading(''), { more, heldOut }));
      }),
    openTextDialog: async ({ options }) => {
      const path = (await dialogs?.chooseText()) ?? null;
      if (path === null) return null;
      return change('The text', async () => {
        const tell = reading(fileName(path));
        // A large file takes a while to its first hundredth; until then the screen shows which one it is.
        tell(0);
        return adopt(await texts.openPath(path, 'file', options, tell));
      });
    },
    cancelReading: async () => texts.cancelReading(),
    useBuiltin: ({ id, seed, characters, split = defaultSplit }) =>
      change('The text', async () => {
        const next = await texts.builtin(id, seed, characters, split);
        return adopt(next, { kind: 'builtin', id, seed, characters, split });
      }),
    rereadText: ({ options }) =>
      change('The text', async () => {
        requireOwnText();
        return adopt(await texts.reread(options, reading('')));
      }),
    lookAtText: async () => held.corpus && lookAt(held.corpus, texts),
    measureSplits: async ({ heldOutShare, tuningShare }) => {
      if (!held.corpus) return null;
      const { indices, vocabulary, summary } = held.corpus;
      const ownHeldOut = summary.files.find(({ heldOut }) => heldOut)?.characters ?? 0;
      return texts.splits({ indices, distinct: vocabulary.length, ownHeldOut, heldOutShare, tuningShare });
    },
  } satisfies Partial<LabApi & HostedTexts>;
}

/** The last part of a path, which is all of it that a screen may know. */
const fileName = (path: string): string => path.split(/[\\/]/).at(-1)!;

/** Characters that are shown of each part. */
const shown = 600;

/** A text as the networks read it. */
async function lookAt(corpus: Corpus, texts: Pick<TextPort, 'encodings'>): Promise<TextLook> {
  const { summary, indices, vocabulary, parts, findings } = corpus;
  const from = (place: number) =>
    String.fromCodePoint(...Array.from(indices.subarray(place, place + shown), (index) => vocabulary[index]));
  const { builtin, encoding } = summary;
  // A file that is gone can still be learned from; only in another encoding it cannot be read any more.
  const encodings = builtin ? null : await texts.encodings(encoding, findings.notUtf8From).catch(() => null);
  return { ...findings, start: from(0), heldOutStart: from(parts.heldOut.at(0)?.from ?? 0), encodings };
}
