import { hsl } from 'd3-color';
import type { Arm } from '../experiments/experiment.ts';
import type { LayerMatch } from '../outputs/match.ts';

/** Matched layers are drawn solid, those whose slope stays dashed, all others dotted: no meaning rests on colour alone. */
type LineStyle = 'solid' | 'dashed' | 'dotted';

const styles: Readonly<Record<LayerMatch, LineStyle>> = {
  matched: 'solid',
  'slope-stays': 'dashed',
  other: 'dotted',
};

/** How an arm is drawn. */
export interface ArmLook {
  /** On a light background. */
  readonly light: string;
  readonly dark: string;
  readonly line: LineStyle;
}

/** The Okabe–Ito colours and one beside them, one per output layer; blue is darker on light ground. */
const layerColours: Readonly<Record<string, Pick<ArmLook, 'light' | 'dark'>>> = {
  'linear-quadratic': both('#E69F00'),
  'sigmoid-cross-entropy': { light: '#0072B2', dark: '#56B4E9' },
  'softmax-cross-entropy': both('#009E73'),
  'sigmoid-quadratic': both('#CC79A7'),
  'linear-cross-entropy': both('#D55E00'),
  'softmax-quadratic': both('#8A7BD1'),
};

function both(colour: string) {
  return { light: colour, dark: colour };
}

/** Golden-angle hues: any number of colours, neighbours in the list far apart. */
function generated(index: number): Pick<ArmLook, 'light' | 'dark'> {
  const hue = Math.round((75 + index * 137.508) % 360);
  return { light: hsl(hue, 0.65, 0.36).formatHex(), dark: hsl(hue, 0.6, 0.62).formatHex() };
}

/** The first arm of an output layer has the layer's colour; further ones take the next of the generated sequence. */
export function armLooks(arms: readonly Arm[], match: (layerId: string) => LayerMatch): ArmLook[] {
  const used = new Set<string>();
  let further = 0;
  return arms.map(({ layer }) => {
    const own = Object.hasOwn(layerColours, layer) && !used.has(layer) ? layerColours[layer] : null;
    used.add(layer);
    return { ...(own ?? generated(further++)), line: styles[match(layer)] };
  });
}
