import { join } from 'node:path';
import type { RunProgress } from '../../contract/lab-data.ts';
import { emptyProgress, RunBook } from '../../contract/run-book.ts';
import { toErrorData } from '../../errors.ts';
import type { RunRecord } from '../../experiments/run.ts';
import { begun } from '../../store/begun.ts';
import { runName } from '../../store/run-names.ts';
import type { ExperimentFolder } from './experiment-folder.ts';
import { checkpointShape, RunFolder } from './run-folder.ts';

/** The runs of a folder as far as they are kept. */
export interface KeptRuns {
  readonly runs: readonly RunRecord[];
  /** What was damaged, a sentence each. */
  readonly damage: readonly string[];
}

/**
 * Reads the runs of an experiment. Nothing is written, so that another program may be training them.
 * @param curves whether every step is read; without them there are evaluations only, which is quick
 */
export function readRuns(
  folder: string,
  { experiment, about }: ExperimentFolder,
  { curves }: { readonly curves: boolean },
): KeptRuns {
  const book = new RunBook(experiment);
  const damage: string[] = [];
  const shape = checkpointShape(experiment, about.corpus.distinct);
  for (const key of book.keys) {
    const run = new RunFolder(join(folder, 'runs', runName(experiment.arms, key)), shape);
    try {
      if (curves) {
        const reading = run.read();
        damage.push(...reading.damage);
        if (reading.run) book.add(asLeft(begun(experiment, reading.run).record, run));
      } else {
        const look = run.look();
        if (look) book.add({ ...emptyProgress(key), ...look });
      }
    } catch (error) {
      damage.push(`'${run.path}': ${toErrorData(error).message}`);
    }
  }
  return { runs: book.records(), damage };
}

/** A run that does not go on is not in training, whatever its checkpoint says. */
function asLeft(record: RunProgress, run: RunFolder): RunProgress {
  const meta = run.meta();
  return record.status === 'training' && meta
    ? { ...record, status: meta.status, failure: meta.failure }
    : record;
}
