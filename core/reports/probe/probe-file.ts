import { canonicalJson } from '../data/canonical-json.ts';
import type { Cell } from '../../figures/figure.ts';
import { csvOf, tableOf } from '../../figures/csv.ts';
import type { ProbeReport } from './probe-data.ts';

type Rows = Generator<readonly Cell[]>;

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

function* normRows({ probe }: ProbeReport): Rows {
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

function* checkRows({ probe, checks }: ProbeReport): Rows {
  for (const [i, check] of checks.entries()) {
    const { layer } = probe.layers[i]!.probed;
    if ('refusal' in check) yield [layer, '', 'not defined', '', '', '', '', '', ''];
    else
      for (const { parameter, row, column, analytic, numeric, error } of check.entries)
        yield [layer, check.fault ?? '', check.verdict, parameter, row, column, analytic, numeric, error];
  }
}

/** What is no picture: tables of a probe in pieces, one file each. */
export const probeTables: Readonly<Record<string, (report: ProbeReport) => Generator<string>>> = {
  'gradient-norms.csv': (report) =>
    csvOf(tableOf(['layer', 'quantity', 'matrix', 'value'], () => normRows(report))),
  'gradient-check.csv': (report) =>
    csvOf(
      tableOf(
        ['layer', 'fault', 'verdict', 'matrix', 'row', 'column', 'analytic', 'numeric', 'relativeError'],
        () => checkRows(report),
      ),
    ),
};
