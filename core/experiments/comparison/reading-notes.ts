import { compact } from '../../words/compact.ts';
import { signed } from '../../words/number-format.ts';
import { inEnglish, type Say } from '../../words/said/say.ts';
import { primaryYardstick } from '../plan/plan.ts';
import { samplingWords } from './sampling-error.ts';
import type { Experiment } from '../experiment.ts';
import { lastEvaluation, type RunRecord } from '../run.ts';

/** Bits per character by which a reading from h = 0 must be worse to be told. */
const zeroStateMargin = 0.1;
/** Bits per character by which held-out text must cost more than training batches to be told. */
const trainingMargin = 0.5;
/** Characters of late training batches below which their mean is luck: a gap to it is not told. */
const fewestCharacters = 500;
/** Seeds that a sentence names before it says how many more there are. */
const mostNamed = 8;
/** Arms of which each is named; of more, so many of the worst. */
const [mostArms, mostWorst] = [6, 3];

/** Bits per character that the held-out text costs more from h = 0, at the end of a run; NaN where it was not read so. */
export function zeroStateExcess(run: Pick<RunRecord, 'evaluations'>): number {
  const last = lastEvaluation(run);
  return last && last.zeroState !== null ? last.zeroState - last.bitsPerCharacter : NaN;
}

type Trained = Pick<RunRecord, 'training' | 'steps'>;

/** Bits per character of the training batches that were recorded in the last tenth of the steps. */
function lateBatches({ training, steps }: Trained): Float64Array {
  const first = training.step.findIndex((step) => step > 0.9 * steps);
  return training.bitsPerCharacter.subarray(first < 0 ? training.step.length : first);
}

/** Their mean; NaN for none. */
export function lateTrainingBits(run: Trained): number {
  const late = lateBatches(run);
  return late.reduce((sum, bits) => sum + bits, 0) / late.length;
}

/** Bits per character that held-out text costs more than the late training batches; NaN where one is not known. */
export function trainingGap(run: Pick<RunRecord, 'training' | 'steps' | 'evaluations'>): number {
  const last = lastEvaluation(run);
  return last?.step === run.steps ? last.bitsPerCharacter - lateTrainingBits(run) : NaN;
}

/** An arm of which something is told, and by how much at most. */
interface Told {
  readonly most: number;
  readonly text: string;
}

/** `softmax + cross-entropy, seeds 8, 16 (up to +14.21)`: an arm with the runs whose value is above a margin, if there are. */
function above(
  label: string,
  runs: readonly RunRecord[],
  valueOf: (run: RunRecord) => number,
  margin: number,
  say: Say,
): Told[] {
  const found = runs.flatMap((run) => {
    const value = valueOf(run);
    return value > margin ? [{ seed: run.seed, value }] : [];
  });
  if (found.length === 0) return [];
  const seeds = found.slice(0, mostNamed).map(({ seed }) => seed);
  const more = found.length - seeds.length;
  const list = `${say.names(seeds)}${more > 0 ? say` and ${more} more` : ''}`;
  const named = found.length === 1 ? say`seed ${list}` : say`seeds ${list}`;
  const most = Math.max(...found.map(({ value }) => value));
  const by = signed(most, 2);
  return [{ most, text: say`${label}, ${named} (${found.length === 1 ? by : say`up to ${by}`})` }];
}

/** Every arm; of many, how many and the worst of them. */
function listedArms(told: readonly Told[], arms: number, say: Say): string {
  const text = (some: readonly Told[]) => say.series(some.map((each) => each.text));
  if (told.length <= mostArms) return text(told);
  const worst = [...told].sort((a, b) => b.most - a.most).slice(0, mostWorst);
  return say`${told.length} of ${arms} output layers, most of all ${text(worst)}`;
}

/**
 * What a reader must know of how trained networks were read: sentences for report, screen and command line alike. Arms
 * and seeds are named where h = 0 reads the held-out text more than 0.1 bits worse at the end than the state that training
 * carries, and where it costs more than 0.5 bits more than the last tenth of the training batches (500 characters of
 * them at least); arms whose yardstick is less certain for want of held-out text than for want of seeds.
 * @param label name of an arm
 */
export function readingNotes(
  experiment: Pick<Experiment, 'evaluation' | 'arms' | 'model' | 'plan'>,
  runs: readonly RunRecord[],
  label: (armId: string) => string,
  say: Say = inEnglish,
): string[] {
  const { evaluation, arms, model } = experiment;
  const own = arms.map(({ id }) => ({
    label: label(id),
    runs: runs.filter(({ armId, status }) => armId === id && status !== 'diverged' && status !== 'failed'),
  }));
  const named = (valueOf: (run: RunRecord) => number, margin: number) =>
    listedArms(
      own.flatMap((arm) => above(arm.label, arm.runs, valueOf, margin, say)),
      own.length,
      say,
    );
  const zero = named(zeroStateExcess, zeroStateMargin);
  const enough = (run: RunRecord) => lateBatches(run).length * model.length * model.batch >= fewestCharacters;
  const gap = named((run) => (enough(run) ? trainingGap(run) : NaN), trainingMargin);
  const fromZero = evaluation.start === 'zero';
  return compact([
    fromZero &&
      say`Held-out text is read from h = 0 here, as experiments were made before there was a choice: a trained network may never have been there.`,
    zero !== '' &&
      say`Read from h = 0 instead of the state that training carries, the same held-out text costs more bits per character: ${zero}. The weights are to be used with the state that is saved with them.`,
    gap !== '' &&
      say`Held-out text costs more bits per character than the training batches of the last tenth of the steps: ${gap}. That is overfitting, a drift of the text, or a reading that differs${fromZero ? say`: this one starts from h = 0` : ''}.`,
    ...samplingWords(own, primaryYardstick(experiment), say),
  ]);
}
