import type { LayerCheck } from '../probes/check-layer.ts';
import type { Probe, UnitResponse } from '../probes/probe.ts';
import { canonicalJson } from './canonical-json.ts';
import { csvText } from './csv.ts';

/** All that is known of the gradients at some weights: what the screen shows, for the command line to write. */
export interface ProbeReport {
  readonly labVersion: string;
  readonly text: { readonly name: string; readonly sha256: string };
  /** Threshold of clipping by norm; null where gradients are not clipped so. */
  readonly clipping: number | null;
  /** Name of each layer, in the order of the probe. */
  readonly labels: readonly string[];
  readonly probe: Probe;
  /** δ against z, the other logits all 0. */
  readonly units: {
    readonly z: Float64Array;
    readonly isTarget: readonly UnitResponse[];
    readonly isOther: readonly UnitResponse[];
  };
  readonly checks: readonly (LayerCheck | { readonly refusal: string })[];
}

type Cell = string | number;
type Rows = Iterable<readonly Cell[]>;

const character = (codePoint: number) => String.fromCodePoint(codePoint);

/** Typed arrays as the lists they are in JSON; whole numbers among them keep no fraction anyhow. */
function plain(value: unknown): unknown {
  if (value instanceof Uint32Array) return Array.from(value);
  if (value instanceof Float64Array || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
}

/** `probe.json`: everything. The time it took is left out: the same question has the same file on one build. */
export function probeJson(report: ProbeReport): string {
  const probe = Object.fromEntries(Object.entries(report.probe).filter(([key]) => key !== 'milliseconds'));
  return `${[...canonicalJson(plain({ format: 'loss-lab-probe', version: 1, ...report, probe }))].join('')}\n`;
}

const cell = (value: Cell) => (typeof value === 'number' ? String(value) : csvText(value));

function csv(rows: Rows): string {
  let text = '';
  for (const row of rows) text += `${row.map(cell).join(',')}\r\n`;
  return text;
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

/** Rows of the table of δ; `probe.json` has all of them. Of 6 257 characters most say the same: a δ next to 0. */
const mostMapRows = 500;

function* mapRows({ probe }: ProbeReport): Rows {
  yield ['layer', 'step', 'input', 'character', 'codePoint', 'isTarget', 'z', 'y', 'delta'];
  const T = probe.inputs.length;
  const targets = new Set(probe.targetRows);
  const rows = [...probe.rows.keys()].filter((row) => row < mostMapRows || targets.has(row));
  for (const layer of probe.layers) {
    if (layer.refusal) continue;
    for (const row of rows)
      for (let t = 0; t < T; t++)
        yield [
          layer.probed.layer,
          t,
          character(probe.inputs[t]!),
          character(probe.characters[row]!),
          probe.characters[row]!,
          probe.targetRows[t] === row ? 1 : 0,
          probe.logits[row * T + t]!,
          layer.outputs[row * T + t]!,
          layer.delta[row * T + t]!,
        ];
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
    if (layer.saturatedOutputs !== null) yield [id, 'saturatedOutputs', '', layer.saturatedOutputs];
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

/** The tables of a probe, one file each. */
export const probeTables: Readonly<Record<string, (report: ProbeReport) => string>> = {
  'delta-against-z.csv': (report) => csv(unitRows(report)),
  'delta-map.csv': (report) => csv(mapRows(report)),
  'gradient-norms.csv': (report) => csv(normRows(report)),
  'gradient-flow.csv': (report) => csv(flowRows(report)),
  'gradient-flow-triangle.csv': (report) => csv(triangleRows(report)),
  'cosines.csv': (report) => csv(cosineRows(report)),
  'gradient-histograms.csv': (report) => csv(histogramRows(report)),
  'gradient-check.csv': (report) => csv(checkRows(report)),
};
