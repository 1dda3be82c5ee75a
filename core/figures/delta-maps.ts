import { visibleLine } from '../words/visible-text.ts';
import { counted, grouped, significant } from '../words/number-format.ts';
import type { Probe } from '../probes/probe.ts';
import type { Figure, MapScale } from './figure.ts';
import { ableLayers, characterLabel, refusals, type AbleLayer, type Probed } from './probed.ts';
import { beyondScale } from './colours.ts';
import { tableOf } from './csv.ts';
import { mapPanel } from './panels.ts';

/** Most outputs with a row of their own in a picture. */
const mostRows = 65;

/**
 * Rows of the picture as places among the rows of the maps: the targets, then the most frequent others, as many as
 * there is room for; all of them when they fit.
 */
export function pictureRows(
  { rows, targetRows }: Pick<Probe, 'rows' | 'targetRows'>,
  most = mostRows,
): number[] {
  // The maps have the most frequent first, so their places are ranks.
  const targets = [...new Set(targetRows)].sort((a, b) => a - b).slice(0, most);
  const chosen = new Set(targets);
  for (let place = 0; place < rows.length && chosen.size < most; place++) chosen.add(place);
  return [...chosen].sort((a, b) => a - b);
}

/** δ of the picture's rows, R × T; where some have no row, a last one with the sum of theirs. */
export function pictureDelta({ delta }: AbleLayer, rows: readonly number[], T: number): Float64Array {
  const all = delta.length / T;
  const rest = all > rows.length;
  const picture = new Float64Array((rows.length + (rest ? 1 : 0)) * T);
  rows.forEach((row, i) => picture.set(delta.subarray(row * T, (row + 1) * T), i * T));
  if (!rest) return picture;
  const isShown = new Uint8Array(all);
  for (const row of rows) isShown[row] = 1;
  const last = picture.subarray(rows.length * T);
  for (let row = 0; row < all; row++)
    if (!isShown[row]) for (let t = 0; t < T; t++) last[t] = last[t] + delta[row * T + t];
  return picture;
}

/**
 * One scale for all layers. The sums of many outputs would set it for all others, and so would a loss with a pole: both
 * end at the last shade.
 */
function deltaScale(layers: readonly Pick<AbleLayer, 'largestDelta'>[]): MapScale {
  const limit = Math.max(...layers.map(({ largestDelta }) => largestDelta).filter((d) => d <= 1.6), 0) || 1;
  return {
    kind: 'root',
    low: -limit,
    high: limit,
    label: 'δ = ∂E/∂z: blue below 0, orange above; shades by √|δ|, the last also for more',
  };
}

/** What cannot be seen is spelt out, so that no cell holds a line break; its code point stands beside it. */
const named = (codePoint: number) => visibleLine(String.fromCodePoint(codePoint));

/** δ over the stretch as one map per layer. */
export function deltaMaps(probed: Probed, { most = mostRows, ownScale = false } = {}): Figure {
  const { probe, looks, where } = probed;
  const T = probe.inputs.length;
  const able = ableLayers(probe.layers);
  const rows = pictureRows(probe, most);
  const folded = probe.rows.length + probe.folded - rows.length;
  const colours = deltaScale(able.map(({ layer }) => layer));
  const names = [
    ...rows.map((row) => characterLabel(probe.characters[row])),
    ...(folded > 0 ? [`Σ of ${grouped(folded)}`] : []),
  ];
  const columns = Array.from(probe.targets, characterLabel).map((name) =>
    name === 'space' ? '␣' : name.length > 2 ? '·' : name,
  );
  const framed = Array.from(probe.targetRows, (row, t) => rows.indexOf(row) * T + t).filter((at) => at >= 0);
  return {
    id: 'delta-maps',
    title: 'δ over the text, at the same weights',
    subtitle: `${where}. Rows are outputs, the most frequent first; a frame marks the target`,
    notes: [
      ...(folded > 0 ? [`Last row: the sum over the ${grouped(folded)} other outputs.`] : []),
      ...refusals(probed),
    ],
    looks,
    across: 4,
    panels: able.map(({ place, layer }) => {
      const values = pictureDelta(layer, rows, T);
      const scale = ownScale ? deltaScale([layer]) : colours;
      const beyond = beyondScale(values, scale).length;
      const struck =
        beyond > 0
          ? `; struck through: ${grouped(beyond)} of ${counted(values.length, 'cell')} beyond ±${significant(scale.high, 2)}`
          : '';
      return mapPanel({
        look: place,
        title: looks[place].label,
        note: `‖δ‖ ${significant(layer.deltaNorm)}, largest |δ| ${significant(layer.largestDelta)}${struck}`,
        xLabel: 'time step t, with its target',
        rows: names,
        columns,
        values,
        framed,
        colours: scale,
      });
    }),
    table: tableOf(
      ['layer', 'step', 'input', 'character', 'codePoint', 'isTarget', 'z', 'y', 'delta'],
      function* () {
        const inputs = Array.from(probe.inputs, named);
        for (const { layer } of able)
          for (let row = 0; row < probe.rows.length; row++) {
            const point = probe.characters[row];
            const name = named(point);
            for (let t = 0, at = row * T; t < T; t++, at++)
              yield [
                layer.probed.layer,
                t,
                inputs[t],
                name,
                point,
                probe.targetRows[t] === row ? 1 : 0,
                probe.logits[at],
                layer.outputs[at],
                layer.delta[at],
              ];
          }
      },
    ),
  };
}
