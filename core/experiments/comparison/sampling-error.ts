import { significant } from '../../words/number-format.ts';
import { inEnglish, type Say } from '../../words/said/say.ts';
import { yardstickById, type YardstickId } from '../../yardsticks/registry.ts';
import { lastEvaluation, type RunRecord } from '../run.ts';
import { mean, standardDeviation } from '../statistics/mean-interval.ts';

/** How much a yardstick of an arm would differ on other held-out text of the same kind and length. */
interface SamplingError {
  /** Standard error of the arm's mean that the text alone brings. */
  readonly text: number;
  /** Standard deviation over the seeds. */
  readonly seeds: number;
  /** Blocks, and characters of each. */
  readonly blocks: number;
  readonly characters: number;
}

/**
 * The block bootstrap of an arm's mean over its held-out text (Carlstein 1986, Annals of Statistics 14): blocks, not
 * characters, are drawn, for predictions near each other hang together. Of a mean its standard error needs no drawing: it is
 * that of the block means. Every seed reads the same blocks, so they are averaged over the seeds first.
 * @param runs of one arm
 * @returns null with less than two seeds that have ended with enough text, and where they did not read the same
 */
export function samplingError(
  runs: readonly Pick<RunRecord, 'evaluations' | 'status'>[],
  yardstick: YardstickId,
): SamplingError | null {
  const ends = runs.flatMap((run) => (run.status === 'finished' ? (lastEvaluation(run) ?? []) : []));
  const [first] = ends;
  if (ends.length < 2 || !first?.blocks) return null;
  const { characters } = first.blocks;
  const lists = ends.map(({ blocks }) => (blocks?.characters === characters ? blocks[yardstick] : []));
  const count = lists[0].length;
  if (lists.some(({ length }) => length !== count)) return null;
  const means = Array.from({ length: count }, (_, block) => mean(lists.map((list) => list[block])));
  const text = standardDeviation(means) / Math.sqrt(count);
  const seeds = standardDeviation(ends.map((end) => end[yardstick]));
  return Number.isFinite(text) && Number.isFinite(seeds) ? { text, seeds, blocks: count, characters } : null;
}

/**
 * The arms whose yardstick is less certain for want of held-out text than for want of seeds, in one sentence; empty where
 * there is none.
 * @param arms with their runs
 */
export function samplingWords(
  arms: readonly { readonly label: string; readonly runs: readonly RunRecord[] }[],
  yardstick: YardstickId,
  say: Say = inEnglish,
): string[] {
  const found = arms.flatMap(({ label, runs }) => {
    const error = samplingError(runs, yardstick);
    return error && error.text > error.seeds ? [{ label, ...error }] : [];
  });
  const [first] = found;
  if (!first) return [];
  const unit = say.of(yardstickById(yardstick).label);
  const told = found.map(({ label, text, seeds }) => say`${label} ${shown(text)} and ${shown(seeds)}`);
  return [
    say`The held-out text is short: other text of the same kind would move the ${unit} by more than other seeds do (text and seeds: ${say.series(told)}). Intervals count the seeds alone and are too narrow for that. (Standard error by a block bootstrap over ${say.counted(first.blocks, 'block')} of ${first.characters} characters.)`,
  ];
}

const shown = (value: number): string => significant(value, 2);
