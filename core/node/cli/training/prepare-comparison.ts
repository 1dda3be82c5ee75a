import type { Command } from 'commander';
import { LabError } from '../../../errors.ts';
import type { CorpusReference } from '../../../experiments/experiment.ts';
import type { HostedLab } from '../../../lab/create-lab.ts';
import { grouped } from '../../../words/number-format.ts';
import { refuseBesideBuiltin } from '../options/contradictions.ts';
import { prepareExperiment } from './experiment-of.ts';
import type { ExperimentOptions } from '../options/experiment-options.ts';
import { takeText, type TextOptions } from '../given-text.ts';
import { usePolicy } from './policy.ts';
import type { PolicyOptions } from '../options/policy-options.ts';
import { isExperimentLink } from '../../../experiments/link-form.ts';
import { linkedExperiment, type LinkedExperiment } from '../../../experiments/files/experiment-link.ts';
import { parseExperiment } from '../../../experiments/files/parse-experiment.ts';
import { readSmallFile } from '../../disk/small-file.ts';
import { readStandardInput } from '../standard-input.ts';

/** What says which experiment is compared. */
export interface ComparisonOptions extends ExperimentOptions, PolicyOptions {
  /** A file, `-` for standard input, or a link; it decides all but the text. */
  readonly experiment?: string;
}

/** Loads the text and sets the experiment up on it. */
export async function prepareComparison(
  lab: HostedLab,
  files: readonly string[],
  options: ComparisonOptions,
  command: Command,
): Promise<void> {
  if (options.experiment === undefined) {
    await prepareExperiment(lab, files, options);
    await usePolicy(lab, options);
    return;
  }
  if (options.experiment === '-' && files[0] === '-')
    throw new LabError(
      'bad-argument',
      'Standard input is either the text or the experiment.',
      'Write one of them into a file, and name that one.',
    );
  const { experiment, textBytes } = await givenExperiment(options.experiment);
  refuseBesideBuiltin(command, files[0], experiment);
  if (experiment.corpus.kind === 'text')
    await takeNamedText(lab, files, experiment.corpus, textBytes, options);
  await lab.setExperiment({ experiment });
}

/** Reads the text that an experiment names, and no other. */
async function takeNamedText(
  lab: HostedLab,
  files: readonly string[],
  wanted: Extract<CorpusReference, { kind: 'text' }>,
  textBytes: number | null,
  options: TextOptions,
): Promise<void> {
  const { encoding, heldOutShare, tuningShare, ...rest } = wanted.options;
  if (files.length === 0) {
    const size = textBytes === null ? '' : `${grouped(textBytes)} bytes, `;
    throw new LabError(
      'bad-argument',
      `The experiment is on the text '${wanted.name}' (${size}SHA-256 ${wanted.sha256}).`,
      'Name the file it is in.',
    );
  }
  if (options.heldOutFile !== undefined && wanted.heldOut === null)
    throw new LabError(
      'bad-argument',
      'The experiment is on one text alone: --held-out-file has no part in it.',
      'Leave it out.',
    );
  const summary = await takeText(lab, files, {
    ...options,
    ...rest,
    heldOut: heldOutShare,
    tuning: tuningShare,
    ...(encoding === null ? {} : { encoding }),
  });
  if (summary.sha256 !== wanted.sha256)
    throw new LabError(
      'bad-argument',
      `This text has the SHA-256 ${summary.sha256}; the experiment was made on ${wanted.sha256}.`,
      'Give the text the experiment names.',
    );
  const heldOut = summary.files.find((each) => each.heldOut)?.sha256;
  if (heldOut !== wanted.heldOut?.sha256)
    throw new LabError(
      'bad-argument',
      `This held-out text has the SHA-256 ${heldOut}; the experiment was made on ${wanted.heldOut?.sha256}.`,
      'Give the held-out text the experiment names.',
    );
}

/** Bytes of a saved experiment: 64 arms and 1000 seeds have some 20 000, the rest is for plug-ins. */
const largestExperiment = 2 ** 24;

/**
 * What `--experiment` names: a file, `-` for standard input, or a link to an experiment; file and input may hold either
 * the JSON of an experiment or a link. Its own text is named by contents; which file that is, only the command line says.
 * @throws LabError
 */
async function givenExperiment(given: string): Promise<LinkedExperiment> {
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
