import { join } from 'node:path';
import type { CorpusSummary } from '../../corpora/corpus.ts';
import type { RunProgress } from '../../contract/lab-data.ts';
import { emptyProgress, RunBook, type RunKey } from '../../contract/run-book.ts';
import { toErrorData } from '../../errors.ts';
import type { Experiment } from '../../experiments/experiment.ts';
import { RunOrigins, type RunOrigin } from '../../experiments/run-origins.ts';
import type { RunRecord } from '../../experiments/run.ts';
import { RunsWithin } from '../../experiments/thinning.ts';
import { begun } from '../../store/begun.ts';
import type { RunMeta } from '../../store/meta.ts';
import { runName } from '../../store/run-names.ts';
import type { ExperimentFolder } from './experiment-folder.ts';
import { checkpointShape, RunFolder } from './run-folder.ts';

/** The runs of a folder as far as they are kept. */
export interface KeptRuns {
  readonly runs: readonly RunRecord[];
  /** What was damaged, a sentence each. */
  readonly damage: readonly string[];
  /** On what they were made. */
  readonly origins: readonly RunOrigin[];
}

/**
 * Reads the runs of an experiment. Nothing is written, so that another program may be training them.
 * @param curves whether every step is read; without them there are evaluations only, which is quick
 * @param most numbers of the curves of all runs that are held, as in `RunsWithin`: a report of them can read every step again
 */
export function readRuns(
  folder: string,
  { experiment, about }: ReadExperiment,
  { curves, most = Infinity }: { readonly curves: boolean; readonly most?: number },
): KeptRuns {
  return readRunsOf(() => folder, { experiment, about }, { curves, most });
}

/** What must be known of an experiment to read its runs. */
interface ReadExperiment extends Pick<ExperimentFolder, 'experiment'> {
  readonly about: { readonly corpus: Pick<CorpusSummary, 'distinct'> };
}

/** The same where each run may lie in another folder. @param folderOf null for a run that is nowhere */
export function readRunsOf(
  folderOf: (run: RunKey) => string | null,
  { experiment, about }: ReadExperiment,
  { curves, most = Infinity }: { readonly curves: boolean; readonly most?: number },
): KeptRuns {
  const within = new RunsWithin<RunRecord>(most);
  const damage: string[] = [];
  const origins = new RunOrigins();
  const shape = checkpointShape(experiment, about.corpus.distinct);
  for (const arm of experiment.arms)
    for (const seed of experiment.seeds) {
      const key = { armId: arm.id, seed };
      const folder = folderOf(key);
      let progress: RunProgress | null = null;
      if (folder !== null) {
        const run = new RunFolder(join(folder, 'runs', runName(experiment.arms, key)), shape);
        try {
          const meta = run.meta();
          if (curves) {
            const reading = run.read();
            damage.push(...reading.damage);
            progress = asLeft(key, reading.run && begun(experiment, reading.run).record, meta);
          } else {
            const look = run.look();
            if (look) progress = { ...emptyProgress(key), ...look };
          }
          if (progress && meta) origins.add(key, { ...meta, engine: progress.engine });
        } catch (error) {
          damage.push(`'${run.path}': ${toErrorData(error).message}`);
        }
      }
      within.add(recordOf({ ...experiment, arms: [arm], seeds: [seed] }, progress));
    }
  return { runs: within.runs, damage, origins: origins.list() };
}

function recordOf(alone: Experiment, progress: RunProgress | null): RunRecord {
  const book = new RunBook(alone);
  if (progress) book.add(progress);
  return book.records()[0];
}

/** A run that does not go on is not in training, whatever its checkpoint says; one that failed before it had any has failed. */
function asLeft(key: RunKey, record: RunProgress | null, meta: RunMeta | null): RunProgress | null {
  if (!meta) return record;
  const { status, engine, failure } = meta;
  if (!record) return status === 'failed' ? { ...emptyProgress(key), status, engine, failure } : null;
  return record.status === 'training' ? { ...record, status, failure } : record;
}
