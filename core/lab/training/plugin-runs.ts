import { runsOf, type RunKey } from '../../contract/run-book.ts';
import { LabError } from '../../errors.ts';
import type { Experiment } from '../../experiments/experiment.ts';
import type { LayerDefinition, PluginDefinition } from '../../outputs/layer-definition.ts';
import { foreignText } from '../../plugins/plugin-error.ts';
import { pulseBytes } from '../../plugins/pulse.ts';
import type { LabPorts, TrainingThread } from '../ports.ts';
import { WatchedThread } from './watched-thread.ts';

/** Most threads that the runs of plug-ins have together, however many others have: each is a whole Node besides its run. */
const mostThreads = 16;

/** Runs that share a thread. */
export interface Share<Run extends RunKey = RunKey> {
  readonly runs: readonly Run[];
  /** The plug-in that their arm is; null for all others. */
  readonly plugin: PluginDefinition | null;
}

/** The plug-in of an experiment by the id of its layer; null when the layer is none. */
export function pluginOf({ layers }: Pick<Experiment, 'layers'>, layer: string): PluginDefinition | null {
  const found = layers.find(({ id }) => id === layer);
  return found?.kind === 'plugin' ? found : null;
}

/**
 * Deals runs out over threads, one seed after the other, so that every thread gets runs of different arms. The runs of a
 * plug-in have threads of their own: one that does not return takes no other arm along.
 * @param threads most threads for runs without a plug-in; those of plug-ins together have as many again, and one each at least
 */
export function dealOut<Run extends RunKey>(
  runs: readonly Run[],
  experiment: Experiment,
  threads: number,
): Share<Run>[] {
  const plugins = experiment.arms.flatMap(({ id, layer }) => {
    const plugin = pluginOf(experiment, layer);
    return plugin ? [{ plugin, runs: runs.filter(({ armId }) => armId === id) }] : [];
  });
  const foreign = new Set(plugins.flatMap((each) => each.runs));
  const own = runs.filter((run) => !foreign.has(run));
  const spread = (list: readonly Run[], most: number, plugin: PluginDefinition | null): Share<Run>[] => {
    const count = Math.min(most, list.length);
    return Array.from({ length: count }, (_, i) => ({
      runs: list.filter((_, k) => k % count === i),
      plugin,
    }));
  };
  const each = Math.max(1, Math.floor(Math.min(mostThreads, threads) / Math.max(1, plugins.length)));
  return [
    ...spread(own, threads, null),
    ...plugins.flatMap(({ plugin, runs: mine }) => spread(mine, each, plugin)),
  ];
}

/** Runs in memory at once where each thread has one at a time. @param threads as in `dealOut` */
export const runsAtOnce = (experiment: Experiment, threads: number): number =>
  dealOut(runsOf(experiment), experiment, threads).length;

/** What it takes to start the thread of a share. */
export type SharePorts = Pick<
  LabPorts,
  'startThread' | 'plugins' | 'now' | 'after' | 'memoryLimit' | 'memoryInUse'
>;

/** Starts the thread of a share; where a plug-in comes in, it is watched through the pulse that goes with `assign`. */
export function startShare(
  plugin: PluginDefinition | null,
  ports: SharePorts,
): { readonly thread: TrainingThread; readonly pulse: Int32Array | null } {
  if (!plugin) return { thread: ports.startThread(), pulse: null };
  const pulse = new Int32Array(new SharedArrayBuffer(pulseBytes));
  const thread = new WatchedThread(
    ports.plugins.startThread(plugin),
    plugin.file,
    pulse,
    ports.plugins.limit,
    ports,
  );
  return { thread, pulse };
}

/**
 * Refuses what would run a plug-in that the user has not trusted.
 * @throws LabError `untrusted-plugin` that says what to do
 */
export async function requireTrusted(
  plugins: readonly Pick<PluginDefinition, 'file' | 'sha256'>[],
  { trusted, howToTrust }: Pick<LabPorts['plugins'], 'trusted' | 'howToTrust'>,
): Promise<void> {
  for (const { file, sha256 } of plugins) {
    const trust = await trusted(sha256);
    if (trust.trusted) continue;
    throw new LabError(
      'untrusted-plugin',
      `${trust.problem === null ? '' : `${trust.problem} `}The plug-in '${foreignText(file, 120)}' is not trusted on this machine, so it is not run (SHA-256 ${sha256}).`,
      howToTrust,
    );
  }
}

/** The plug-ins among the layers that an experiment brings along, of those that are named by id. */
export const pluginsAmong = (own: readonly LayerDefinition[], ids: readonly string[]): PluginDefinition[] =>
  own.flatMap((layer) => (layer.kind === 'plugin' && ids.includes(layer.id) ? [layer] : []));

/**
 * Refuses layers of an experiment that are plug-ins which the user has not trusted.
 * @param ids of the layers; those of its arms without it
 * @throws LabError `untrusted-plugin` that says what to do
 */
export const requireTrustedLayers = (
  { arms, layers }: Pick<Experiment, 'arms' | 'layers'>,
  plugins: LabPorts['plugins'],
  ids: readonly string[] = arms.map(({ layer }) => layer),
): Promise<void> => requireTrusted(pluginsAmong(layers, ids), plugins);
