import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { hashOfFile } from '../../core/node/store/complete-file.ts';
import { readExperimentFolder } from '../../core/node/store/experiment-folder.ts';
import { checkpointShape, RunFolder } from '../../core/node/store/run-folder.ts';
import { readTrainedRun } from '../../core/node/run-file.ts';
import { readSweepFolder } from '../../core/node/sweep-folder.ts';
import { parseReport } from '../../core/reports/data/json.ts';
import { runName } from '../../core/store/run-names.ts';

/** What is wrong with a folder after a program that wrote it was killed; empty where all is well. */
export interface Findings {
  /** Files under their final names that are not whole. */
  readonly cut: string[];
  /** What belongs to another experiment than the folder's. */
  readonly mixed: string[];
  /** Seconds for which the run that was kept longest ago had not been kept. */
  readonly oldest: number;
}

/**
 * Looks through the folder of a comparison.
 * @param since when the program that was killed began, in milliseconds; what was computed before is not its loss
 */
export async function inspectComparison(folder: string, since: number): Promise<Findings> {
  const cut: string[] = [];
  const mixed: string[] = [];
  let oldest = 0;
  const attempt = async (path: string, look: () => unknown) => {
    try {
      await look();
    } catch (error) {
      cut.push(`${path}: ${(error as Error).message}`);
    }
  };
  const now = Date.now();
  const found = existsSync(folder) ? await readExperimentFolder(folder) : null;
  const runs = join(folder, 'runs');
  if (!found) {
    // Without a plan nothing of an experiment may be there: it would be taken for that of another.
    if (existsSync(runs) && readdirSync(runs).length > 0) mixed.push('runs without an experiment');
    return { cut, mixed, oldest };
  }
  const { experiment, about } = found;
  const shape = checkpointShape(experiment, about.corpus.distinct);
  for (const name of existsSync(runs) ? readdirSync(runs) : []) {
    const path = join(runs, name);
    const run = new RunFolder(path, shape);
    await attempt(path, () => {
      const meta = run.meta();
      if (!meta) return;
      if (runName(experiment.arms, meta) !== name) mixed.push(`${path}: of ${meta.armId}, seed ${meta.seed}`);
      const { damage } = run.read();
      cut.push(...damage);
      const kept = join(path, 'checkpoint');
      if (meta.status === 'training' && existsSync(kept))
        oldest = Math.max(oldest, (now - Math.max(since, statSync(kept).mtimeMs)) / 1000);
    });
    if (existsSync(join(path, 'weights.safetensors')))
      await attempt(path, async () => {
        const trained = await readTrainedRun(path);
        if (runName(experiment.arms, trained) !== name) mixed.push(`${path}: weights of ${trained.armId}`);
      });
  }
  const report = join(folder, 'report', 'report.json');
  if (existsSync(report))
    await attempt(report, () => {
      const ids = parseReport(readFileSync(report, 'utf8')).experiment.arms.map(({ id }) => id);
      if (ids.join() !== experiment.arms.map(({ id }) => id).join())
        mixed.push(`${report}: of ${ids.join()}`);
    });
  const complete = join(folder, 'complete');
  if (existsSync(complete))
    await attempt(complete, async () => {
      const { files } = JSON.parse(readFileSync(complete, 'utf8')) as { files: Record<string, string> };
      for (const [path, hash] of Object.entries(files))
        if ((await hashOfFile(join(folder, path))) !== hash) cut.push(`${path}: not as '${complete}' says`);
    });
  return { cut, mixed, oldest };
}

/** The same of a sweep, whose runs are kept once they have ended. */
export async function inspectSweep(folder: string): Promise<Findings> {
  try {
    if (existsSync(folder)) await readSweepFolder(folder);
    return { cut: [], mixed: [], oldest: 0 };
  } catch (error) {
    return { cut: [(error as Error).message], mixed: [], oldest: 0 };
  }
}
