import { rateWords, significant } from '../words/number-format.ts';
import type { Arm } from '../experiments/experiment.ts';
import type { OutputLayerInfo } from '../layers/layer-info.ts';

/** What can tell arms of one output layer apart, the most telling first. */
const marks: readonly ((arm: Arm) => string)[] = [
  ({ rate }) => `, η = ${rateWords(rate)}`,
  ({ clamp }) => (clamp === null ? '' : `, ε = ${significant(clamp)}`),
];

/**
 * A name for each arm: its output layer; where several arms share it, the learning rate and the clamp if they differ;
 * and a number where that is not enough.
 * @param layers the layer of each arm
 */
export function armLabels(arms: readonly Arm[], layers: readonly OutputLayerInfo[]): string[] {
  const names = arms.map((arm, i) => {
    const { label } = layers[i];
    const same = arms.filter((_, j) => layers[j].label === label);
    const telling = marks.filter((mark) => new Set(same.map(mark)).size > 1);
    return label + telling.map((mark) => mark(arm)).join('');
  });
  return names.map((name, i) => {
    if (names.filter((other) => other === name).length === 1) return name;
    return `${name} #${names.slice(0, i + 1).filter((other) => other === name).length}`;
  });
}

/** The output layer of an arm, by the name that `armLabels` has given the arm. */
export const layerLabel = (armLabel: string): string => armLabel.replace(/(?:, [ηε] = \S+)*(?: #\d+)?$/, '');
