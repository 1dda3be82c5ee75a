import { layerLabel } from '../contract/arm-labels.ts';
import type { ComparedExperiment, KeptComparison } from '../contract/library-data.ts';
import { convergenceColumns } from '../experiments/comparison/convergence-columns.ts';
import { standing } from '../experiments/comparison/standing.ts';
import { primaryYardstick } from '../experiments/plan/plan.ts';
import type { Arm, Experiment } from '../experiments/experiment.ts';
import { questionNote } from '../experiments/plan/first-question.ts';
import { splitWords } from '../experiments/text-split.ts';
import { tInterval } from '../experiments/statistics/mean-interval.ts';
import { counted, grouped, listed } from '../words/number-format.ts';
import { yardstickById, type YardstickId } from '../yardsticks/registry.ts';
import { keptArms } from './kept-arms.ts';
import type { FoundExperiment } from './library-entry.ts';

/** What of an experiment is held against that of another: its value, and what to say where the values differ. */
interface Held {
  readonly what: string;
  readonly of: (found: FoundExperiment) => string;
}

/** Without these, values are of different characters, or of different things. */
const mustAgree: readonly Held[] = [
  {
    what: 'Texts',
    of: ({ about: { corpus } }) => `${corpus.name} (SHA-256 ${corpus.sha256.slice(0, 8)})`,
  },
  {
    what: 'Held-out texts',
    of: ({ experiment: { corpus } }) =>
      corpus.kind === 'text' && corpus.heldOut
        ? `${corpus.heldOut.name} (SHA-256 ${corpus.heldOut.sha256.slice(0, 8)})`
        : 'none of its own',
  },
  { what: 'Splits of the text', of: ({ about }) => splitWords(about.corpus.options) },
  {
    what: 'Characters of the text',
    of: ({ about: { corpus } }) => `${grouped(corpus.characters)}, ${grouped(corpus.distinct)} distinct`,
  },
  {
    what: 'Characters scored on',
    of: ({ about: { corpus }, experiment: { evaluation } }) =>
      grouped(Math.min(evaluation.characters, corpus.heldOutCharacters)),
  },
  { what: 'Yardsticks', of: ({ experiment }) => yardstickById(primaryYardstick(experiment)).label },
];

const clippingWords = ({ clipping }: Experiment): string => JSON.stringify(clipping).replace(/[{}"]/g, '');

/** What may differ, and is told. */
const mayDiffer: readonly Held[] = [
  { what: 'Hidden units', of: ({ experiment: { model } }) => grouped(model.hidden) },
  { what: 'Sequence lengths', of: ({ experiment: { model } }) => grouped(model.length) },
  { what: 'Sequences a step', of: ({ experiment: { model } }) => grouped(model.batch) },
  { what: 'Biases', of: ({ experiment: { model } }) => (model.biases ? 'yes' : 'no') },
  {
    what: 'Initial weights',
    of: ({ experiment: { model } }) =>
      `${model.initial}, output bias ${model.outputBias}, scale ${Object.values(model.initialScale).join('/')}`,
  },
  {
    what: 'Optimisers',
    of: ({ experiment: { optimizer } }) =>
      [optimizer.id, ...Object.entries(optimizer.settings).map(([name, value]) => `${name} ${value}`)].join(
        ' ',
      ),
  },
  { what: 'Clipping', of: ({ experiment }) => clippingWords(experiment) },
  { what: 'Precisions', of: ({ experiment }) => experiment.precision },
  {
    what: 'Reading starts',
    of: ({ experiment: { evaluation } }) =>
      evaluation.start === 'carried' ? 'the carried state' : 'a zero state',
  },
  { what: 'Steps', of: ({ experiment }) => grouped(experiment.steps) },
  {
    what: 'Questions',
    of: ({ experiment }) =>
      [experiment.question || 'none', questionNote(experiment)].filter((words) => words !== '').join(' '),
  },
  { what: 'Seeds', of: ({ experiment }) => experiment.seeds.join(', ') },
];

function differing(held: readonly Held[], all: readonly FoundExperiment[]): string[] {
  return held.flatMap(({ what, of }) => {
    const values = all.map(of);
    return new Set(values).size > 1 ? [`${what} differ: ${values.join(' → ')}.`] : [];
  });
}

const clampWords = ({ clamp }: Arm): string => (clamp === null ? '' : `, ε ${clamp}`);

/** Learning rates by output layer, where they differ, and layers that not all have. */
function armChanges(all: readonly FoundExperiment[]): string[] {
  const arms = all.map(({ experiment, about }) => ({
    experiment,
    kept: keptArms(experiment, about.ownLayers),
  }));
  const layers = [...new Set(all.flatMap(({ experiment }) => experiment.arms.map(({ layer }) => layer)))];
  return layers.flatMap((layer) => {
    const rates = arms.map(({ experiment }) =>
      experiment.arms.filter((arm) => arm.layer === layer).map((arm) => `${arm.rate}${clampWords(arm)}`),
    );
    const label = layerLabel(arms.flatMap(({ kept }) => kept).find((arm) => arm.layer === layer)!.label);
    const without = rates.filter((each) => each.length === 0).length;
    if (without > 0)
      return [`${label} is in ${all.length - without} of ${counted(all.length, 'experiment')} only.`];
    const words = rates.map((each) => listed(each));
    return new Set(words).size > 1 ? [`Learning rates of ${label} differ: ${words.join(' → ')}.`] : [];
  });
}

/** One experiment as it is compared: the mean of every arm with its interval, and where it stands. */
function compared(
  { id, experiment, about, notes, runs }: FoundExperiment,
  yardstick: YardstickId,
): ComparedExperiment {
  const { arms, step } = standing(experiment, runs);
  return {
    id,
    name: notes.name ?? experiment.name,
    seeds: experiment.seeds,
    step,
    arms: keptArms(experiment, about.ownLayers).map((arm, i) => {
      const { step: steps, values } = convergenceColumns(
        runs.filter(({ armId }) => armId === arm.id),
        yardstick,
      );
      const points = Array.from(steps, (_, at) => {
        const there = values.map((list) => list[at]).filter((value) => !Number.isNaN(value));
        const { mean, interval } = tInterval(there);
        return { mean, low: interval?.low ?? NaN, high: interval?.high ?? NaN };
      });
      return {
        ...arm,
        curve: {
          step: Float64Array.from(steps),
          mean: Float64Array.from(points, ({ mean }) => mean),
          low: Float64Array.from(points, ({ low }) => low),
          high: Float64Array.from(points, ({ high }) => high),
        },
        standing: arms[i],
      };
    }),
  };
}

/** Kept experiments beside each other, where their values are of the same characters; else what differs. */
export function compareKept(all: readonly FoundExperiment[]): KeptComparison {
  const differs = differing(mustAgree, all);
  if (differs.length > 0) return { differs };
  const yardstick = primaryYardstick(all[0].experiment);
  return {
    yardstick,
    experiments: all.map((found) => compared(found, yardstick)),
    changes: [...armChanges(all), ...differing(mayDiffer, all)],
  };
}
