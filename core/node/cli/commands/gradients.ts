import { spelt } from '../../../store/numbers.ts';
import { LabError } from '../../../errors.ts';
import { parseCase, runCase } from '../../../probes/gradient-case.ts';
import { writeDurably } from '../../disk/durable-file.ts';
import { readSmallFile } from '../../disk/small-file.ts';
import { readStandardInput } from '../standard-input.ts';
import { warnOfLayers } from '../own-layers/layer-warnings.ts';
import { ownLayersOf, type OwnLayerOptions } from '../options/own-layer-options.ts';

/** The longest JSON text this command reads: below the longest string of the runtime. */
const largestCase = 400_000_000;

async function caseText(file: string): Promise<string> {
  if (file === '-') return readStandardInput(largestCase);
  return readSmallFile(file, largestCase);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new LabError('bad-case', `The case is not valid JSON: ${(error as Error).message}`);
  }
}

interface GradientsOptions extends Pick<OwnLayerOptions, 'formula' | 'layerFile'> {
  readonly out?: string;
}

/** Numbers in, gradients out. */
export async function gradients(file: string, { out, ...brought }: GradientsOptions): Promise<void> {
  const own = await ownLayersOf(brought);
  const plugin = own.find(({ kind }) => kind === 'plugin');
  if (plugin)
    throw new LabError(
      'bad-argument',
      `'${plugin.id}' is a plug-in: gradients takes built-in layers, published losses and formulas.`,
      'Look at it with loss-lab probe.',
    );
  const given = parseCase(parsed(await caseText(file)), own);
  if (given.definition) await warnOfLayers([given.definition], given.shape.vocabulary);
  const result = runCase(given);
  const json = `${JSON.stringify(result, spelt)}\n`;
  if (out === undefined) process.stdout.write(json);
  else await writeDurably(out, json);
}
