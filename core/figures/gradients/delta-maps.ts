import { characterName } from '../../corpora/character-names.ts';
import { visibleLine } from '../../words/visible-text.ts';
import { grouped, significant } from '../../words/number-format.ts';
import { inEnglish, type Say } from '../../words/said/say.ts';
import type { Probe } from '../../probes/probe.ts';
import type { Chosen, FigureChoice } from '../choices.ts';
import type { CellReadout, Figure, MapScale } from '../figure.ts';
import { ableLayers, refusals, signOf, type AbleLayer, type Probed } from './probed.ts';
import { beyondScale } from '../drawing/colours.ts';
import { tableOf } from '../csv.ts';
import { mapPanel } from '../panels.ts';

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
function deltaScale(layers: readonly Pick<AbleLayer, 'largestDelta'>[], say: Say): MapScale {
  const limit = Math.max(...layers.map(({ largestDelta }) => largestDelta).filter((d) => d <= 1.6), 0) || 1;
  return {
    kind: 'root',
    low: -limit,
    high: limit,
    label: say`δ = ∂E/∂z: blue below 0 pulls z up, orange pushes it down; shades by √|δ|, the last also for more`,
  };
}

/** What cannot be seen is spelt out, so that no cell holds a line break; its code point stands beside it. */
const named = (codePoint: number) => visibleLine(String.fromCodePoint(codePoint));

/** What a cell says of every layer: its y and δ there, and at its step ‖δ‖ and how many outputs are pulled up. */
function readCell(
  { probe, looks, say = inEnglish }: Probed,
  rows: readonly number[],
  row: number,
  t: number,
): CellReadout {
  const T = probe.inputs.length;
  const V = probe.shape.vocabulary;
  const place = rows[row];
  const able = ableLayers(probe.layers);
  const told = (valuesOf: (layer: AbleLayer) => readonly number[]) =>
    able.map(({ place: look, layer }) => ({
      look,
      name: looks[look].label,
      values: valuesOf(layer).map((value) => (Number.isNaN(value) ? '–' : significant(value))),
    }));
  const pulledUp = ({ delta }: AbleLayer) => {
    let count = 0;
    for (let at = t; at < probe.rows.length * T; at += T) if (delta[at] < 0) count++;
    return count;
  };
  const output =
    place === undefined ? say`the ${grouped(V - rows.length)} others` : signOf(probe.characters[place]);
  const own = place === undefined ? '' : ` · z ${significant(probe.logits[place * T + t])}`;
  const wanted = place === probe.targetRows[t] ? say`, the wanted one` : '';
  return {
    head: say`t = ${t + 1}, output ${output}${wanted}`,
    about: say`reads ${signOf(probe.inputs[t])}, wants ${signOf(probe.targets[t])}${own}`,
    tables: [
      {
        columns: [say`Output layer`, 'y', 'δ'],
        rows: told((layer) => [
          place === undefined ? NaN : layer.outputs[place * T + t],
          pictureDelta(layer, rows, T)[row * T + t],
        ]),
      },
      {
        columns: [
          say`All ${grouped(V)} outputs at this step`,
          '‖δ‖',
          ...(probe.folded > 0 ? [] : [say`pulled up`]),
        ],
        rows: told((layer) => [layer.deltaNorms[t], ...(probe.folded > 0 ? [] : [pulledUp(layer)])]),
      },
    ],
  };
}

export const deltaMapChoices: readonly FigureChoice<Probed>[] = [
  {
    id: 'rows',
    label: 'Rows',
    hint: 'How many of the outputs have a row, the most frequent first',
    usual: '40',
    options: ({ probe: { rows, folded }, say = inEnglish }) => [
      ...[20, 40, 65].filter((n) => n < rows.length).map((n) => ({ id: String(n), label: say`${n} rows` })),
      {
        id: String(rows.length),
        label: folded > 0 ? say`${rows.length} rows` : say`all ${rows.length} rows`,
      },
    ],
  },
  {
    id: 'scale',
    label: 'Colours',
    hint: 'Over the range of all maps, or over that of each',
    usual: 'one',
    options: ({ say = inEnglish }) => [
      { id: 'one', label: say`one scale` },
      { id: 'own', label: say`own scale` },
    ],
  },
];

const rowsOf = ({ probe }: Probed, { rows }: Chosen) => pictureRows(probe, rows ? Number(rows) : mostRows);

/** The cell of the output that is wanted at step t = 1 … T; null where that has no row. */
export function lookedCell(
  source: Probed,
  chosen: Chosen,
  t: number,
): { row: number; column: number } | null {
  const row = rowsOf(source, chosen).indexOf(source.probe.targetRows[t - 1]);
  return row < 0 ? null : { row, column: t - 1 };
}

/** Step and output of a cell; null for the row of all others. */
export function outputOfCell(
  source: Probed,
  chosen: Chosen,
  { row, column }: { readonly row: number; readonly column: number },
): { t: number; output: number | null } {
  const place = rowsOf(source, chosen)[row];
  return { t: column + 1, output: place === undefined ? null : source.probe.rows[place] };
}

/** δ over the stretch as one map per layer. */
export function deltaMaps(probed: Probed, chosen: Chosen = {}): Figure {
  const { probe, looks, where, say = inEnglish } = probed;
  const T = probe.inputs.length;
  const able = ableLayers(probe.layers);
  const rows = rowsOf(probed, chosen);
  const folded = probe.rows.length + probe.folded - rows.length;
  const colours = deltaScale(
    able.map(({ layer }) => layer),
    say,
  );
  const names = [
    ...rows.map((row) => characterName(probe.characters[row])),
    ...(folded > 0 ? [say`Σ of ${grouped(folded)}`] : []),
  ];
  const signsOf = (points: Uint32Array) => Array.from(points, signOf);
  const framed = Array.from(probe.targetRows, (row, t) => rows.indexOf(row) * T + t).filter((at) => at >= 0);
  return {
    id: 'delta-maps',
    title: say`δ over the text, at the same weights`,
    subtitle: say`${where}. Rows are outputs, the most frequent first; a frame marks the target`,
    notes: [
      say`Expects: the output with the largest z, the same in all maps.`,
      ...(folded > 0 ? [say`Last row: the sum over the ${grouped(folded)} other outputs.`] : []),
      ...refusals(probed),
    ],
    looks,
    across: 4,
    panels: able.map(({ place, layer }) => {
      const values = pictureDelta(layer, rows, T);
      const scale = chosen['scale'] === 'own' ? deltaScale([layer], say) : colours;
      const beyond = beyondScale(values, scale).length;
      const struck =
        beyond > 0
          ? [
              say`struck through: ${grouped(beyond)} of ${say.counted(values.length, 'cell')} beyond ±${significant(scale.high, 2)}`,
            ]
          : [];
      return mapPanel({
        look: place,
        title: looks[place].label,
        note: say.series([
          say`‖δ‖ ${significant(layer.deltaNorm)}, largest |δ| ${significant(layer.largestDelta)}`,
          ...struck,
        ]),
        xLabel: 'time step t',
        rows: names,
        above: { label: say`reads`, signs: signsOf(probe.inputs) },
        columnsLabel: say`wants`,
        columns: signsOf(probe.targets),
        below: { label: say`expects`, signs: signsOf(probe.likeliest) },
        values,
        framed,
        colours: scale,
      });
    }),
    readCell: (row, t) => readCell(probed, rows, row, t),
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
                t + 1,
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
