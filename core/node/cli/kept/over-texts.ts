import { join } from 'node:path';
import type { DealtPlan } from '../../../experiments/plan/dealt-plan.ts';
import { layerInfos } from '../../../layers/layer-info.ts';
import { buildReport } from '../../../reports/report.ts';
import type { Report } from '../../../reports/report-data.ts';
import { severalHtml, severalMarkdown } from '../../../reports/several/several-pages.ts';
import { overTextsTable, overTextsWords } from '../../../reports/several/several-words.ts';
import { severalReports } from '../../../reports/several/several.ts';
import { counted, fixed, rateWords } from '../../../words/number-format.ts';
import { yardstickById } from '../../../yardsticks/registry.ts';
import { writeAllDurably } from '../../disk/durable-file.ts';
import { readExperimentFolder } from '../../store/experiment-folder.ts';
import { readSweepFile, toldSweep } from '../../sweep-folder.ts';
import { timeOf } from '../../store/found-experiment.ts';
import { heldNumbers } from './kept-report.ts';
import { line, say, table } from '../printed/terminal.ts';
import { wholeLock } from '../parts/whole-lock.ts';
import { sharedFolder } from '../parts/whole-of-parts.ts';
import { reportIn } from './write-results.ts';

const page = 'over-texts.html';

/** Whether the page over all texts of a comparison is of the reports that there are. */
async function isUpToDate(out: string, folders: readonly string[]): Promise<boolean> {
  const reports = await Promise.all(folders.map((folder) => timeOf(join(reportIn(folder), 'report.json'))));
  return !reports.includes(0) && Math.max(...reports) <= (await timeOf(join(out, page)));
}

/**
 * What holds over the texts of a plan, once all of them are trained: printed, and of comparisons written beside their folders, by
 * one program.
 * @param folders of the texts, in the order of the plans
 */
export async function tellOverTexts(
  out: string,
  plans: readonly DealtPlan[],
  folders: readonly string[],
): Promise<void> {
  if (plans[0].work.kind === 'sweep') await sweptOverTexts(plans, folders);
  else await comparedOverTexts(out, plans, folders);
}

function sayLeft(left: string): void {
  say(`${left} of all texts are not done: the table over texts comes with the last of them.`);
}

async function comparedOverTexts(
  out: string,
  plans: readonly DealtPlan[],
  folders: readonly string[],
): Promise<void> {
  if (await isUpToDate(out, folders)) return;
  // Where nothing can be written, it is told all the same.
  const lock = await wholeLock(out).catch(() => null);
  try {
    // Another program may have written it meanwhile.
    if (!(await isUpToDate(out, folders))) await writeOverTexts(out, plans, folders);
  } finally {
    await lock?.release();
  }
}

async function writeOverTexts(
  out: string,
  plans: readonly DealtPlan[],
  folders: readonly string[],
): Promise<void> {
  const reports: Report[] = [];
  let left = 0;
  for (const [i, folder] of folders.entries()) {
    // A part without runs of a text need not have made its folder.
    if (!(await readExperimentFolder(folder))) return;
    const { whole, left: here } = await sharedFolder(folder, {}, heldNumbers / folders.length);
    left += here;
    // What a text is called on the machine that trained it does not matter.
    const corpus = { ...whole.corpus, name: plans[i].text.name };
    if (left === 0) reports.push(buildReport({ ...whole, corpus }));
  }
  if (left > 0) return sayLeft(counted(left, 'run'));
  const several = severalReports(reports);
  const { caption, head, rows } = overTextsTable(several);
  const words = overTextsWords(several).map(line);
  process.stdout.write(`\n${[line(caption), '', table(head, rows), '', ...words].join('\n')}\n`);
  const bytes = (text: string) => Buffer.from(text, 'utf8');
  await writeAllDurably(out, [
    { name: 'over-texts.md', bytes: bytes(severalMarkdown(several)) },
    { name: page, bytes: bytes(severalHtml(several)) },
  ]);
  say(`Written: ${join(out, page)}`);
}

async function sweptOverTexts(plans: readonly DealtPlan[], folders: readonly string[]): Promise<void> {
  const first = await readSweepFile(folders[0]);
  if (!first) return;
  const sweeps = await Promise.all(folders.map(toldSweep));
  if (sweeps.includes(null)) return sayLeft('Some runs');
  const { yardstick, experiment } = first.plan;
  const { label, digits } = yardstickById(yardstick);
  const infos = layerInfos(experiment.layers);
  const rows = experiment.arms.map(({ layer }, i) => [
    infos.find(({ id }) => id === layer)!.label,
    ...sweeps.map((sweep) => {
      const { bestRate, value } = sweep!.arms[i];
      return bestRate === null ? '–' : `${rateWords(bestRate)} (${fixed(Number(value), digits)})`;
    }),
  ]);
  process.stdout.write(
    `\nBest learning rate on each text, with its ${label}.\n\n${table(['output layer', ...plans.map(({ text }) => text.name)], rows)}\n`,
  );
}
