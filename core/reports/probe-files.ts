import { utf8ToBytes } from '@noble/hashes/utils.js';
import { cosinesSvg } from './probe-cosines.ts';
import { deltaAgainstZSvg, gradientFlowSvg } from './probe-curves.ts';
import { deltaMapsSvg } from './probe-delta-maps.ts';
import { probeJson, probeTables } from './probe-file.ts';
import { histogramsSvg } from './probe-histograms.ts';
import type { ProbeReport } from './probe-report.ts';
import { trianglesSvg } from './probe-triangles.ts';
import { joined } from './report-content.ts';

/** The files of a probe. A file is a function and a line here. */
const renderers: Readonly<Record<string, (report: ProbeReport) => Iterable<string>>> = {
  'probe.json': probeJson,
  ...probeTables,
  'delta-against-z.svg': (report) => [deltaAgainstZSvg(report)],
  'delta-maps.svg': (report) => [deltaMapsSvg(report)],
  'gradient-flow.svg': (report) => [gradientFlowSvg(report)],
  'gradient-flow-triangle.svg': (report) => [trianglesSvg(report)],
  'gradient-histograms.svg': (report) => [histogramsSvg(report)],
  'cosines.svg': (report) => [cosinesSvg(report)],
};

/** Names of the files of a probe. */
export const probeFileNames: readonly string[] = Object.keys(renderers);

/** The files of a probe, one after the other: at thousands of outputs some have hundreds of megabytes. */
export function* probeFiles(report: ProbeReport): Generator<{ name: string; pieces: Iterable<Uint8Array> }> {
  for (const [name, render] of Object.entries(renderers))
    yield { name, pieces: inBytes(joined(render(report))) };
}

function* inBytes(pieces: Iterable<string>): Generator<Uint8Array> {
  for (const piece of pieces) yield utf8ToBytes(piece);
}
