import type { AddingSeeds } from '../contract/lab-data.ts';
import type { LabApi } from '../contract/lab-api.ts';
import { LabError, toErrorData } from '../errors.ts';
import type { Experiment } from '../experiments/experiment.ts';
import { checkMemory } from '../experiments/memory.ts';
import { limits } from '../experiments/limits.ts';
import { furtherSeeds, withAddition } from '../experiments/plan/plan.ts';
import { seedsToDecide } from '../experiments/comparison/until-decided.ts';
import type { LabBase } from './held.ts';
import type { Keeping } from './keeping.ts';
import type { Conductor, WhenEnded } from './training/conductor.ts';

type Wish = Parameters<LabApi['addSeeds']>[0];

/** Seeds beside runs that were cut short could not be compared with them. @throws LabError `wrong-state` */
export function requireEnded(conductor: Conductor): void {
  if (conductor.phase === 'finished' && conductor.records().every(({ status }) => status !== 'waiting'))
    return;
  throw new LabError(
    'wrong-state',
    'This goes on from an experiment whose runs have all ended by themselves.',
    conductor.phase === 'stopped' ? 'Reset it, and train it to its end.' : 'Train it to its end first.',
  );
}

/** Gives an experiment whose runs have ended further seeds: those that are asked for, or one after the other by its plan. */
export function addingSeeds({ held, ports, events, announce }: LabBase, keeping: Keeping) {
  let batch: readonly number[] | null = null;
  /** Seeds up to which more are added until every pair is decided; null where nobody asked for that. */
  let most: number | null = null;

  /** The experiment has more seeds, or knows of some that were given up. */
  const adopt = (next: Experiment): void => {
    held.experiment = next;
    keeping.follow(next);
  };

  /** The next seeds towards a decision, as many as there are cores to fill; none where every pair is decided. */
  const undecided = (limit: number): readonly number[] => {
    const { experiment, conductor } = held;
    const records = conductor?.records() ?? [];
    return furtherSeeds(experiment, seedsToDecide(experiment, records, limit, ports.threads));
  };

  const check = (seeds: readonly number[]): readonly number[] => {
    const { experiment, corpus } = held;
    const more = { ...experiment, seeds: [...experiment.seeds, ...seeds] };
    checkMemory(more, corpus!.vocabulary.length, ports.memoryLimit);
    return seeds;
  };

  /** The same while nobody waits for an answer: where they do not fit, it ends with what there is. */
  function next(): readonly number[] | null {
    if (most === null) return null;
    const seeds = undecided(most);
    try {
      return seeds.length > 0 ? check(seeds) : null;
    } catch (error) {
      events.emit('problem', toErrorData(error));
      return null;
    }
  }

  function wished(wish: Wish): readonly number[] {
    const { seeds, arms } = held.experiment;
    const has = seeds.length;
    const bad = (sentence: string, next = '') => new LabError('bad-argument', sentence, next);
    if ('count' in wish) {
      if (has + wish.count > limits.seeds) throw bad(`An experiment has at most ${limits.seeds} seeds.`);
      return furtherSeeds(held.experiment, wish.count);
    }
    if (arms.length < 2)
      throw bad('There is one output layer: nothing is to be decided.', 'Compare two or more.');
    if (has >= wish.untilDecided)
      throw bad(`The experiment has ${has} seeds already.`, 'Name a larger limit.');
    return undecided(wish.untilDecided);
  }

  return {
    /** The seeds that are being trained; null while none are. */
    state: (): AddingSeeds | null => batch && { seeds: batch, untilDecided: most },
    /**
     * Starts the seeds of a wish and answers with them; none where those that are there decide every pair.
     * @throws LabError that says why there can be none
     */
    begin(wish: Wish, conductor: Conductor): readonly number[] {
      requireEnded(conductor);
      const seeds = check(wished(wish));
      most = 'count' in wish ? null : wish.untilDecided;
      if (seeds.length === 0) {
        // The seeds that are there decide every pair by the e-process, which judges from now on.
        adopt(withAddition(held.experiment, 'until-decided', [], 0));
        announce();
        return seeds;
      }
      batch = seeds;
      announce();
      conductor.add(seeds);
      return seeds;
    },
    whenEnded: ((added, goOn) => {
      const by = most === null ? 'hand' : 'until-decided';
      if (added) adopt(withAddition(held.experiment, by, added, 0));
      else if (batch) adopt(withAddition(held.experiment, by, [], batch.length));
      else most = held.experiment.plan?.untilDecided ?? null;
      batch = goOn ? next() : null;
      announce();
      return batch;
    }) satisfies WhenEnded,
    forget() {
      batch = null;
      most = null;
    },
  };
}
