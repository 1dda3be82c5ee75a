import { canonicalJson } from '../data/canonical-json.ts';
import { csvOf } from '../../figures/csv.ts';
import { gradientCheck, gradientNorms } from '../../figures/gradients/probe-tables.ts';
import { probeSource } from './probe-report.ts';
import type { ProbeReport } from './probe-data.ts';

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

/** What is no picture: tables of a probe in pieces, one file each. */
export const probeTables: Readonly<Record<string, (report: ProbeReport) => Generator<string>>> = {
  'gradient-norms.csv': (report) => csvOf(gradientNorms(probeSource(report)).table),
  'gradient-check.csv': ({ probe, checks }) => {
    const layers = probe.layers.map(({ probed }) => probed.layer);
    const found = checks.map((check) => ('refusal' in check ? null : check));
    return csvOf(gradientCheck(layers, [], found, '').table);
  },
};
