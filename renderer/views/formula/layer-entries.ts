import type { FormulaGuide } from '../../../core/layers/formula-guide.ts';
import { matchWords } from '../../../core/outputs/match.ts';
import type { FormulaDefinition } from '../../../core/outputs/layer-definition.ts';
import { visibleLine } from '../../../core/words/visible-text.ts';
import {
  blank,
  compareLayer,
  comparePublished,
  isPublished,
  type Draft,
} from '../../state/gradients/formula-editor.svelte.ts';
import type { LabState } from '../../state/lab/lab-state.svelte.ts';

/** An entry of the list of output layers that may be compared. */
export interface Entry {
  readonly key: string;
  readonly label: string;
  readonly formula: string;
  readonly tex: string | null;
  readonly reference: string;
  /** Ids of layers of the comparison that are this one. */
  readonly layers: readonly string[];
  readonly show: (() => void) | null;
  readonly add: (() => unknown) | null;
  readonly remove: (() => unknown) | null;
  /** Of what is no layer: it is looked for by its testid. */
  readonly testid?: string;
}

export interface LayersAsked {
  readonly lab: LabState;
  readonly guide: FormulaGuide;
  /** Key of the entry that is shown. */
  readonly chosen: string;
  /** Shows an entry: a new one that begins with a draft, or a loss of the experiment's own; null for what is typed. */
  readonly choose: (key: string, start: Draft | FormulaDefinition | null) => void;
}

const withoutE = (text: string) => text.replace(/^E = /, '');

/** Whether no arm uses a layer. */
const rests = (lab: LabState, id: string) => !lab.experiment.arms.some((arm) => arm.layer === id);

function forget({ lab, chosen, choose }: LayersAsked, ids: readonly string[]): Promise<boolean> {
  if (ids.includes(chosen)) choose('typed', null);
  return lab.change({ layers: lab.experiment.layers.filter(({ id }) => !ids.includes(id)) });
}

export const builtInEntries = ({ lab, guide, choose }: LayersAsked): Entry[] =>
  guide.builtIn.map(({ id, label, activation, loss, written }) => {
    const { reference, match } = lab.layers.find((each) => each.id === id)!;
    return {
      ...{ key: id, label, formula: withoutE(written.plain), tex: withoutE(written.tex) },
      reference: `${reference}${match === 'matched' ? '' : ` · ${lab.say.of(matchWords[match].label)}`}`,
      layers: [id],
      show: () => choose(id, { ...blank, label, activation, loss, reference }),
      add: () => compareLayer(lab, id),
      remove: null,
    };
  });

export const publishedEntries = (asked: LayersAsked): Entry[] =>
  asked.guide.presets.map((preset) => {
    const { lab, choose } = asked;
    const { id, label, activation, loss, parameters, reference, written } = preset;
    const key = `published-${id}`;
    const layers = lab.experiment.layers
      .filter((layer) => isPublished(layer, preset))
      .map((layer) => layer.id);
    return {
      ...{ key, label, formula: withoutE(written.plain), tex: withoutE(written.tex), reference, layers },
      show: () => choose(key, { label, activation, loss, parameters, reference, reading: null }),
      add: () => comparePublished(lab, preset),
      remove:
        layers.length > 0 && layers.every((layer) => rests(lab, layer)) ? () => forget(asked, layers) : null,
    };
  });

/** Losses that came with the experiment; what is published stands there, with its mark. */
export const ownEntries = (asked: LayersAsked, published: readonly Entry[]): Entry[] =>
  asked.lab.experiment.layers.flatMap((layer) => {
    const { lab, choose } = asked;
    const { id, label } = layer;
    if (published.some(({ layers }) => layers.includes(id))) return [];
    const info = lab.layers.find((each) => each.id === id);
    return [
      {
        ...{ key: id, label: visibleLine(label), tex: null, layers: [id] },
        formula: visibleLine(withoutE(info?.formula ?? '')),
        reference: visibleLine(info?.reference ?? ''),
        show: layer.kind === 'formula' ? () => choose(id, layer) : null,
        add: () => compareLayer(lab, id),
        remove: rests(lab, id) ? () => forget(asked, [id]) : null,
      },
    ];
  });
