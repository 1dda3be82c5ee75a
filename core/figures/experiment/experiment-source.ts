import type { Baselines } from '../../corpora/baselines.ts';
import { baselineLines } from '../../experiments/comparison/baseline-lines.ts';
import type { CorpusSummary } from '../../corpora/corpus.ts';
import type { Experiment } from '../../experiments/experiment.ts';
import { ratePolicyWords } from '../../experiments/rates/rate-policy.ts';
import type { RunRecord } from '../../experiments/run.ts';
import { inEnglish, type Say } from '../../words/said/say.ts';
import { grouped } from '../../words/number-format.ts';
import type { YardstickId } from '../../yardsticks/registry.ts';
import type { FigureAxis, FigureLook, Rule } from '../figure.ts';

/** An arm as figures take it. */
export interface FigureArm extends FigureLook {
  readonly id: string;
}

/** What the figures of an experiment are made from: the very text, runs and rates that they speak of. */
export interface ExperimentSource {
  readonly experiment: Experiment;
  readonly arms: readonly FigureArm[];
  readonly corpus: CorpusSummary | null;
  /** On the characters that the curves are scored on; null where they are not known. */
  readonly baselines: Baselines | null;
  /** Of all arms, in any order. */
  readonly runs: readonly RunRecord[];
  /** Absent: in English. Tables of numbers are in English always: programs read them. */
  readonly say?: Say | undefined;
}

export const sayOf = ({ say = inEnglish }: Pick<ExperimentSource, 'say'>): Say => say;

export const runsOf = ({ runs }: ExperimentSource, armId: string): readonly RunRecord[] =>
  runs.filter((run) => run.armId === armId);

/** Place of an arm among the looks of a figure. */
export const lookOf = (arms: readonly FigureArm[], armId: string): number =>
  Math.max(
    0,
    arms.findIndex(({ id }) => id === armId),
  );

export const labelOf = (arms: readonly FigureArm[], armId: string): string =>
  arms.find(({ id }) => id === armId)?.label ?? armId;

/** The learning rate of an arm; nothing for one that the experiment does not have. */
export const rateOf = ({ experiment }: ExperimentSource, armId: string): number | '' =>
  experiment.arms.find(({ id }) => id === armId)?.rate ?? '';

/** The axis of all training steps there are to be. */
export const stepsAxis = ({ experiment, say = inEnglish }: ExperimentSource): FigureAxis => ({
  ...{ label: say`training steps`, scale: 'linear', whole: true },
  domain: [0, Math.max(1, experiment.steps)],
});

/** How the learning rates were chosen: it stands in the subtitle of every figure that compares arms. */
export const policyOf = ({ experiment, say }: ExperimentSource): string => ratePolicyWords(experiment, say);

/** What simple models and guesses reach on a yardstick, on exactly the characters that the curves are scored on. */
export const baselinesOf = (
  { corpus, baselines, say = inEnglish }: Pick<ExperimentSource, 'corpus' | 'baselines' | 'say'>,
  yardstick: YardstickId,
): Rule[] =>
  corpus
    ? baselineLines(yardstick, corpus, baselines).map(({ label, value }) => ({
        label: say.of(label),
        value,
        kind: 'baseline',
      }))
    : [];

/** What an arm's line ends with where some of its seeds diverged. */
export function divergedWords(
  runs: readonly Pick<RunRecord, 'divergence'>[],
  say: Say = inEnglish,
): string | undefined {
  const steps = runs.flatMap(({ divergence }) => (divergence ? [divergence.step] : []));
  if (steps.length === 0) return undefined;
  const [low, high] = [Math.min(...steps), Math.max(...steps)];
  const at = low === high ? say`step ${grouped(low)}` : say`steps ${grouped(low)} to ${grouped(high)}`;
  return steps.length === runs.length
    ? say`diverged at ${at}`
    : say`${steps.length} of ${runs.length} seeds diverged at ${at}`;
}
