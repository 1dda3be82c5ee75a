import type { LabApi } from '../contract/lab-api.ts';
import { defaultSplit, type Corpus, type CorpusOptions, type CorpusSummary } from '../corpora/corpus.ts';
import { LabError } from '../errors.ts';
import type { CorpusReference, Experiment, EvaluationPlan } from '../experiments/experiment.ts';
import { withoutStaleTuning } from '../experiments/rates/rate-policy.ts';
import type { Held } from './held.ts';
import type { LabPorts, TextPort } from './ports.ts';
import type { StoredTexts } from './text-port.ts';
import { referenceTo, storedText, wantedText } from './wanted-text.ts';
import type { TextLook } from '../contract/lab-data.ts';
import type { EvaluatedBaselines } from '../corpora/baselines.ts';
import { evaluatedSpans } from '../experiments/plan/evaluation-plan.ts';

/** What texts need to know of the lab. */
interface ReadingLab {
  readonly held: Held;
  /** @throws LabError `wrong-state` */
  refuseWhileTraining(what: string): void;
  dropResults(): void;
  /** The layers of the experiment are looked at with the new text. */
  learn(): void;
  announce(): void;
  told(name: string, share: number): void;
}

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

/** The lab's text: where it comes from, and what is measured of it. The experiment follows its text. */
export function texting(lab: ReadingLab, { texts, dialogs }: LabPorts) {
  const { held } = lab;
  const measured = measuredBaselines(texts);
  let counting: Promise<void> = Promise.resolve();
  const reading = (name: string) => (share: number) => lab.told(name, share);

  /** The experiment follows its text; the results of the old text go. */
  const adopt = (next: Corpus, reference: CorpusReference = referenceTo(next.summary)): CorpusSummary => {
    lab.dropResults();
    held.corpus = next;
    held.baselines = null;
    held.experiment = withoutStaleTuning(held.experiment, { ...held.experiment, corpus: reference });
    lab.learn();
    // Nobody waits for the lines to see the text; a lab that is closed meanwhile needs none.
    counting = measured(next, held.experiment.evaluation).then(
      (found) => {
        if (held.corpus !== next || held.baselines) return;
        held.baselines = found;
        lab.announce();
      },
      () => undefined,
    );
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

  const change = (work: () => Promise<CorpusSummary>): Promise<CorpusSummary> =>
    held.inTurn(async () => {
      lab.refuseWhileTraining('The text');
      return work();
    });

  return {
    /**
     * The text that an experiment asks for, with its baselines; null where it has to be given.
     * @param stored where it lies, if it is not the present one
     */
    textOf: async (experiment: Experiment, stored: StoredTexts | null = null) => {
      const { corpus, evaluation } = experiment;
      const name = corpus.kind === 'text' ? corpus.name : '';
      const text =
        (await wantedText(corpus, held.corpus, texts, reading(name))) ??
        (corpus.kind === 'text' && stored ? await storedText(corpus, stored, texts, reading(name)) : null);
      return text && { text, baselines: await measured(text, evaluation) };
    },
    /** Resolves when the baselines of a text that has just been read are counted. */
    counted: () => counting,
    methods: {
      openPath: ({ path, source, options, more, heldOut }) =>
        change(async () =>
          adopt(await texts.openPath(path, source, options, reading(''), { more, heldOut })),
        ),
      beginText: async ({ name, bytes, source }) => ({ uploadId: await texts.begin(name, bytes, source) }),
      appendText: async ({ uploadId, bytes }) => texts.append(uploadId, bytes),
      cancelText: async ({ uploadId }) => texts.cancel(uploadId),
      finishText: ({ uploadId, options, more, heldOut }) =>
        change(async () => {
          if (heldOut) requireOwnText();
          return adopt(await texts.finish(uploadId, options, reading(''), { more, heldOut }));
        }),
      openTextDialog: async ({ options }) => {
        const path = (await dialogs?.chooseText()) ?? null;
        if (path === null) return null;
        return change(async () => {
          const tell = reading(fileName(path));
          // A large file takes a while to its first hundredth; until then the screen shows which one it is.
          tell(0);
          return adopt(await texts.openPath(path, 'file', options, tell));
        });
      },
      cancelReading: async () => texts.cancelReading(),
      useBuiltin: ({ id, seed, characters, split = defaultSplit }) =>
        change(async () => {
          const next = await texts.builtin(id, seed, characters, split);
          return adopt(next, { kind: 'builtin', id, seed, characters, split });
        }),
      rereadText: ({ options }) =>
        change(async () => {
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
    } satisfies Partial<LabApi & HostedTexts>,
  };
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

type Scored = Pick<EvaluationPlan, 'characters' | 'start'>;

/** Asks for the baselines of what runs are scored on, anew only when those are other characters. */
function measuredBaselines(texts: Pick<TextPort, 'baselines'>) {
  let last: { corpus: Corpus; key: string; found: Promise<EvaluatedBaselines> } | null = null;
  return (corpus: Corpus, evaluation: Scored): Promise<EvaluatedBaselines> => {
    const key = `${evaluation.characters} ${evaluation.start}`;
    if (last?.corpus === corpus && last.key === key) return last.found;
    const { indices, vocabulary, parts } = corpus;
    const found = texts.baselines({
      indices,
      distinct: vocabulary.length,
      parts: { training: parts.training },
      heldOut: evaluatedSpans(parts.heldOut, evaluation),
      tuning: evaluatedSpans(parts.tuning, evaluation),
    });
    const asked = { corpus, key, found };
    last = asked;
    // What failed is asked again.
    found.catch(() => (last = last === asked ? null : last));
    return found;
  };
}
