import { createHash } from 'node:crypto';
import { LabError } from '../../errors.ts';
import type { PluginSource } from '../../contract/plugin-data.ts';
import { pluginError, scriptName, thrown, type PluginName } from '../../plugins/plugin-error.ts';
import { pluginLayer, type PluginLayer } from '../../plugins/plugin-layer.ts';
import { checkPluginSource } from '../../plugins/plugin-source.ts';
import type { Pulse } from '../../plugins/pulse.ts';
import { harden } from './harden.ts';

let instances = 0;

/**
 * Loads a plug-in into this thread, which must be one that can be ended. Each call makes an instance of its own: runs
 * share no state.
 * @throws LabError `bad-plugin`; `untrusted-plugin` when the source is not the one that its SHA-256 names
 */
export async function loadPlugin(plugin: PluginSource, pulse: Pulse): Promise<PluginLayer> {
  const { file, sha256, source, id } = plugin;
  const name: PluginName = { file, script: scriptName(sha256) };
  if (createHash('sha256').update(source, 'utf8').digest('hex') !== sha256)
    throw new LabError(
      'untrusted-plugin',
      `The source of the plug-in '${file}' is not the one that was trusted: its SHA-256 is another.`,
      'Add the plug-in file again.',
    );
  checkPluginSource(source, name);
  harden();
  const { exported } = await importSource(source, name, pulse);
  const made = pluginLayer(exported, name, pulse);
  if (id !== null && made.facts.id !== id)
    throw pluginError(name, `its id is '${made.facts.id}'; the experiment knows it as '${id}'`);
  return made;
}

/**
 * The default export, in an object: answered by itself, one that has a `then` would be waited for. The event loop turns
 * meanwhile, in the hands of the plug-in.
 */
async function importSource(
  source: string,
  name: PluginName,
  pulse: Pulse,
): Promise<{ readonly exported: unknown }> {
  // The last line gives the script its name in stack traces; lines keep their numbers.
  const named = Buffer.from(`${source}\n//# sourceURL=${name.script}\n`, 'utf8').toString('base64');
  // A module is made once for each address; the fragment makes each address another one.
  const address = `data:text/javascript;base64,${named}#${++instances}`;
  pulse.toPlugin('its loading');
  try {
    const module = (await import(/* @vite-ignore */ address)) as { readonly default?: unknown };
    return { exported: module.default };
  } catch (error) {
    const { words, stack } = thrown(error);
    throw pluginError(name, `it threw ${words} while it was loaded`, stack);
  } finally {
    pulse.toLab();
  }
}
