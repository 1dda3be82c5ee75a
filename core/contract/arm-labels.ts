import type { OutputLayerInfo } from './lab-api.ts';
import type { Arm } from '../experiments/experiment.ts';

/**
 * A name for each arm: its output layer, with the learning rate (and, if that is not enough, the clamp or the id)
 * where two arms share the layer.
 */
export function armLabels(arms: readonly Arm[], layers: readonly OutputLayerInfo[]): string[] {
  const names = layers.map(({ label }) => label);
  const longer: ((arm: Arm) => string)[] = [
    ({ rate }) => `, η = ${rate}`,
    ({ clamp }) => (clamp === null ? '' : `, ε = ${clamp}`),
    ({ id }) => ` (${id})`,
  ];
  for (const more of longer) {
    const before = [...names];
    arms.forEach((arm, i) => {
      if (before.some((name, j) => j !== i && name === before[i])) names[i] = before[i]! + more(arm);
    });
  }
  return names;
}
