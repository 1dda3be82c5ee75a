import { rateWords } from '../../../words/number-format.ts';
import { LabError } from '../../../errors.ts';
import { missingPoints, sweepKey } from '../../../experiments/rates/sweep.ts';
import type { SweepRun } from '../../../experiments/rates/sweep-plan.ts';
import { sweepDifferences, withText } from '../../../experiments/plan/experiment-differences.ts';
import type { ParsedReport } from '../../../reports/data/json.ts';
import { writeAllDurably } from '../../disk/durable-file.ts';
import { readExperimentFolder } from '../../store/experiment-folder.ts';
import { replaceFolder } from '../../store/replace-folder.ts';
import {
  copyUnderWay,
  readSweepFolder,
  refuseAnother,
  writeSweep,
  writeSweepRun,
  type SweepFolder,
} from '../../sweep-folder.ts';
import { different, type MergeOptions } from '../parts/merge-parts.ts';
import { mergeKept } from '../parts/merge-kept.ts';
import { mergeReports, readReportIn } from '../parts/merge-reports.ts';
import { tellOrigins } from '../kept/kept-report.ts';
import { sweepOrigins, sweepResultFiles, sweepTable } from '../printed/sweep-results.ts';
import { say } from '../printed/terminal.ts';

/** Joins the parts that several machines have made of one sweep or one comparison. */
export async function merge(folders: readonly string[], options: MergeOptions): Promise<void> {
  const sweeps = await Promise.all(folders.map(readSweepFolder));
  if (sweeps.every((each) => each !== null)) return mergeSweeps(folders, sweeps, options);
  const kept = await Promise.all(folders.map(readExperimentFolder));
  if (kept.every((each) => each !== null)) return mergeKept(folders, kept, options);
  const reports = await Promise.all(folders.map(readReportIn));
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
  const present = await readSweepFolder(out);
  if (present) refuseAnother(out, present, first, 'Name another folder.');
  // What was trained there since an earlier merge counts as a part.
  const places = present ? [...folders, out] : folders;
  [...sweeps, ...(present ? [present] : [])].forEach((sweep, i) => {
    const differences = withText(sweepDifferences(sweep.plan, first.plan), sweep.text, first.text);
    if (differences.length > 0) throw different(places[i], places[0], differences);
    for (const run of sweep.runs) {
      const before = runs.get(sweepKey(run));
      if (before && numbers(before) !== numbers(run))
        throw new LabError(
          'bad-argument',
          `The run of ${run.armId} at η = ${rateWords(run.rate)} with seed ${run.seed} is in two parts, with different numbers.`,
          'Their machines or builds round differently: take one of them.',
        );
      runs.set(sweepKey(run), run);
    }
  });
  const { plan, text, labVersion } = first;
  const all = [...runs.values()];
  const fill = async (folder: string) => {
    await writeSweep(folder, { plan, text, labVersion });
    for (const part of folders) await copyUnderWay(part, folder, first);
    for (const run of all) await writeSweepRun(folder, run);
    await writeAllDurably(folder, sweepResultFiles(plan, all));
  };
  // A sweep that is there already gets the runs of the parts one by one, each of them whole.
  if (present) await fill(out);
  else await replaceFolder(out, () => false, fill);
  tellOrigins(sweepOrigins(plan, all));
  const left = missingPoints(plan, all).length;
  if (left > 0)
    say(
      `${left} runs are missing, or asked for because a best rate lies at an end: the same sweep command with --out ${out} and no --shard does them.`,
    );
  process.stdout.write(`${sweepTable(plan, all)}\n`);
}

/** What must not depend on the machine. */
const numbers = ({ seconds: _, evaluation, engine: __, machine: ___, labVersion: ____, ...run }: SweepRun) =>
  JSON.stringify({ ...run, evaluation: evaluation && { ...evaluation, seconds: 0 } });
