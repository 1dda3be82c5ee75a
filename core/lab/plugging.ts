import { sha256 as digest } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { LabApi } from '../contract/lab-api.ts';
import type { PluginInspection, PluginSource } from '../contract/plugin-data.ts';
import { LabError } from '../errors.ts';
import type { PluginDefinition } from '../outputs/layer-definition.ts';
import { pluginDeclarations, pluginExamples, pluginTemplate } from '../plugins/author-files.ts';
import { warningsOf } from '../layers/layer-info.ts';
import type { LabBase } from './held.ts';
import { rememberedInfos } from './layer-infos.ts';
import { requireTrusted } from './training/plugin-runs.ts';

/** Proposals that are remembered; one that is older has to be proposed again. */
const mostProposals = 16;

/** What a lab knows of layers that its experiment brings along: nothing of a plug-in is run before its user has trusted it. */
export function plugging({ held, ports, announce }: Pick<LabBase, 'held' | 'ports' | 'announce'>) {
  const port = ports.plugins;
  /** What plug-ins have said of themselves, by SHA-256. */
  const inspections = new Map<string, PluginInspection>();
  const infos = rememberedInfos(inspections);
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
    announce();
    return inspection;
  };

  /** The plug-ins of the experiment are being looked at. */
  let learning: Promise<unknown> = Promise.resolve();
  /** V of the text; null where there is none. */
  const outputs = () => held.corpus?.vocabulary.length ?? null;
  const ownLayers = () => infos(held.experiment.layers, outputs());

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
    /** What is known of the layers of the experiment. */
    ownLayers,
    /** Inspects its plug-ins that are trusted. One that fails says so when it trains. */
    learn: (): void => {
      const V = outputs();
      learning = Promise.allSettled(
        held.experiment.layers.map(async (layer) => {
          if (layer.kind === 'plugin' && (await port.trusted(layer.sha256)).trusted) await inspect(layer, V);
        }),
      );
    },
    /** Resolves when they are. */
    learnt: async (): Promise<void> => void (await learning),
    layerWarnings: async (layers: readonly string[]): Promise<readonly string[]> => {
      await learning;
      return warningsOf(ownLayers(), layers);
    },
  };
}
