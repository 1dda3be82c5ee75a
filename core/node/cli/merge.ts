import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LabError } from '../../errors.ts';
import type { RunRecord } from '../../experiments/run.ts';
import { missingPoints, sweepKey, type SweepRun } from '../../experiments/rates/sweep.ts';
import { samePlan } from '../../lab/sweeping.ts';
import { parseReport, type ParsedReport } from '../../reports/data/json.ts';
import type { ReportInput } from '../../reports/report-data.ts';
import { writeReport } from '../../reports/report-files.ts';
import { writeAllDurably } from '../durable-file.ts';
import { readSweepFolder, writeSweep, writeSweepRun, type SweepFolder } from '../sweep-folder.ts';
import { version } from '../version.ts';
import { runsFolder, takeReportFolder } from './report-folder.ts';
import { standingText } from './results.ts';
import { sweepResultFiles, sweepTable } from './sweep-results.ts';

export interface MergeOptions {
  readonly out: string;
  readonly force?: boolean;
}

const different = (folder: string, first: string, what: string) =>
  new LabError(
    'bad-argument',
    `'${folder}' is no part of the same work as '${first}': ${what} differ.`,
    'Merge parts that were made by the same command with other shards only.',
  );

/** Joins the parts that several machines have made of one sweep or one comparison. */
export async function merge(folders: readonly string[], options: MergeOptions): Promise<void> {
  const sweeps = await Promise.all(folders.map(readSweepFolder));
  if (sweeps.every((each) => each !== null)) return mergeSweeps(folders, sweeps, options);
  const reports = await Promise.all(folders.map(readReport));
  const without = folders.filter((_, i) => !sweeps[i] && !reports[i]);
  if (without.length > 0)
    throw new LabError(
      'file-not-read',
      `There is neither a sweep nor a report in '${without[0]}'.`,
      'Name folders that sweep or compare have written.',
    );
  if (reports.some((each) => each === null))
    throw new LabError(
      'bad-argument',
      'A sweep and a comparison cannot be merged.',
      'Merge one kind at a time.',
    );
  await mergeReports(folders, reports as ParsedReport[], options);
}

async function mergeSweeps(
  folders: readonly string[],
  sweeps: readonly SweepFolder[],
  { out }: MergeOptions,
): Promise<void> {
  const [first] = sweeps as [SweepFolder, ...SweepFolder[]];
  const runs = new Map<string, SweepRun>();
  sweeps.forEach((sweep, i) => {
    if (!samePlan(sweep.plan, first.plan))
      throw different(folders[i]!, folders[0]!, 'model, layers, grid, seeds or steps');
    if (sweep.text.sha256 !== first.text.sha256) throw different(folders[i]!, folders[0]!, 'the texts');
    for (const run of sweep.runs) {
      const before = runs.get(sweepKey(run));
      if (before && numbers(before) !== numbers(run))
        throw new LabError(
          'bad-argument',
          `The run of ${run.armId} at η = ${run.rate} with seed ${run.seed} is in two parts, with different numbers.`,
          'Their machines or builds round differently: take one of them.',
        );
      runs.set(sweepKey(run), run);
    }
  });
  const present = await readSweepFolder(out);
  if (present && !samePlan(present.plan, first.plan))
    throw new LabError('bad-argument', `The folder '${out}' holds another sweep.`, 'Name another folder.');
  const { plan, text, labVersion } = first;
  await writeSweep(out, { plan, text, labVersion });
  const all = [...runs.values()];
  for (const run of all) await writeSweepRun(out, run);
  await writeAllDurably(out, sweepResultFiles(plan, all));
  const left = missingPoints(plan, all).length;
  if (left > 0)
    process.stderr.write(
      `${left} runs are missing, or asked for because a best rate lies at an end: the same sweep command with --out ${out} and no --shard does them.\n`,
    );
  process.stdout.write(`${sweepTable(plan, all)}\n`);
}

/** What must not depend on the machine. */
const numbers = ({ seconds: _, evaluation, engine: __, ...run }: SweepRun) =>
  JSON.stringify({ ...run, evaluation: evaluation && { ...evaluation, seconds: 0 } });

async function readReport(folder: string): Promise<ParsedReport | null> {
  try {
    return parseReport(await readFile(join(folder, 'report.json'), 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

async function mergeReports(
  folders: readonly string[],
  reports: readonly ParsedReport[],
  { out, force }: MergeOptions,
): Promise<void> {
  const [first] = reports as [ParsedReport, ...ParsedReport[]];
  reports.forEach((report, i) => {
    if (JSON.stringify(report.experiment) !== JSON.stringify(first.experiment))
      throw different(folders[i]!, folders[0]!, 'the experiments');
    if (report.corpus.sha256 !== first.corpus.sha256) throw different(folders[i]!, folders[0]!, 'the texts');
  });
  const runs = first.runs.map((_, k): RunRecord => {
    const found = reports.map((report) => report.runs[k]!).filter(({ status }) => status !== 'waiting');
    if (found.length > 1)
      throw new LabError(
        'bad-argument',
        `The run of ${found[0]!.armId} with seed ${found[0]!.seed} is in ${found.length} of the parts.`,
        'Merge parts of one division of the work.',
      );
    return found[0] ?? first.runs[k]!;
  });
  await takeReportFolder(out, force ?? false);
  const processors = [...new Set(reports.map(({ machine }) => machine.processor))];
  const { experiment: asked, corpus, baselines, outputLayers, optimizers, machine } = first;
  const content: ReportInput = {
    experiment: asked,
    corpus,
    baselines,
    runs,
    outputLayers,
    optimizers,
    machine: { ...machine, processor: processors.join('; ') },
    version,
    generatedAt: new Date().toISOString(),
    robustness: null,
    partial: runs.some(({ status }) => status === 'waiting' || status === 'stopped'),
  };
  const experiment = `${JSON.stringify(content.experiment, null, 2)}\n`;
  await writeAllDurably(out, [
    ...writeReport(content, ['html', 'markdown', 'csv', 'json']),
    { name: 'experiment.json', bytes: Buffer.from(experiment, 'utf8') },
  ]);
  await copyRuns(folders, out);
  const waiting = runs.filter(({ status }) => status === 'waiting').length;
  if (waiting > 0) process.stderr.write(`${waiting} runs are missing: this is a partial report.\n`);
  process.stdout.write(
    `${standingText({
      experiment: content.experiment,
      ownLayers: outputLayers.filter(({ own }) => own !== null),
      corpus: content.corpus,
      baselines,
      runs,
      phase: content.partial ? 'stopped' : 'finished',
      overall: { stepsDone: 0, stepsTotal: 0, charactersPerSecond: 0, secondsLeft: null, gigaflops: 0 },
      adding: null,
      robustness: null,
      opened: false,
    })}\n`,
  );
}

/** The trained runs of all parts, side by side: each part has its own. */
async function copyRuns(folders: readonly string[], out: string): Promise<void> {
  await mkdir(runsFolder(out), { recursive: true });
  for (const folder of folders)
    for (const name of await readdir(runsFolder(folder)).catch((): string[] => []))
      if (name.endsWith('.safetensors'))
        await copyFile(join(runsFolder(folder), name), join(runsFolder(out), name));
}
