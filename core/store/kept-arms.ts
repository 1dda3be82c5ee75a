import { armLabels } from '../contract/arm-labels.ts';
import { armLooks } from '../contract/arm-look.ts';
import type { KeptArm } from '../contract/library-data.ts';
import type { Experiment } from '../experiments/experiment.ts';
import { registryInfos, underLabels, type OutputLayerInfo } from '../layers/layer-info.ts';

/** The arms of a kept experiment as screens name and draw them. @param ownLayers of the layers that it brings along */
export function keptArms(
  { arms, layers }: Pick<Experiment, 'arms' | 'layers'>,
  ownLayers: readonly OutputLayerInfo[],
): KeptArm[] {
  const known = [...registryInfos, ...underLabels(ownLayers, layers)];
  const infos = arms.map(({ layer }) => known.find(({ id }) => id === layer) ?? unknown(layer));
  const looks = armLooks(arms, (id) => known.find((info) => info.id === id)?.match ?? 'other');
  const labels = armLabels(arms, infos);
  return arms.map(({ id, layer }, i) => ({ id, layer, label: labels[i], look: looks[i] }));
}

/** A layer that this version of the lab does not know, and of which the folder says nothing. */
const unknown = (id: string): OutputLayerInfo => ({ ...registryInfos[0], id, label: id, match: 'other' });
