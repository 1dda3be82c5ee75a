import type { Command } from 'commander';
import { LabError, toErrorData, byId } from '../../../errors.ts';
import { layerInfos } from '../../../layers/layer-info.ts';
import { faults, type FaultId } from '../../../probes/faults.ts';
import { type ProbedLayer, type ProbeStretch } from '../../../probes/probe.ts';
import { probeFileNames, probeFiles } from '../../../reports/probe/probe-files.ts';
import { probeJson } from '../../../reports/probe/probe-file.ts';
import type { ProbeReport, ProbedUnits } from '../../../reports/probe/probe-data.ts';
import { joined } from '../../../reports/data/report-content.ts';
import { writeAllDurably } from '../../disk/durable-file.ts';
import { version } from '../../version.ts';
import { refuseBesideText } from '../options/contradictions.ts';
import { lookedAt } from '../looks/looked-at.ts';
import { probeTable } from '../looks/probe-table.ts';
import { type Probed } from '../looks/probed-weights.ts';
import { takeFolder } from '../kept/report-folder.ts';
import { faultWords, type ProbeOptions } from '../options/probe-options.ts';
import { say } from '../printed/terminal.ts';

/** Values of a map that are written at most: some hundred megabytes of CSV and JSON. */
const mostValues = 8_000_000;

const faultOf = (name: string | undefined): FaultId | null =>
  name === undefined ? null : byId('fault', faults, name).id;

/** z from −10 to 10 in steps of 0.1, as on the screen: from whole numbers, so that 0 is 0. */
const zGrid = (): Float64Array => Float64Array.from({ length: 201 }, (_, i) => (i - 100) / 10);

async function unitsOf(probed: Probed, layers: readonly ProbedLayer[]): Promise<ProbedUnits> {
  const z = zGrid();
  const others = new Float64Array(probed.vocabulary - 1);
  const ask = (t: 0 | 1) => probed.units({ layers, t, others, z });
  return { z, others: 0, isTarget: await ask(1), isOther: await ask(0) };
}

/** The check of every layer; one whose loss is not defined at the weights is refused, and the others go on. */
async function checksOf(
  probed: Probed,
  stretch: ProbeStretch,
  layers: readonly ProbedLayer[],
  fault: FaultId | null,
): Promise<ProbeReport['checks']> {
  const checks: ProbeReport['checks'][number][] = [];
  for (const layer of layers)
    try {
      checks.push(await probed.check(stretch, layer, fault));
    } catch (error) {
      const refusal = toErrorData(error);
      if (refusal.code !== 'outside-domain') throw error;
      checks.push({ refusal });
    }
  return checks;
}

function refuseTooLarge(layers: number, vocabulary: number, length: number): void {
  const fits = Math.floor(mostValues / (layers * vocabulary));
  if (length <= fits) return;
  throw new LabError(
    'bad-argument',
    `Maps of ${layers} layers, ${vocabulary} outputs and ${length} steps have ${layers * vocabulary * length} values; at most ${mostValues} are written.`,
    fits > 0 ? `--length ${fits} fits, or fewer --layers.` : 'Give fewer --layers.',
  );
}

/** Looks at the gradients of several output layers at the same weights. */
export async function probe(
  file: string | undefined,
  options: ProbeOptions,
  command: Command,
): Promise<void> {
  const { text, own, ids, layers, open, warn } = await lookedAt(file, options, command);
  const { part, start, length, context, out } = options;
  const fault = faultOf(options.fault);
  refuseBesideText(command, text);
  // The folder is tried before the work, not after it.
  await takeFolder(out, options.force ?? false, 'probe', (name) => probeFileNames.includes(name));
  const stretch: ProbeStretch = { part, start, length, context };
  if (fault !== null) say(faultWords(fault));
  const probed = await open();
  try {
    refuseTooLarge(layers.length, probed.vocabulary, length);
    await warn(probed);
    const { weights, experiment, summary } = probed;
    const clipGiven = experiment !== null || command.getOptionValueSource('clip') === 'cli';
    const threshold = clipGiven && options.clipValue === undefined && options.clip > 0 ? options.clip : null;
    const report: ProbeReport = {
      labVersion: version,
      text: { name: summary.name, sha256: summary.sha256, characters: summary.characters },
      weights,
      experiment,
      layers: own,
      outputLayers: layerInfos(own).filter(({ id }) => ids.includes(id)),
      clipping: threshold,
      probe: await probed.probe(stretch, layers),
      units: await unitsOf(probed, layers),
      checks: await checksOf(probed, stretch, layers, fault),
      fault,
    };
    for (const { name, pieces } of probeFiles(report))
      await writeAllDurably(out, [{ name, bytes: Buffer.concat([...pieces]) }]);
    if (options.json) {
      for (const piece of joined(probeJson(report))) process.stdout.write(piece);
    } else process.stdout.write(`${probeTable(report)}\n`);
  } finally {
    await probed.close();
  }
}
