import type { PluginInspection } from '../../contract/plugin-data.ts';
import { matchOf } from '../../formulas/checks/match-of.ts';
import { checkDelta, sizesFor } from '../../formulas/checks/check-delta.ts';
import { setLoadedPlugin } from '../../outputs/known-plugins.ts';
import type { PluginLayer } from '../../plugins/plugin-layer.ts';
import { Pulse } from '../../plugins/pulse.ts';
import type { ToPluginThread } from '../probes/probe-messages.ts';
import { loadPlugin } from './load-plugin.ts';

/** Loads plug-ins for all that resolves layers in this thread. Rejects with LabError. */
export async function loadPlugins({
  plugins,
  pulses,
}: Pick<ToPluginThread, 'plugins' | 'pulses'>): Promise<PluginLayer[]> {
  const made: PluginLayer[] = [];
  for (const [i, plugin] of plugins.entries()) {
    const one = await loadPlugin(plugin, new Pulse(pulses.subarray(2 * i, 2 * i + 2)));
    setLoadedPlugin(plugin.sha256, () => one.layer);
    made.push(one);
  }
  return made;
}

/** What a plug-in says of itself, and whether its δ is the derivative of its E. @param V outputs of the text */
export function inspection({ layer, facts }: PluginLayer, V: number | null): PluginInspection {
  return { ...facts, match: matchOf(layer), check: checkDelta(layer, sizesFor(V)), outputs: V };
}
