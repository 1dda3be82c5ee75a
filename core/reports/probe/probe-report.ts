import { armLooks, type ArmLook } from '../../contract/arm-look.ts';
import type { Arm } from '../../experiments/experiment.ts';
import { newArm } from '../../experiments/new-arm.ts';
import type { ProbeSource } from '../../figures/gradients/probe-registry.ts';
import { momentWords, stretchWords } from './probe-words.ts';
import type { ProbeReport } from './probe-data.ts';

/** How a layer is named and drawn. */
interface LayerLook extends ArmLook {
  readonly id: string;
  readonly label: string;
}

/** How the layers of a probe are named and drawn, in their order. */
export function layerLooks({
  probe,
  outputLayers,
}: Pick<ProbeReport, 'probe' | 'outputLayers'>): LayerLook[] {
  const infos = probe.layers.map(({ probed }) => outputLayers.find(({ id }) => id === probed.layer)!);
  const arms: Arm[] = [];
  for (const info of infos) arms.push(newArm(info, 1, arms));
  const looks = armLooks(arms, (id) => infos.find((info) => info.id === id)!.match);
  return probe.layers.map(({ probed: { clamp } }, i) => {
    const { id, label, defaultClamp } = infos[i];
    return {
      id,
      label: clamp === null || clamp === defaultClamp ? label : `${label}, ε = ${clamp}`,
      ...looks[i],
    };
  });
}

/** The report as the figures of a probe take it. */
export function probeSource(report: ProbeReport): ProbeSource {
  const { probe, clipping, units } = report;
  return {
    probe,
    looks: layerLooks(report),
    where: `${momentWords(report)}, ${stretchWords(probe)}`,
    clipping,
    units: { ...units, others: String(units.others) },
  };
}
