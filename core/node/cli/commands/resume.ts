import { LabError } from '../../../errors.ts';
import { parseExperiment } from '../../../experiments/files/parse-experiment.ts';
import { wantsSearch } from '../../../experiments/rates/rate-policy.ts';
import { requireSteps } from '../../../store/same-work.ts';
import { readExperimentFolder } from '../../store/experiment-folder.ts';
import { commandLab, labOptions } from '../command-lab.ts';
import { takeKeptText, type KeptTextOptions } from '../kept/kept-text.ts';
import { warnOfArms } from '../own-layers/layer-warnings.ts';
import { tellThreads, type ThreadOptions } from '../options/threads.ts';
import { keepAndTell } from '../kept/keep-and-tell.ts';

interface ResumeOptions extends KeptTextOptions, ThreadOptions {
  readonly steps?: number;
  readonly trustPlugin?: readonly string[];
  readonly json?: boolean;
  readonly language?: string;
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
  if (wantsSearch(found.experiment))
    throw new LabError(
      'wrong-state',
      `The learning rates of the experiment in '${folder}' were still being looked for: no run of it has begun.`,
      'Open it in the lab and run it there, or begin it anew with compare --policy best.',
    );
  const { steps = found.experiment.steps } = options;
  requireSteps(found.experiment, steps);
  const experiment = parseExperiment({ ...found.experiment, steps });
  tellThreads(options);
  const lab = commandLab(labOptions(options));
  try {
    const text = await takeKeptText(lab, folder, experiment.corpus, found.about.text, options);
    await lab.setExperiment({ experiment });
    await warnOfArms(lab);
    await keepAndTell(lab, folder, {
      text: { text, copied: null },
      replace: false,
      json: options.json ?? false,
      robustness: false,
      language: options.language,
    });
  } finally {
    await lab.close();
  }
}
