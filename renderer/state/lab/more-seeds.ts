import {
  robustnessOf,
  robustnessWords,
  variations,
} from '../../../core/experiments/comparison/robustness.ts';
import { fewestForSignificance } from '../../../core/experiments/statistics/sign-flip.ts';
import { inEnglish, type Say } from '../../../core/words/said/say.ts';
import { whySix } from '../../../core/words/why-seeds.ts';
import type { LabState } from './lab-state.svelte.ts';

/** How many seeds are missing until there is a verdict; 0 where there are enough. */
export const missingSeeds = ({ experiment }: Pick<LabState, 'experiment'>): number =>
  Math.max(0, fewestForSignificance - experiment.seeds.length);

/** Label and hint of the button that adds the seeds that are missing until there is a verdict, `all` in all. */
export const moreSeedsWords = (missing: number, all: number, say: Say = inEnglish) => ({
  label: say`Run ${say.counted(missing, 'more seed')}`,
  hint: say.sentences([
    say`A verdict takes ${all} paired seeds; those that are there stay, and the record says that these came later.`,
    whySix(say),
  ]),
});

type Growing = Pick<LabState, 'phase' | 'lost' | 'opened' | 'corpus' | 'robustness' | 'runs'>;

/** Why neither seeds can be added nor runs repeated; null where they can. */
export function whyNotMore(
  { phase, lost, opened, corpus, robustness, runs }: Growing,
  say: Say = inEnglish,
): string | null {
  if (lost) return say`The connection to the lab is lost.`;
  if (opened)
    return say`These results were opened from a report, which holds no weights: reset the experiment and run it to go on.`;
  if (phase === 'running' || phase === 'paused') return say`Runs are in training.`;
  if (robustness?.phase === 'running') return say`A robustness repeat is under way.`;
  if (phase === 'stopped')
    return say`The runs were stopped before their end: others beside them could not be compared.`;
  if (phase === 'idle' || corpus === null) return say`Nothing is trained yet.`;
  if (runs.some(({ status }) => status === 'waiting')) return say`Some runs were never trained here.`;
  return null;
}

/** What is being added, and what for. */
export function addingText({ adding }: Pick<LabState, 'adding'>, say: Say = inEnglish): string {
  if (!adding) return '';
  const { seeds, untilDecided } = adding;
  const named = seeds.length > 6 ? `${seeds[0]} … ${seeds.at(-1)}` : say.names(seeds);
  return say.sentences([
    seeds.length === 1
      ? say`Seed ${named} is trained, and joins the standing when all runs have ended.`
      : say`Seeds ${named} are trained, and join the standing when all runs have ended.`,
    untilDecided === null
      ? ''
      : say`Seeds are added until every pair is decided, ${untilDecided} in all at most.`,
  ]);
}

/** A short form of it for the progress line. */
export const addingPlace = (
  { adding, overall }: Pick<LabState, 'adding' | 'overall'>,
  say: Say = inEnglish,
): string => {
  if (!adding) return '';
  const { seeds } = adding;
  const share = Math.floor((100 * overall.stepsDone) / Math.max(1, overall.stepsTotal));
  return seeds.length === 1
    ? say`adding seed ${seeds[0]} · ${share} %`
    : say`adding seeds ${seeds[0]}–${seeds.at(-1)!} · ${share} %`;
};

/** The variation that is being repeated, and how far it is. */
export function repeatText({ robustness }: Pick<LabState, 'robustness'>, say: Say = inEnglish): string {
  if (robustness?.phase !== 'running' || !robustness.under) return '';
  const { id, overall } = robustness.under;
  const share = Math.floor((100 * overall.stepsDone) / Math.max(1, overall.stepsTotal));
  const at = variations.findIndex((each) => each.id === id);
  return say`Repeat ${at + 1} of ${variations.length}, ${say.of(variations[at].label)}: ${share} %`;
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
  say: Say = inEnglish,
): readonly RepeatFinding[] {
  return (robustness?.repeats ?? []).map((repeat) => {
    const found = robustnessOf(experiment, runs, repeat);
    return { id: repeat.id, holds: found.holds, text: robustnessWords(found, label, say) };
  });
}
