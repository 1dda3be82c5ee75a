import type { Experiment } from '../experiment.ts';

/** Labels of layers that an experiment brings along, by their ids. */
export type LayerLabels = Readonly<Record<string, string>>;

const labelsOf = ({ layers }: Pick<Experiment, 'layers'>): LayerLabels =>
  Object.fromEntries(layers.map(({ id, label }) => [id, label]));

/** Those labels of an experiment that are others than in the one before. */
export const newLabels = (before: Experiment, after: Experiment): LayerLabels => {
  const had = new Map(Object.entries(labelsOf(before)));
  return Object.fromEntries(Object.entries(labelsOf(after)).filter(([id, label]) => had.get(id) !== label));
};

/** An experiment whose layers have these labels; one that is not named keeps its own. */
export const labelled = (experiment: Experiment, labels: LayerLabels): Experiment => ({
  ...experiment,
  layers: experiment.layers.map((layer) =>
    Object.hasOwn(labels, layer.id) ? { ...layer, label: labels[layer.id] } : layer,
  ),
});

/** An experiment with all that people say of another one, on which no result depends: name, question, labels of layers. */
export const saidAs = (
  experiment: Experiment,
  { name, question, layers }: Pick<Experiment, 'name' | 'question' | 'layers'>,
): Experiment => labelled({ ...experiment, name, question }, labelsOf({ layers }));
