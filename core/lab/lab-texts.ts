import type { EvaluatedBaselines } from '../corpora/baselines.ts';
import type { Corpus } from '../corpora/corpus.ts';
import { LabError } from '../errors.ts';
import type { EvaluationPlan, Experiment } from '../experiments/experiment.ts';
import { checkMemory } from '../experiments/memory.ts';
import { evaluatedSpans } from '../experiments/plan/evaluation-plan.ts';
import type { LabBase } from './held.ts';
import type { TextPort } from './ports.ts';
import type { StoredTexts } from './text-port.ts';
import { requireTrustedLayers } from './training/plugin-runs.ts';
import { checkText, storedText, wantedText } from './wanted-text.ts';

export type LabTexts = ReturnType<typeof labTexts>;

/** The texts that experiments ask for, and what simple models reach on them. */
export function labTexts({ held, ports, events, announce }: LabBase) {
  const { texts } = ports;
  const measured = measuredBaselines(texts);
  let counting: Promise<void> = Promise.resolve();
  /** The built-in text of the first screen, on its way. */
  let first: Promise<void> | null = null;
  const reading = (name: string) => (share: number) => events.emit('reading', { name, share });

  /**
   * The text that an experiment asks for, with its baselines; null where it has to be given.
   * @param stored where it lies, if it is not the present one
   */
  const textOf = async (experiment: Experiment, stored: StoredTexts | null = null) => {
    const { corpus, evaluation } = experiment;
    const name = corpus.kind === 'text' ? corpus.name : '';
    const text =
      (await wantedText(corpus, held.corpus, texts, reading(name))) ??
      (corpus.kind === 'text' && stored ? await storedText(corpus, stored, texts, reading(name)) : null);
    return text && { text, baselines: await measured(text, evaluation) };
  };

  /** Takes the text of the experiment, where it can be had. */
  const find = async (): Promise<void> => {
    const found = await textOf(held.experiment);
    if (found) await texts.use(found.text);
    held.corpus = found?.text ?? null;
    held.baselines = found?.baselines ?? null;
  };

  /** The text of the experiment, for questions that train nothing. @throws LabError `no-corpus` */
  const present = async (): Promise<Corpus> => {
    await first;
    if (held.corpus) return held.corpus;
    const { corpus: wanted } = held.experiment;
    if (wanted.kind === 'text')
      throw new LabError(
        'no-corpus',
        `The text of this experiment, '${wanted.name}', is not here.`,
        'Drop it on the window.',
      );
    throw new LabError('no-corpus', 'There is no text to look at yet.', 'Drop a text on the window.');
  };

  return {
    reading,
    textOf,
    find,
    present,
    /** Counts the baselines of a text that the lab is on by now. Nobody waits for the lines to see the text. */
    count: (text: Corpus): void => {
      counting = measured(text, held.experiment.evaluation).then(
        (found) => {
          if (held.corpus !== text || held.baselines) return;
          held.baselines = found;
          announce();
        },
        // A lab that is closed meanwhile needs none.
        () => undefined,
      );
    },
    /** Resolves when the baselines of a text that has just been read are counted. */
    counted: () => counting,
    /**
     * Resolves when the first screen's built-in text is here. No screen waits for another one's text: it hears of that when
     * it is read.
     */
    ready: async (): Promise<void> => {
      if (held.changes === 0)
        first = held
          .inTurn(async () => {
            const { corpus, foreignSummary, experiment } = held;
            if (!corpus && !foreignSummary && experiment.corpus.kind === 'builtin') await find();
          })
          .finally(() => (first = null));
      await first;
    },
    /** The text of the experiment, where a run of it fits on it beside as many others. @throws LabError */
    forOneRun: async (others: number): Promise<Corpus> => {
      const text = await present();
      await requireTrustedLayers(held.experiment, ports.plugins);
      checkText(held.experiment, text.summary);
      checkMemory(
        { ...held.experiment, arms: held.experiment.arms.slice(0, 1), seeds: [1] },
        text.vocabulary.length,
        ports.memoryLimit / (1 + others),
      );
      return text;
    },
  };
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
