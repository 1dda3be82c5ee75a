import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { namesIn, runsIn } from '../../disk/in-folder.ts';
import { LabError, toErrorData } from '../../../errors.ts';
import type { RunRecord } from '../../../experiments/run.ts';
import { parseReport, type ParsedReport } from '../../../reports/data/json.ts';
import { buildReport } from '../../../reports/report.ts';
import { reportInput, type Report, type ReportInput } from '../../../reports/report-data.ts';
import { copyDurably } from '../../disk/durable-file.ts';
import { writeBuiltReport } from '../../reports/report-into.ts';
import { readSmallFileIfThere } from '../../disk/small-file.ts';
import { moveAside, writePlan } from '../../store/experiment-folder.ts';
import { replaceFolder } from '../../store/replace-folder.ts';
import { collectSooner } from '../../threads/thread-limits.ts';
import { version } from '../../version.ts';
import { headingOf } from '../kept/heading.ts';
import { snapshotOf, tellOrigins } from '../kept/kept-report.ts';
import { checkParts, type MergeOptions } from './merge-parts.ts';
import { takeReportFolder } from '../kept/report-folder.ts';
import { standingText } from '../printed/results.ts';
import { say } from '../printed/terminal.ts';
import { replaceReport, reportFormats, reportIn } from '../kept/write-results.ts';

/** Bytes of a report that is read: it is one string, and those end at 2²⁹ units. */
const largestReport = 2 ** 29 - 2 ** 20;

/** The report of a comparison: in its folder `report`, or beside the runs as earlier versions had it. Null for none. */
export async function readReportIn(folder: string): Promise<ParsedReport | null> {
  for (const path of [join(reportIn(folder), 'report.json'), join(folder, 'report.json')]) {
    const text = await readSmallFileIfThere(path, largestReport);
    if (text === null) continue;
    try {
      return parseReport(text);
    } catch (error) {
      const { code, message, next } = toErrorData(error);
      throw new LabError(code, `'${path}': ${message}`, next);
    }
  }
  return null;
}

/** Joins the parts of one comparison into a folder, which is there whole or not at all. */
export async function mergeReports(
  folders: readonly string[],
  reports: readonly ParsedReport[],
  { out, force = false, language }: MergeOptions,
): Promise<void> {
  const whole = joined(folders, reports);
  // Told before the work, not after it.
  await takeReportFolder(out, force);
  const report = buildReport({ ...whole, heading: headingOf({ language }, whole.heading) });
  await tellAndFill(report, { out, force }, async (staging) => {
    await copyRuns(folders, staging);
    // Parts of earlier versions know of no text: the whole holds results, and cannot be gone on with.
    await writePlan(staging, report.experiment);
    await replaceReport(staging, (place) =>
      writeBuiltReport({ folder: place, runs: runsIn(staging), text: null }, report, reportFormats),
    );
  });
}

/** Prints how a merged comparison stands, then makes its folder, which is there whole or not at all. */
export async function tellAndFill(
  report: Report,
  { out, force = false }: MergeOptions,
  fill: (staging: string) => Promise<void>,
): Promise<void> {
  const waiting = report.runs.filter(({ status }) => status === 'waiting').length;
  if (waiting > 0) say(`${waiting} runs are missing: this is a partial report.`);
  tellOrigins(report);
  process.stdout.write(`${standingText(snapshotOf(report), report)}\n`);
  if (force) {
    const aside = await moveAside(out);
    if (aside !== null) say(`What was in '${out}' before is in '${join(out, aside)}' now.`);
  }
  collectSooner();
  await replaceFolder(out, () => false, fill);
}

function joined(folders: readonly string[], reports: readonly ParsedReport[]): ReportInput {
  const [first] = reports as [ParsedReport, ...ParsedReport[]];
  checkParts(folders, reports);
  const runs = first.runs.map((_, k): RunRecord => {
    const found = reports.map((report) => report.runs[k]).filter(({ status }) => status !== 'waiting');
    if (found.length > 1)
      throw new LabError(
        'bad-argument',
        `The run of ${found[0].armId} with seed ${found[0].seed} is in ${found.length} of the parts.`,
        'Merge parts of one division of the work.',
      );
    return found[0] ?? first.runs[k];
  });
  const processors = [...new Set(reports.map(({ machine }) => machine.processor))];
  return {
    ...reportInput(first),
    runs,
    machine: { ...first.machine, processor: processors.join('; ') },
    version,
    generatedAt: new Date().toISOString(),
    robustness: null,
    partial: runs.some(({ status }) => status === 'waiting' || status === 'stopped'),
  };
}

/** The trained runs of all parts, side by side: in earlier versions they were files. */
async function copyRuns(parts: readonly string[], out: string): Promise<void> {
  await mkdir(runsIn(out), { recursive: true });
  for (const part of parts)
    for (const name of await namesIn(runsIn(part)))
      if (name.endsWith('.safetensors')) await copyDurably(join(runsIn(part), name), join(runsIn(out), name));
}
