import type { CorpusSummary } from '../../../corpora/corpus.ts';
import { LabError } from '../../../errors.ts';
import { defaultLayers, newArms } from '../../../experiments/default-experiment.ts';
import type { Experiment } from '../../../experiments/experiment.ts';
import { parseExperiment } from '../../../experiments/files/parse-experiment.ts';
import { defaultEvaluation } from '../../../experiments/plan/evaluation-plan.ts';
import type { HostedLab } from '../../../lab/create-lab.ts';
import { knownLayerId } from '../../../layers/layer-of.ts';
import type { Clipping } from '../../../network/engine.ts';
import { optimizer } from '../../../optimizers/registry.ts';
import type { LayerDefinition } from '../../../outputs/layer-definition.ts';
import { refuseIdleClamp } from '../options/contradictions.ts';
import type { ExperimentOptions } from '../options/experiment-options.ts';
import { takeText } from '../given-text.ts';
import { ownLayersOf } from '../options/own-layer-options.ts';
import { planOf } from '../options/plan-options.ts';
import { stoppingOf } from '../options/stopping-options.ts';

/** What limits the gradient. */
export function clippingOf({ clip, clipValue }: Pick<ExperimentOptions, 'clip' | 'clipValue'>): Clipping {
  if (clipValue !== undefined) return { kind: 'value', threshold: clipValue };
  return clip > 0 ? { kind: 'norm', threshold: clip } : { kind: 'off' };
}

/** Ids of what is looked at: the layers that are named, then those brought along that are not among them. */
export function withOwnLayers(named: readonly string[], own: readonly LayerDefinition[]): string[] {
  const ids = named.map((id) => knownLayerId(own, id));
  return [...ids, ...own.map(({ id }) => id).filter((id) => !ids.includes(id))];
}

/** The rate that was typed; where none was, the usual one of the optimiser: 0.1 of Adagrad is 50 times too much for Adam. */
export const rateOf = (options: Pick<ExperimentOptions, 'rate' | 'optimizer'>): number =>
  options.rate ?? optimizer(options.optimizer).defaultRate;

/**
 * The options of a command line as an experiment; names and numbers are checked before any text is read.
 * @param own the layers that the options bring along
 */
function experimentOf(
  options: ExperimentOptions,
  base: Experiment,
  own: readonly LayerDefinition[] = [],
): Experiment {
  const layerIds = (options.layers ?? [...defaultLayers]).map((id) => knownLayerId(own, id));
  refuseIdleClamp(layerIds, own, options.clamp);
  const rates = new Map<string, number>();
  for (const [id, rate] of options.rates ?? []) {
    const layer = knownLayerId(own, id);
    if (!layerIds.includes(layer))
      throw new LabError('bad-argument', `--rates names ${layer}, which is not among the layers compared.`);
    rates.set(layer, rate);
  }
  const model = { ...base.model, hidden: options.hidden, length: options.length, batch: options.batch };
  const evaluation = defaultEvaluation(options.steps, model);
  const arms = newArms(layerIds, rateOf(options), rates, options.clamp, own);
  const plan = planOf(options, arms.length);
  return parseExperiment({
    ...base,
    name: options.name ?? 'Comparison on the command line',
    question: options.question ?? '',
    precision: options.precision,
    model: {
      ...model,
      biases: options.biases,
      initial: options.initial,
      outputBias: options.outputBias,
      initialScale: { Wxh: options.scaleWxh, Whh: options.scaleWhh, Why: options.scaleWhy },
    },
    optimizer: { id: optimizer(options.optimizer).id, settings: {} },
    clipping: clippingOf(options),
    layers: own,
    arms,
    seeds: Array.from({ length: plan.seeds }, (_, i) => options.seed + i),
    steps: options.steps,
    evaluation: {
      every: options.evaluateEvery ?? evaluation.every,
      characters: options.evaluateCharacters ?? evaluation.characters,
      start: evaluation.start,
    },
    stopping: stoppingOf(options, arms),
    plan,
    additions: [],
  });
}

/** Loads the text and sets the experiment of the options up on it, with the layers they bring along among its arms. */
export async function prepareExperiment(
  lab: HostedLab,
  files: readonly string[],
  options: ExperimentOptions,
): Promise<CorpusSummary> {
  const own = await ownLayersOf(options);
  const layers = withOwnLayers(options.layers ?? defaultLayers, own);
  return setUpExperiment(lab, files, { ...options, layers }, own);
}

/** The same with the arms that `layers` names and no others. */
export async function setUpExperiment(
  lab: HostedLab,
  files: readonly string[],
  options: ExperimentOptions,
  own: readonly LayerDefinition[],
): Promise<CorpusSummary> {
  const wanted = experimentOf(options, (await lab.snapshot({})).experiment, own);
  const summary = await takeText(lab, files, options);
  const { corpus } = (await lab.snapshot({})).experiment;
  await lab.setExperiment({ experiment: { ...wanted, corpus } });
  return summary;
}
