import { toErrorData, type LabErrorData } from '../../../errors.ts';
import type { HostedLab } from '../../../lab/create-lab.ts';
import { notesIn } from '../../store/found-experiment.ts';
import { tellProblem } from '../printed/terminal.ts';
import { KeptComparison, type KeptText } from '../training/comparison-folder.ts';
import { tell, type Telling } from '../training/train-and-tell.ts';
import { headingOf } from './heading.ts';
import { writeReportOf } from './write-results.ts';

/** How a comparison is kept. */
export interface Keeping {
  readonly text: KeptText;
  readonly replace: boolean;
  /** What the report is written in, where that is said. */
  readonly language?: string | undefined;
}

/**
 * Trains every run of the lab's experiment and prints the standing, kept in a folder from the first step on. The standing comes first, then the runs, then the large tables of the
 * report: what cannot be written takes nothing along that can be told.
 */
export async function keepAndTell(
  lab: HostedLab,
  folder: string,
  { text, replace, language, ...telling }: Telling & Keeping,
): Promise<void> {
  const kept = await KeptComparison.begin(lab, folder, text, null, replace);
  try {
    const snapshot = await tell(lab, telling, await kept.train(lab));
    sayUnwritten(await kept.finish(snapshot));
    const heading = headingOf({ language }, (await notesIn(folder)).report);
    await writeReportOf(lab, folder, heading).catch((error: unknown) => sayUnwritten(toErrorData(error)));
  } finally {
    await kept.close();
  }
}

/** Says what could not be written; the status of the program says it too. */
export function sayUnwritten(error: LabErrorData | null): void {
  if (!error) return;
  tellProblem(error);
  if (!process.exitCode) process.exitCode = 1;
}
