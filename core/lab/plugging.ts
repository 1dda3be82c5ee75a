import { sha256 as digest } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { LabApi } from '../contract/lab-api.ts';
import type { PluginInspection, PluginSource } from '../contract/plugin-data.ts';
import { LabError } from '../errors.ts';
import type { LayerDefinition, PluginDefinition } from '../outputs/layer-definition.ts';
import { pluginDeclarations, pluginExamples, pluginTemplate } from '../plugins/author-files.ts';
import { requireTrusted } from './training/plugin-runs.ts';
import type { PluginPort } from './ports.ts';

/** Proposals that are remembered; one that is older has to be proposed again. */
const mostProposals = 16;

/**
 * The lab's answers about plug-ins: nothing of one is run before its user has trusted it.
 * @param learnt called when a plug-in has been inspected
 */
export function plugging(port: PluginPort, learnt: () => void) {
  /** What plug-ins have said of themselves, by SHA-256. */
  const inspections = new Map<string, PluginInspection>();
  const proposals = new Map<string, { readonly file: string; readonly source: string }>();

  const proposed = (sha256: string) => {
    const found = proposals.get(sha256);
    if (found) return found;
    throw new LabError(
      'wrong-state',
      `No plug-in with the SHA-256 ${sha256} was proposed.`,
      'Add the plug-in file first.',
    );
  };

  const inspect = async (plugin: PluginSource, outputs: number | null): Promise<PluginInspection> => {
    const known = inspections.get(plugin.sha256);
    if (known && (outputs === null || known.outputs === outputs)) return known;
    const inspection = await port.inspect(plugin, outputs);
    inspections.set(plugin.sha256, inspection);
    learnt();
    return inspection;
  };

  const learn = async (plugin: PluginDefinition, outputs: number | null): Promise<void> => {
    if ((await port.trusted(plugin.sha256)).trusted) await inspect(plugin, outputs);
  };

  const methods = {
    proposePlugin: async ({ file, source }) => {
      const bytes = utf8ToBytes(source);
      const sha256 = bytesToHex(digest(bytes));
      proposals.delete(sha256);
      proposals.set(sha256, { file, source });
      for (const oldest of proposals.keys()) if (proposals.size > mostProposals) proposals.delete(oldest);
      return { file, sha256, bytes: bytes.length, ...(await port.trusted(sha256)) };
    },
    trustPlugin: async ({ sha256 }) => {
      const { file } = proposed(sha256);
      if (!port.mayTrust)
        throw new LabError(
          'wrong-state',
          'Plug-ins cannot be trusted from a browser: whoever knows the address could run code on this machine.',
          port.howToTrust,
        );
      await port.trust(sha256, file);
    },
    inspectPlugin: async ({ sha256 }) => {
      const { file, source } = proposed(sha256);
      const definition: PluginDefinition = { kind: 'plugin', id: '', label: '', file, sha256, source };
      await requireTrusted([definition], port);
      const inspection = await inspect({ file, sha256, source, id: null }, null);
      const { id, label } = inspection;
      return { definition: { ...definition, id, label }, inspection };
    },
    pluginGuide: async () => ({
      template: pluginTemplate,
      declarations: pluginDeclarations,
      examples: pluginExamples,
    }),
  } satisfies Partial<LabApi>;

  return {
    methods,
    inspections,
    /**
     * Inspects the plug-ins of an experiment that are trusted. One that fails says so when it trains.
     * @param outputs V of the text; null where there is none
     */
    learn: async (layers: readonly LayerDefinition[], outputs: number | null): Promise<void> => {
      const plugins = layers.flatMap((layer) => (layer.kind === 'plugin' ? [layer] : []));
      await Promise.allSettled(plugins.map((plugin) => learn(plugin, outputs)));
    },
  };
}
