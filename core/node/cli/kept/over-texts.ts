import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DealtPlan } from '../../../experiments/plan/dealt-plan.ts';
import { missingPoints, sweepCurves } from '../../../experiments/rates/sweep.ts';
import { layerInfos } from '../../../layers/layer-info.ts';
import { buildReport } from '../../../reports/report.ts';
import type { Report } from '../../../reports/report-data.ts';
import { severalHtml, severalMarkdown } from '../../../reports/several/several-pages.ts';
import { overTextsTable, overTextsWords } from '../../../reports/several/several-words.ts';
import { severalReports } from '../../../reports/several/several.ts';
import { counted, fixed } from '../../../words/number-format.ts';
import { yardstickById } from '../../../yardsticks/registry.ts';
import { writeAllDurably } from '../../durable-file.ts';
import { readExperimentFolder } from '../../store/experiment-folder.ts';
import { readSweepFolder, type SweepFolder } from '../../sweep-folder.ts';
import { heldNumbers } from './kept-report.ts';
import { line, table } from '../printed/terminal.ts';
import { sharedFolder } from '../parts/whole-of-parts.ts';

const page = 'over-texts.html';

/** Whether the page over all texts of a comparison is written. */
export const hasOverTexts = (out: string): boolean => existsSync(join(out, page));

/**
 * What holds over the texts of a plan, once all of them are trained: printed, and beside their folders.
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

function sayLeft(left: number): void {
  process.stderr.write(
    `${counted(left, 'run')} of all texts are not done: the table over texts comes with the last of them.\n`,
  );
}

async function comparedOverTexts(
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
  if (left > 0) return sayLeft(left);
  const several = severalReports(reports);
  const { caption, head, rows } = overTextsTable(several);
  const words = overTextsWords(several).map(line);
  process.stdout.write(`\n${[line(caption), '', table(head, rows), '', ...words].join('\n')}\n`);
  const bytes = (text: string) => Buffer.from(text, 'utf8');
  await writeAllDurably(out, [
    { name: 'over-texts.md', bytes: bytes(severalMarkdown(several)) },
    { name: page, bytes: bytes(severalHtml(several)) },
  ]);
  process.stderr.write(`Written: ${line(join(out, page))}\n`);
}

async function sweptOverTexts(plans: readonly DealtPlan[], folders: readonly string[]): Promise<void> {
  const sweeps: SweepFolder[] = [];
  let left = 0;
  for (const folder of folders) {
    const sweep = await readSweepFolder(folder);
    if (!sweep) return;
    left += missingPoints(sweep.plan, sweep.runs).length;
    sweeps.push(sweep);
  }
  if (left > 0) return sayLeft(left);
  const [{ plan }] = sweeps;
  const { label, digits } = yardstickById(plan.yardstick);
  const infos = layerInfos(plan.experiment.layers);
  const curves = sweeps.map((sweep) => sweepCurves(sweep.plan, sweep.runs));
  const rows = plan.experiment.arms.map(({ layer }, i) => [
    infos.find(({ id }) => id === layer)!.label,
    ...curves.map((arms) => {
      const { best } = arms[i];
      return best ? `${best.rate} (${fixed(best.summary.mean, digits)})` : '–';
    }),
  ]);
  process.stdout.write(
    `\nBest learning rate on each text, with its ${label}.\n\n${table(['output layer', ...plans.map(({ text }) => text.name)], rows)}\n`,
  );
}
