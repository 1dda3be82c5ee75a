import type { TrainedRun } from '../../../experiments/files/trained-run.ts';
import type { HostedLab } from '../../../lab/create-lab.ts';
import { inspectedInfo } from '../../../lab/layer-infos.ts';
import { ownLayerInfo, warningsOf, type OutputLayerInfo } from '../../../layers/layer-info.ts';
import type { LayerDefinition } from '../../../outputs/layer-definition.ts';
import { commandPlugins } from '../command-plugins.ts';
import { say } from '../printed/terminal.ts';

function warn(warnings: readonly string[]): void {
  for (const warning of warnings) say(`Warning: ${warning}`);
}

/** Warns of the layers that the arms of a lab name, checked at the V of its text. */
export async function warnOfArms(lab: HostedLab): Promise<void> {
  const { experiment } = await lab.snapshot({});
  warn(await lab.layerWarnings(experiment.arms.map(({ layer }) => layer)));
}

/**
 * Warns of layers by their definitions, for commands whose layers are no arms of a lab.
 * @param V outputs; null where they are not known
 * @param trustOnce SHA-256 of plug-ins that are trusted in this command
 */
export async function warnOfLayers(
  own: readonly LayerDefinition[],
  V: number | null,
  trustOnce: readonly string[] = [],
): Promise<void> {
  const plugins = commandPlugins({ trustOnce });
  const infos: OutputLayerInfo[] = [];
  try {
    for (const definition of own) {
      const info = ownLayerInfo(definition, V);
      if (definition.kind === 'formula') infos.push(info);
      else infos.push(inspectedInfo(info, await plugins.ask('inspect', { outputs: V }, [definition])));
    }
  } finally {
    await plugins.close();
  }
  warn(
    warningsOf(
      infos,
      own.map(({ id }) => id),
    ),
  );
}

/** Warns of the layer of a trained run. */
export async function warnOfRun({ own, vocabulary }: TrainedRun): Promise<void> {
  if (own?.kind === 'formula') await warnOfLayers([own], vocabulary.length);
}
