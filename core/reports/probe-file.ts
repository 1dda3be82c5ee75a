import { visibleLine } from '../contract/visible-text.ts';
import { canonicalJson } from './canonical-json.ts';
import { csvText } from './csv.ts';
import type { ProbeReport } from './probe-report.ts';

type Cell = string | number;
type Rows = Iterable<readonly Cell[]>;

/** What cannot be seen is spelt out, so that no cell holds a line break; its code point stands beside it. */
const character = (codePoint: number) => visibleLine(String.fromCodePoint(codePoint));

/** Typed arrays as the lists they are in JSON; whole numbers among them keep no fraction anyhow. */
function plain(value: unknown): unknown {
  if (value instanceof Uint32Array) return Array.from(value);
  if (value instanceof Float64Array || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
}

/**
 * `probe.json` in pieces: everything, matrices row-major as flat lists. The time it took is left out: the same
 * question has the same file on one build.
 */
export function* probeJson(report: ProbeReport): Generator<string> {
  const probe = Object.fromEntries(Object.entries(report.probe).filter(([key]) => key !== 'milliseconds'));
  yield* canonicalJson(plain({ format: 'loss-lab-probe', version: 1, ...report, probe }));
  yield '\n';
}

const cell = (value: Cell) => (typeof value === 'number' ? String(value) : csvText(value));

function* csv(rows: Rows): Generator<string> {
  for (const row of rows) yield `${row.map(cell).join(',')}\r\n`;
}

function* unitRows({ units }: ProbeReport): Rows {
  yield ['layer', 't', 'z', 'y', 'E', 'delta', 'normOfDelta'];
  for (const [t, responses] of [
    [1, units.isTarget],
    [0, units.isOther],
  ] as const)
    for (const { probed, y, loss, delta, norm } of responses)
      for (let i = 0; i < units.z.length; i++)
        yield [probed.layer, t, units.z[i]!, y[i]!, loss[i]!, delta[i]!, norm[i]!];
}

/** One row per layer, output and step: all V outputs. */
function* mapRows({ probe }: ProbeReport): Rows {
  yield ['layer', 'step', 'input', 'character', 'codePoint', 'isTarget', 'z', 'y', 'delta'];
  const T = probe.inputs.length;
  const inputs = Array.from(probe.inputs, character);
  for (const layer of probe.layers) {
    if (layer.refusal) continue;
    const { layer: id } = layer.probed;
    for (let row = 0; row < probe.rows.length; row++) {
      const point = probe.characters[row]!;
      const name = character(point);
      for (let t = 0, at = row * T; t < T; t++, at++) {
        const isTarget = probe.targetRows[t] === row ? 1 : 0;
        const [z, y, delta] = [probe.logits[at]!, layer.outputs[at]!, layer.delta[at]!];
        yield [id, t, inputs[t]!, name, point, isTarget, z, y, delta];
      }
    }
  }
}

function* normRows({ probe }: ProbeReport): Rows {
  yield ['layer', 'quantity', 'matrix', 'value'];
  for (const layer of probe.layers) {
    const { layer: id } = layer.probed;
    if (layer.refusal) {
      yield [id, 'refused', '', layer.refusal.message];
      continue;
    }
    yield [id, 'loss', '', layer.loss];
    yield [id, 'normOfDelta', '', layer.deltaNorm];
    yield [id, 'shareOfTarget', '', layer.targetShare];
    if (layer.saturatedOutputs !== null) {
      yield [id, 'saturatedOutputs', '', layer.saturatedOutputs];
      yield [id, 'saturatedWrong', '', layer.saturatedWrong!];
    }
    yield [id, 'saturatedHidden', '', probe.saturatedHidden];
    yield [id, 'gradientNorm', 'all', layer.gradientNorm];
    for (const [name, norm] of Object.entries(layer.norms)) yield [id, 'gradientNorm', name, norm];
    for (const [name, ratio] of Object.entries(layer.updateRatios ?? {}))
      yield [id, 'updateToWeight', name, ratio];
  }
}

function* flowRows({ probe }: ProbeReport): Rows {
  yield ['layer', 'lag', 'norm', 'normPerDelta'];
  for (const layer of probe.layers) {
    if (layer.refusal) continue;
    const { byLag, byLagPerDelta } = layer.flow;
    for (let k = 0; k < byLag.length; k++) yield [layer.probed.layer, k, byLag[k]!, byLagPerDelta[k]!];
  }
}

function* triangleRows({ probe }: ProbeReport): Rows {
  yield ['layer', 'tau', 't', 'norm'];
  const T = probe.inputs.length;
  for (const layer of probe.layers) {
    if (layer.refusal) continue;
    for (let tau = 0; tau < T; tau++)
      for (let t = 0; t <= tau; t++) yield [layer.probed.layer, tau, t, layer.flow.triangle[tau * T + t]!];
  }
}

function* cosineRows({ probe }: ProbeReport): Rows {
  yield ['a', 'b', 'matrix', 'cosine'];
  const ids = probe.layers.map(({ probed }) => probed.layer);
  for (const [name, values] of [['all', probe.cosines.all], ...Object.entries(probe.cosines.perMatrix)] as [
    string,
    Float64Array,
  ][])
    for (const [i, a] of ids.entries())
      for (const [j, b] of ids.entries()) if (j > i) yield [a, b, name, values[i * ids.length + j]!];
}

function* histogramRows({ probe }: ProbeReport): Rows {
  yield ['layer', 'matrix', 'low', 'high', 'count'];
  for (const layer of probe.layers) {
    if (layer.refusal) continue;
    for (const [name, { low, high, counts }] of Object.entries(layer.histograms)) {
      const width = (high - low) / counts.length;
      for (const [i, count] of counts.entries())
        yield [layer.probed.layer, name, low + i * width, low + (i + 1) * width, count];
    }
  }
}

function* checkRows({ probe, checks }: ProbeReport): Rows {
  yield ['layer', 'fault', 'verdict', 'matrix', 'row', 'column', 'analytic', 'numeric', 'relativeError'];
  for (const [i, check] of checks.entries()) {
    const { layer } = probe.layers[i]!.probed;
    if ('refusal' in check) yield [layer, '', 'not defined', '', '', '', '', '', ''];
    else
      for (const { parameter, row, column, analytic, numeric, error } of check.entries)
        yield [layer, check.fault ?? '', check.verdict, parameter, row, column, analytic, numeric, error];
  }
}

/** The tables of a probe in pieces, one file each. */
export const probeTables: Readonly<Record<string, (report: ProbeReport) => Generator<string>>> = {
  'delta-against-z.csv': (report) => csv(unitRows(report)),
  'delta-map.csv': (report) => csv(mapRows(report)),
  'gradient-norms.csv': (report) => csv(normRows(report)),
  'gradient-flow.csv': (report) => csv(flowRows(report)),
  'gradient-flow-triangle.csv': (report) => csv(triangleRows(report)),
  'cosines.csv': (report) => csv(cosineRows(report)),
  'gradient-histograms.csv': (report) => csv(histogramRows(report)),
  'gradient-check.csv': (report) => csv(checkRows(report)),
};
