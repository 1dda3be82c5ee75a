import { defaultCorpusOptions, defaultSplit, type CorpusOptions } from '../../../core/corpora/corpus.ts';
import type { SplitOptions } from '../../../core/corpora/parts.ts';
import { splitOf } from '../../../core/experiments/text-split.ts';
import type { LabState } from '../lab/lab-state.svelte.ts';

interface Made {
  readonly id?: string;
  readonly seed?: number;
  readonly characters?: number;
  readonly split?: SplitOptions | undefined;
}

/** The built-in text of an experiment; null for another one. */
export const builtinOf = ({ experiment: { corpus } }: LabState) =>
  corpus.kind === 'builtin' ? corpus : null;

/** Makes a built-in text, like the present one but for the change. */
export const makeText = (lab: LabState, change: Made): Promise<unknown> =>
  lab.changes.make('text', (api) => {
    const asked = {
      ...{ id: 'reber', seed: 1, characters: 100_000, split: undefined },
      ...builtinOf(lab),
      ...change,
    };
    const { id, seed, characters, split } = asked;
    return api.useBuiltin({ id, seed, characters, split });
  });

/**
 * How a new text is read: as an experiment asks that waits for its text, else split as the one before it. A held-out file
 * belongs to the text before, and is given anew.
 */
export function readingOptions({
  experiment,
  corpus,
  opened,
}: Pick<LabState, 'experiment' | 'corpus' | 'opened'>): CorpusOptions {
  const { corpus: wanted } = experiment;
  const awaited = wanted.kind === 'text' && (corpus === null || opened) ? wanted.options : {};
  const { split, ...shares } = splitOf(wanted);
  return {
    ...defaultCorpusOptions,
    ...awaited,
    ...shares,
    split: split === 'file' ? defaultSplit.split : split,
  };
}

/** Reads the present text again in another way. */
export async function reread(lab: LabState, change: Partial<CorpusOptions>): Promise<void> {
  const { corpus } = lab;
  if (corpus)
    await lab.changes.make('text', (api) => api.rereadText({ options: { ...corpus.options, ...change } }));
}

/** Splits the present text in another way. */
export async function splitAnew(lab: LabState, change: Partial<SplitOptions>): Promise<void> {
  const builtin = builtinOf(lab);
  if (builtin) await makeText(lab, { split: { ...builtin.split, ...change } });
  else await reread(lab, change);
}
