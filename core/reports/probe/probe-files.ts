import { probeFigures } from '../../figures/gradients/probe-registry.ts';
import { pictureOf } from '../../figures/drawing/svg.ts';
import { csvOf } from '../../figures/csv.ts';
import { probeJson, probeTables } from './probe-file.ts';
import { probeSource } from './probe-report.ts';
import { type ProbeReport } from './probe-data.ts';
import { inBytes } from '../data/report-content.ts';

/** The files of a probe: what was found, and each figure as a picture and as its table. */
const renderers: Readonly<Record<string, (report: ProbeReport) => Iterable<string>>> = {
  'probe.json': probeJson,
  ...probeTables,
  ...Object.fromEntries(
    Object.entries(probeFigures).flatMap(([name, { draw }]) => [
      [`${name}.csv`, (report: ProbeReport) => csvOf(draw(probeSource(report), {}).table)],
      [`${name}.svg`, (report: ProbeReport) => [pictureOf(draw(probeSource(report), {}))]],
    ]),
  ),
};

/** Names of the files of a probe. */
export const probeFileNames: readonly string[] = Object.keys(renderers);

/** The files of a probe, one after the other: at thousands of outputs some have hundreds of megabytes. */
export function* probeFiles(report: ProbeReport): Generator<{ name: string; pieces: Iterable<Uint8Array> }> {
  for (const [name, render] of Object.entries(renderers)) yield { name, pieces: inBytes(render(report)) };
}
