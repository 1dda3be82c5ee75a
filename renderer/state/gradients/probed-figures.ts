import type { Probe } from '../../../core/probes/probe.ts';
import type { FigureLook } from '../../../core/figures/figure.ts';
import type { Probed } from '../../../core/figures/gradients/probed.ts';
import { grouped } from '../../../core/words/number-format.ts';
import type { LabState } from '../lab/lab-state.svelte.ts';
import type { ShownLayer } from './shown-layers.ts';

/** Output layers on the screen as figures take them. */
export const layerLooks = (layers: readonly Pick<ShownLayer, 'label' | 'look'>[]): FigureLook[] =>
  layers.map(({ label, look }) => ({ label, ...look }));

/** A probe as figures take it, with the words for its weights. */
export function probedOf(
  { arms, say }: Pick<LabState, 'arms' | 'say'>,
  probe: Probe,
  layers: readonly ShownLayer[],
): Probed {
  const { kind, armId, seed } = probe.moment;
  const label = arms.find(({ arm }) => arm.id === armId)?.label ?? '';
  const where =
    kind === 'fresh'
      ? say`initial weights of ${label}, seed ${seed}`
      : say`step ${grouped(probe.steps)} of ${label}, seed ${seed}`;
  return { probe, looks: layerLooks(layers), where, say };
}
