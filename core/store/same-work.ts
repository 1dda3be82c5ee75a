import { LabError } from '../errors.ts';
import type { Experiment } from '../experiments/experiment.ts';
import { experimentDifferences } from '../experiments/plan/experiment-differences.ts';
import { questionDifferences } from '../experiments/plan/first-question.ts';
import type { RateTuning } from '../experiments/rates/rate-tuning.ts';

/** What was left to the program when an experiment was asked for. */
interface Unsaid {
  /** Nobody said how often to evaluate: by itself that follows from the steps. */
  readonly every: boolean;
  /** Nor on how much text. */
  readonly characters: boolean;
}

/** Seeds of the start: without those that were added after looking at results. */
const first = ({ seeds, additions }: Experiment): readonly number[] => seeds.slice(0, additions[0]?.after);

/** Where rates come from, without what sweeps of earlier versions did not keep: all that was tried, and how long it took. */
function decisive(tuning: RateTuning): RateTuning {
  if (tuning.kind !== 'best-per-arm') return tuning;
  const best = tuning.best.map((each) => ({ ...each, tried: undefined }));
  return { ...tuning, best, trained: undefined };
}

const hasTried = ({ tuning }: Experiment): boolean =>
  tuning?.kind === 'best-per-arm' && tuning.best.every(({ tried }) => tried !== undefined);

/** Refuses fewer steps than a comparison has: no run goes back. @throws LabError `bad-argument` */
export function requireSteps(kept: Experiment, steps: number): void {
  if (steps >= kept.steps) return;
  throw new LabError(
    'bad-argument',
    `This comparison has ${kept.steps} steps, more than the ${steps} asked for.`,
    'Ask for as many or for more.',
  );
}

/**
 * How the work on an experiment that is kept goes on when the same is asked for again, perhaps with more steps.
 * @returns the experiment to go on with, or in what the two differ
 * @throws LabError as `requireSteps`
 */
export function sameWork(
  asked: Experiment,
  kept: Experiment,
  unsaid: Unsaid,
): { readonly experiment: Experiment } | { readonly differs: readonly string[] } {
  const plain = (experiment: Experiment): Experiment => ({
    ...experiment,
    steps: 0,
    seeds: first(experiment),
    additions: [],
    tuning: experiment.tuning && decisive(experiment.tuning),
    evaluation: {
      ...experiment.evaluation,
      ...(unsaid.every && { every: 0 }),
      ...(unsaid.characters && { characters: 0 }),
    },
  });
  const differs = [...experimentDifferences(plain(asked), plain(kept)), ...questionDifferences(asked, kept)];
  if (differs.length > 0) return { differs };
  requireSteps(kept, asked.steps);
  return { experiment: { ...kept, steps: asked.steps, tuning: hasTried(kept) ? kept.tuning : asked.tuning } };
}
