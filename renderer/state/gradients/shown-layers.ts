import type { LayerMatch } from '../../../core/outputs/match.ts';
import type { ArmLook } from '../../../core/contract/arm-look.ts';
import { newArm } from '../../../core/experiments/new-arm.ts';
import type { Arm, Experiment } from '../../../core/experiments/experiment.ts';
import type { ProbedLayer } from '../../../core/probes/probe.ts';
import type { OutputLayerInfo } from '../../../core/layers/layer-info.ts';
import { shownArms } from '../lab/shown-arms.ts';

/** An output layer as the gradient cards show it: one of the arms, or one that was added to look at. */
export interface ShownLayer {
  /** Unique among those shown. */
  readonly key: string;
  readonly probed: ProbedLayer;
  readonly label: string;
  readonly look: ArmLook;
  readonly match: LayerMatch;
  readonly activation: string;
  /** δ as a formula. */
  readonly delta: string;
  /** Brought along by the experiment, not of the registry. */
  readonly own: boolean;
  /** Added to look at. */
  readonly extra: boolean;
}

/**
 * The arms, and after them what was added to look at.
 * @param known the layers there are, those of the experiment too
 * @param extras ids of output layers; what has become an arm since is shown as one
 */
export function shownLayers(
  experiment: Experiment,
  known: readonly OutputLayerInfo[],
  extras: readonly string[],
): readonly ShownLayer[] {
  const infoOf = (id: string) => known.find((layer) => layer.id === id);
  const added: Arm[] = [];
  for (const id of extras) {
    const info = experiment.arms.some(({ layer }) => layer === id) ? undefined : infoOf(id);
    // As it is defined, without a clamp: an arm that trains may have one.
    if (info) added.push({ ...newArm(info, 1, [...experiment.arms, ...added]), clamp: null });
  }
  const arms = shownArms([...experiment.arms, ...added], known);
  return arms.map(({ arm, label, look, match, activation, delta, own }, i) => {
    const extra = i >= experiment.arms.length;
    return {
      key: arm.id,
      probed: { layer: arm.layer, clamp: arm.clamp, rate: extra ? null : arm.rate },
      ...{ label, look, match, activation, delta, extra, own: own !== null },
    };
  });
}

/** Layers that were asked about before, by the names that they have now: those of the language of the screen. */
export const namedNow = (asked: readonly ShownLayer[], now: readonly ShownLayer[]): readonly ShownLayer[] =>
  asked.map((layer) => ({ ...layer, label: now.find(({ key }) => key === layer.key)?.label ?? layer.label }));
