import type { RobustnessState } from '../contract/lab-data.ts';
import type { Corpus } from '../corpora/corpus.ts';
import { toErrorData, type LabErrorData } from '../errors.ts';
import type { Experiment } from '../experiments/experiment.ts';
import { checkMemory } from '../experiments/memory.ts';
import {
  repeatedSeeds,
  repeatOf,
  varied,
  variations,
  type Repeat,
  type RobustnessRecord,
  type Variation,
  type VariationId,
} from '../experiments/comparison/robustness.ts';
import { robustnessRecord } from './report-input.ts';
import { openedRobustness, type LabBase } from './held.ts';
import { Conductor } from './training/conductor.ts';
import { charactersOf, textParts } from '../corpora/parts.ts';

/** Least milliseconds between two events of a repeat. */
const eventEvery = 200;

export type Repeating = ReturnType<typeof repeating>;

/** Trains the variations of an experiment, one after the other, beside its own runs, which it leaves alone. */
export function repeating({ held, events, ports }: LabBase) {
  let state: RobustnessState | null = null;
  let under: { readonly id: VariationId; readonly conductor: Conductor } | null = null;
  let waiting: VariationId[] = [];
  let cancelEvent: (() => void) | null = null;

  const now = (): RobustnessState | null =>
    state && { ...state, under: under && { id: under.id, overall: under.conductor.overall() } };

  const tell = () => {
    cancelEvent?.();
    cancelEvent = null;
    const told = now();
    if (told) events.emit('robustness', told);
  };
  const tellSoon = () => (cancelEvent ??= ports.after(eventEvery, tell));

  function end(phase: 'cancelled' | 'finished'): void {
    under?.conductor.dispose();
    under = null;
    waiting = [];
    if (state) state = { ...state, phase };
    tell();
    const record = robustnessRecord(state);
    const { kept, opened, experiment } = held;
    if (record === null || kept === null || opened) return;
    ports.library
      ?.keepRobustness(kept, experiment.steps, record)
      .catch((error: unknown) => events.emit('problem', toErrorData(error)));
  }

  const keep = (repeat: Repeat) => {
    state = { ...state!, repeats: [...state!.repeats, repeat] };
  };
  const skip = (id: VariationId, why: string) => {
    state = { ...state!, skipped: [...state!.skipped, { id, why }] };
  };

  function next(corpus: Corpus): void {
    under?.conductor.dispose();
    under = null;
    const id = waiting.shift();
    if (id === undefined) return end('finished');
    const { experiment } = held;
    const text = id === 'split' ? onAnotherSplit(experiment, corpus) : null;
    const variation: Variation = text?.variation ?? varied(experiment, id as Exclude<VariationId, 'split'>);
    if ('why' in variation) {
      skip(id, variation.why);
      return next(corpus);
    }
    try {
      train(variation, text?.corpus ?? corpus, () => next(corpus));
    } catch (error) {
      skip(id, toErrorData(error).message);
      next(corpus);
    }
  }

  function train(
    { id, change, experiment }: Extract<Variation, { experiment: Experiment }>,
    corpus: Corpus,
    then: () => void,
  ): void {
    // The runs of the experiment are in memory too.
    const seeds = [...held.experiment.seeds, ...experiment.seeds];
    checkMemory({ ...experiment, seeds }, corpus.vocabulary.length, ports.memoryLimit);
    const conductor: Conductor = new Conductor(experiment, corpus, ports, (name, event) => {
      if (under?.conductor !== conductor) return;
      if (name === 'problem') return events.emit('problem', event as LabErrorData);
      if (conductor.phase !== 'finished') return void tellSoon();
      keep(repeatOf(id, change, experiment, conductor.records()));
      then();
      tell();
    });
    under = { id, conductor };
    conductor.run();
    tellSoon();
  }

  return {
    get running(): boolean {
      return state?.phase === 'running';
    },
    state: now,
    /** A repeat that was made in an earlier session. */
    restore(record: RobustnessRecord | null): void {
      state = openedRobustness(held.experiment, record);
    },
    start(corpus: Corpus): RobustnessState {
      const seeds = repeatedSeeds(held.experiment);
      state = { phase: 'running', seeds, under: null, repeats: [], skipped: [] };
      waiting = variations.map(({ id }) => id);
      next(corpus);
      return now()!;
    },
    cancel() {
      if (state?.phase === 'running') end('cancelled');
    },
    forget() {
      cancelEvent?.();
      cancelEvent = null;
      under?.conductor.dispose();
      under = null;
      waiting = [];
      state = null;
    },
  };
}

const words = { end: 'held out at the end', blocks: 'held out in blocks' } as const;

/** The first seeds of an experiment on the other split of its text, and the text split so. */
function onAnotherSplit(
  experiment: Experiment,
  corpus: Corpus,
): { readonly variation: Variation; readonly corpus: Corpus } {
  const { options, characters } = corpus.summary;
  if (options.split === 'file')
    return {
      variation: { id: 'split', why: 'The held-out text is a file of its own, and is not split.' },
      corpus,
    };
  const split = options.split === 'end' ? 'blocks' : 'end';
  const parts = textParts(characters, { ...options, split });
  const reference = experiment.corpus;
  return {
    variation: {
      id: 'split',
      change: `${words[split]} instead of ${words[options.split]}`,
      experiment: {
        ...experiment,
        seeds: [...repeatedSeeds(experiment)],
        corpus:
          reference.kind === 'text' ? { ...reference, options: { ...reference.options, split } } : reference,
      },
    },
    corpus: {
      ...corpus,
      parts,
      summary: {
        ...corpus.summary,
        options: { ...options, split },
        trainCharacters: charactersOf(parts.training),
        tuningCharacters: charactersOf(parts.tuning),
        heldOutCharacters: charactersOf(parts.heldOut),
      },
    },
  };
}
