import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LabError } from '../../errors.ts';
import { parseExperiment } from '../../experiments/files/experiment-schema.ts';
import type { CorpusReference } from '../../experiments/experiment.ts';
import type { HostedLab } from '../../lab/create-lab.ts';
import type { TextPlace } from '../../store/about.ts';
import { readExperimentFolder } from '../store/experiment-folder.ts';
import { commandLab, trustOf } from './host.ts';
import { warnOfArms } from './layer-warnings.ts';
import { keepAndTell } from './train-and-tell.ts';

interface ResumeOptions {
  readonly steps?: number;
  readonly text?: readonly string[];
  readonly heldOutFile?: string;
  readonly trustPlugin?: readonly string[];
  readonly json?: boolean;
}

/** Goes on with the comparison in a folder, perhaps for more steps. */
export async function resume(folder: string, options: ResumeOptions): Promise<void> {
  const found = await readExperimentFolder(folder);
  if (!found)
    throw new LabError(
      'file-not-read',
      `There is no comparison in '${folder}' that can be gone on with.`,
      'Name a folder that compare --out has made; those of earlier versions hold results only.',
    );
  const { steps = found.experiment.steps } = options;
  if (steps < found.experiment.steps)
    throw new LabError(
      'bad-argument',
      `This comparison has ${found.experiment.steps} steps, more than the ${steps} asked for.`,
      'Ask for more, or leave --steps out.',
    );
  const experiment = parseExperiment({ ...found.experiment, steps });
  const lab = commandLab(trustOf(options));
  try {
    const text = await takeKeptText(lab, folder, experiment.corpus, found.about.text, options);
    await lab.setExperiment({ experiment });
    await warnOfArms(lab);
    await keepAndTell(lab, folder, {
      text: { text, copied: null },
      replace: false,
      json: options.json ?? false,
      robustness: false,
    });
  } finally {
    await lab.close();
  }
}

/** Reads the text of a comparison again, from where it was or is said to be. */
async function takeKeptText(
  lab: HostedLab,
  folder: string,
  corpus: CorpusReference,
  place: TextPlace,
  { text, heldOutFile }: ResumeOptions,
): Promise<TextPlace> {
  if (corpus.kind === 'builtin' || place.kind === 'builtin') return { kind: 'builtin' };
  const copy = place.kind === 'copy' && text === undefined;
  const [path, ...more] = (text ?? (place.kind === 'copy' ? [join(folder, place.name)] : place.paths)).map(
    (each) => resolve(each),
  );
  const heldOut = heldOutFile ?? (place.kind === 'files' ? place.heldOut : null);
  for (const each of [path, ...more, ...(heldOut === null ? [] : [heldOut])])
    if (!existsSync(each))
      throw new LabError(
        'text-not-found',
        `The text of this comparison, '${each}', is not there any more.`,
        each === heldOut ? 'Say where it is with --held-out-file.' : 'Say where it is with --text.',
      );
  const source = copy ? 'stdin' : 'file';
  const summary = await lab.openPath({ path: path, source, options: corpus.options, more, heldOut });
  const held = summary.files.find((each) => each.heldOut)?.sha256;
  if (summary.sha256 !== corpus.sha256 || held !== corpus.heldOut?.sha256)
    throw new LabError(
      'text-changed',
      `The text has another SHA-256 (${summary.sha256}) than the one that was trained on (${corpus.sha256}).`,
      'Say with --text where that one is.',
    );
  return copy ? place : { kind: 'files', paths: [path, ...more], heldOut };
}
