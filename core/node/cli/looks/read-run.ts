import type { TrainedRun } from '../../../experiments/files/trained-run.ts';
import { nameOfRun, readTrainedRun } from '../../run-file.ts';
import { say } from '../printed/terminal.ts';

/**
 * Reads a trained run, and says where one holds no hidden state to read from.
 * @throws LabError as `readTrainedRun` does
 */
export async function readRun(file: string): Promise<TrainedRun> {
  const run = await readTrainedRun(file);
  if (run.start.kind === 'zero')
    say(
      `'${nameOfRun(file)}' holds no hidden state of its training, as runs of earlier versions: it reads from h = 0, where a trained network may never have been.`,
    );
  return run;
}
