import { barEn, type BarWords } from '../../../core/words/bar-words.ts';
import {
  robustnessOf,
  robustnessWords,
  variations,
} from '../../../core/experiments/comparison/robustness.ts';
import { fewestForSignificance } from '../../../core/experiments/statistics/sign-flip.ts';
import type { LabState } from './lab-state.svelte.ts';

/** How many seeds are missing until there is a verdict; 0 where there are enough. */
export const missingSeeds = ({ experiment }: Pick<LabState, 'experiment'>): number =>
  Math.max(0, fewestForSignificance - experiment.seeds.length);

type Growing = Pick<LabState, 'phase' | 'lost' | 'opened' | 'corpus' | 'robustness' | 'runs'>;

/** Why neither seeds can be added nor runs repeated; null where they can. */
export function whyNotMore({ phase, lost, opened, corpus, robustness, runs }: Growing): string | null {
  if (lost) return 'The connection to the lab is lost.';
  if (opened)
    return 'These results were opened from a report, which holds no weights: reset the experiment and run it to go on.';
  if (phase === 'running' || phase === 'paused') return 'Runs are in training.';
  if (robustness?.phase === 'running') return 'A robustness repeat is under way.';
  if (phase === 'stopped')
    return 'The runs were stopped before their end: others beside them could not be compared.';
  if (phase === 'idle' || corpus === null) return 'Nothing is trained yet.';
  if (runs.some(({ status }) => status === 'waiting')) return 'Some runs were never trained here.';
  return null;
}

/** `Seed 4 is`, `Seeds 4, 5, 6 are`; of many the first and the last. */
function seedWords(seeds: readonly number[]): string {
  if (seeds.length === 1) return `Seed ${seeds[0]} is`;
  const named = seeds.length > 6 ? `${seeds[0]} … ${seeds.at(-1)}` : seeds.join(', ');
  return `Seeds ${named} are`;
}

/** What is being added, and what for. */
export function addingText({ adding }: Pick<LabState, 'adding'>): string {
  if (!adding) return '';
  const goal =
    adding.untilDecided === null
      ? ''
      : ` Seeds are added until every pair is decided, ${adding.untilDecided} in all at most.`;
  return `${seedWords(adding.seeds)} trained, and join the standing when all runs have ended.${goal}`;
}

/** A short form of it for the progress line. */
export const addingPlace = (
  { adding, overall }: Pick<LabState, 'adding' | 'overall'>,
  words: BarWords['progress'] = barEn.progress,
): string => {
  if (!adding) return '';
  const { seeds } = adding;
  const share = Math.floor((100 * overall.stepsDone) / Math.max(1, overall.stepsTotal));
  return words.adding(seeds[0], seeds.at(-1)!, share);
};

/** The variation that is being repeated, and how far it is. */
export function repeatText({ robustness }: Pick<LabState, 'robustness'>): string {
  if (robustness?.phase !== 'running' || !robustness.under) return '';
  const { id, overall } = robustness.under;
  const share = Math.floor((100 * overall.stepsDone) / Math.max(1, overall.stepsTotal));
  const at = variations.findIndex((each) => each.id === id);
  return `Repeat ${at + 1} of ${variations.length}, ${variations[at].label}: ${share} %`;
}

interface RepeatFinding {
  readonly id: string;
  readonly holds: boolean;
  readonly text: string;
}

/** Whether the order holds in each variation that is through. */
export function repeatFindings(
  { experiment, runs, robustness }: Pick<LabState, 'experiment' | 'runs' | 'robustness'>,
  label: (armId: string) => string,
): readonly RepeatFinding[] {
  return (robustness?.repeats ?? []).map((repeat) => {
    const found = robustnessOf(experiment, runs, repeat);
    return { id: repeat.id, holds: found.holds, text: robustnessWords(found, label) };
  });
}
