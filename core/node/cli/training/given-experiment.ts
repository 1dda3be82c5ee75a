import { isExperimentLink } from '../../../experiments/link-form.ts';
import { LabError } from '../../../errors.ts';
import { linkedExperiment, type LinkedExperiment } from '../../../experiments/files/experiment-link.ts';
import { parseExperiment } from '../../../experiments/files/parse-experiment.ts';
import { readSmallFile } from '../../disk/small-file.ts';
import { readStandardInput } from '../standard-input.ts';

/** Bytes of a saved experiment: 64 arms and 1000 seeds have some 20 000, the rest is for plug-ins. */
const largestExperiment = 2 ** 24;

/**
 * What `--experiment` names: a file, `-` for standard input, or a link to an experiment; file and input may hold either
 * the JSON of an experiment or a link. Its own text is named by contents; which file that is, only the command line says.
 * @throws LabError
 */
export async function givenExperiment(given: string): Promise<LinkedExperiment> {
  if (isExperimentLink(given)) return linkedExperiment(given);
  const piped = given === '-';
  const text = piped
    ? await readStandardInput(largestExperiment)
    : await readSmallFile(given, largestExperiment);
  if (isExperimentLink(text)) return linkedExperiment(text);
  try {
    return { experiment: parseExperiment(JSON.parse(text)), textBytes: null };
  } catch (error) {
    if (error instanceof LabError) throw error;
    const where = piped ? 'The experiment on standard input' : `The experiment '${given}'`;
    throw new LabError('file-not-read', `${where} cannot be read: ${(error as Error).message}.`);
  }
}
