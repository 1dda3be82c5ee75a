import { armLabels } from '../../../core/contract/arm-labels.ts';
import { armLooks, type ArmLook } from '../../../core/contract/arm-look.ts';
import type { Arm } from '../../../core/experiments/experiment.ts';
import type { OutputLayerInfo } from '../../../core/layers/layer-info.ts';

/** An arm as the screens show it, with what is known of its output layer. */
export interface ShownArm extends Pick<
  OutputLayerInfo,
  'formula' | 'delta' | 'match' | 'reading' | 'activation' | 'own'
> {
  readonly arm: Arm;
  readonly label: string;
  readonly look: ArmLook;
  /** What to know of a layer of the experiment's own before it is trained. */
  readonly warnings: readonly string[];
}

export function shownArms(arms: readonly Arm[], layers: readonly OutputLayerInfo[]): readonly ShownArm[] {
  const known = arms.map((arm) => layers.find(({ id }) => id === arm.layer)!);
  const looks = armLooks(arms, (id) => known.find((layer) => layer.id === id)!.match);
  const labels = armLabels(arms, known);
  return arms.map((arm, i) => ({
    ...{ ...known[i], arm, label: labels[i], look: looks[i] },
    warnings: known[i].own?.warnings ?? [],
  }));
}
