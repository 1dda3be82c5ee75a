import type { Command } from 'commander';
import { LabError } from '../../../errors.ts';
import { armLayer } from '../../../experiments/default-experiment.ts';
import { knownLayerId } from '../../../layers/layer-of.ts';
import type { LayerDefinition } from '../../../outputs/layer-definition.ts';
import { outputLayers } from '../../../outputs/registry.ts';
import { probeLimits, type ProbedLayer } from '../../../probes/probe.ts';
import { refuseIdleClamp } from '../options/contradictions.ts';
import { rateOf, withOwnLayers } from '../training/experiment-of.ts';
import { warnOfLayers } from '../own-layers/layer-warnings.ts';
import { ownLayersOf } from '../options/own-layer-options.ts';
import type { LookOptions } from '../options/probe-options.ts';
import { isTrainedRun, weightsOfExperiment, weightsOfRun, withOwnOf, type Probed } from './probed-weights.ts';
import { readRun } from './read-run.ts';

/** What a command looks at without training further: weights and output layers. */
interface LookedAt {
  /** Of the text: the file itself, or the one beside a trained run. */
  readonly text: string | undefined;
  /** Layers that the options or the run bring along. */
  readonly own: readonly LayerDefinition[];
  /** Ids of the layers, each once. */
  readonly ids: readonly string[];
  readonly layers: readonly ProbedLayer[];
  /** Loads text and weights; the caller closes them. */
  readonly open: () => Promise<Probed>;
  readonly warn: (probed: Probed) => Promise<void>;
}

/** Ids of the layers to look at, each once. */
function layersOf({ layers }: Pick<LookOptions, 'layers'>, own: readonly LayerDefinition[]): string[] {
  const ids = withOwnLayers(layers ?? outputLayers.map(({ id }) => id), own);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined)
    throw new LabError('bad-argument', `--layers names ${twice} twice.`, 'Name each layer once.');
  if (ids.length > probeLimits.layers)
    throw new LabError('bad-argument', `At most ${probeLimits.layers} layers are looked at at once.`);
  return ids;
}

/** @param file a text, standard input, or a trained run */
export async function lookedAt(
  file: string | undefined,
  options: LookOptions,
  command: Command,
): Promise<LookedAt> {
  const isRun = file !== undefined && (await isTrainedRun(file));
  const run = isRun ? await readRun(file) : null;
  const named = [...(options.layers ?? []), ...(options.arm === undefined ? [] : [options.arm])];
  const brought = await ownLayersOf({ ...options, layers: named });
  const own = run ? withOwnOf(run, brought) : brought;
  const ids = layersOf(options, own);
  const arm = knownLayerId(own, options.arm ?? ids[0]);
  const { clamp, length } = options;
  refuseIdleClamp(options.step === undefined ? ids : [...ids, arm], own, clamp);
  if (length > probeLimits.length)
    throw new LabError(
      'bad-argument',
      `At most ${probeLimits.length} steps are looked at; --length is ${length}.`,
    );
  // A trained run does not say what its rate was.
  const rateGiven = !isRun || command.getOptionValueSource('rate') === 'cli';
  const rate = rateGiven ? rateOf(options) : null;
  return {
    text: isRun ? options.text : file,
    own,
    ids,
    layers: ids.map((layer) => ({
      layer,
      clamp: armLayer(layer, own).defaultClamp === null ? null : (clamp ?? null),
      rate,
    })),
    open: () =>
      run
        ? weightsOfRun(file!, run, options, command, own)
        : weightsOfExperiment(file, options, command, arm, own),
    warn: ({ vocabulary }) =>
      warnOfLayers(
        own.filter(({ id }) => ids.includes(id) || id === arm),
        vocabulary,
        options.trustPlugin,
      ),
  };
}
