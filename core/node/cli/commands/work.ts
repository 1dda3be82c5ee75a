import { join, resolve } from 'node:path';
import type { CorpusSummary } from '../../../corpora/corpus.ts';
import { LabError } from '../../../errors.ts';
import type { Experiment } from '../../../experiments/experiment.ts';
import { experimentDifferences, itDiffers } from '../../../experiments/plan/experiment-differences.ts';
import { questionDifferences } from '../../../experiments/plan/first-question.ts';
import { parseDealtPlans, type DealtPlan } from '../../../experiments/plan/dealt-plan.ts';
import { missingPoints } from '../../../experiments/rates/sweep.ts';
import type { HostedLab } from '../../../lab/create-lab.ts';
import { parseSweep } from '../../../reports/data/sweep-file.ts';
import type { TextPlace } from '../../../store/about.ts';
import { described } from '../../../store/notes.ts';
import { grouped } from '../../../words/number-format.ts';
import { readSmallFile } from '../../disk/small-file.ts';
import { notesIn } from '../../store/found-experiment.ts';
import { version } from '../../version.ts';
import { commandLab, labOptions } from '../command-lab.ts';
import { openNamedText } from '../kept/kept-text.ts';
import { warnOfArms } from '../own-layers/layer-warnings.ts';
import { takeComparisonFolder } from '../kept/report-folder.ts';
import { pointsAt, runsAt } from '../parts/shard-runs.ts';
import { sweepInto } from './sweep.ts';
import { tellOverTexts } from '../kept/over-texts.ts';
import { line, say } from '../printed/terminal.ts';
import { tellWarnings } from '../printed/text-warnings.ts';
import { tellThreads, type ThreadOptions } from '../options/threads.ts';
import { keepPartAndTell } from '../parts/keep-part-and-tell.ts';
import { readdir, stat } from 'node:fs/promises';
import { hashOfFile } from '../../store/complete-file.ts';

/** Bytes of a plan: plug-ins and a million runs with room to spare. */
const largestPlan = 2 ** 26;

interface WorkOptions extends ThreadOptions {
  readonly shard: number;
  readonly out: string;
  readonly text?: readonly string[];
  readonly heldOutFile?: string;
  readonly trustPlugin?: readonly string[];
  readonly json?: boolean;
}

/** Trains one part of a plan, into a folder that the programs of all parts may fill; of several texts, each has one in it. */
export async function work(file: string, options: WorkOptions): Promise<void> {
  const what = `'${file}'`;
  const plans = parseDealtPlans(await readSmallFile(file, largestPlan), what);
  tellThreads(options);
  if (plans.length === 1) return workOn(plans[0], what, options);
  if (options.json)
    throw new LabError(
      'bad-argument',
      'The results of several texts are no one JSON value.',
      'Leave --json out: each text has its results in a folder of its own.',
    );
  const folders = plans.map((plan, i) => join(options.out, folderOfText(plan, i)));
  for (const [i, plan] of plans.entries()) {
    say(`Text ${i + 1} of ${plans.length}: ${plan.text.name}`);
    process.stdout.write(`${i === 0 ? '' : '\n'}${line(`# ${plan.text.name}`)}\n\n`);
    await workOn(plan, what, { ...options, out: folders[i] });
    // Ended by a signal, which the other texts were meant by too.
    if (Number(process.exitCode) > 128) return;
  }
  await tellOverTexts(options.out, plans, folders);
}

/** `2-book`: the place of a text in its plan, and what of its name any file system takes. */
const folderOfText = ({ text: { name } }: DealtPlan, i: number): string =>
  `${i + 1}-${
    name
      .replace(/\.[^.]*$/, '')
      .replace(/[^\w-]+/g, '-')
      .slice(0, 40) || 'text'
  }`;

async function workOn(plan: DealtPlan, what: string, options: WorkOptions): Promise<void> {
  const mine = plan.parts.at(options.shard - 1);
  if (!mine)
    throw new LabError(
      'bad-argument',
      `The plan ${what} has ${plan.parts.length} parts, and no part ${options.shard}.`,
    );
  if (plan.labVersion !== version)
    say(
      `The plan was made by loss-lab ${plan.labVersion}, and this is ${version}: where they round differently, parts do not fit to the last bit.`,
    );
  const part = { name: `Part ${options.shard} of ${plan.parts.length}`, mine };
  const lab = commandLab(labOptions({ ...options, threadsPerRun: plan.threadsPerRun, inTurn: true }));
  try {
    if (plan.work.kind === 'compare') await workCompare(lab, plan, plan.work.experiment, part, options);
    else await workSweep(lab, plan, what, part, options);
  } finally {
    await lab.close();
  }
}

interface Part {
  readonly name: string;
  /** Places of its runs. */
  readonly mine: readonly number[];
}

async function workCompare(
  lab: HostedLab,
  plan: DealtPlan,
  experiment: Experiment,
  { name, mine }: Part,
  options: WorkOptions,
): Promise<void> {
  const { out, json = false } = options;
  const before = await takeComparisonFolder(out, false);
  const kept = before && described(before.experiment, await notesIn(out));
  const differences = kept
    ? [...experimentDifferences(kept, experiment), ...questionDifferences(experiment, kept)]
    : [];
  if (differences.length > 0)
    throw new LabError(
      'bad-argument',
      `The folder '${out}' holds another comparison: ${itDiffers(differences)}.`,
      'Name another folder.',
    );
  const { place } = await takeText(lab, plan, experiment, options);
  tellWarnings((await lab.snapshot({})).corpus, json);
  await warnOfArms(lab);
  await keepPartAndTell(lab, out, {
    text: { text: place, copied: null },
    replace: false,
    json,
    mine: runsAt(experiment, mine),
    part: name,
  });
}

async function workSweep(
  lab: HostedLab,
  plan: DealtPlan,
  what: string,
  { name, mine }: Part,
  options: WorkOptions,
): Promise<void> {
  if (plan.work.kind !== 'sweep') return;
  const { plan: sweep } = parseSweep(JSON.stringify(plan.work.sweep), what);
  const planned = missingPoints(sweep, []);
  const runs = plan.parts.reduce((sum, { length }) => sum + length, 0);
  if (runs !== planned.length)
    throw new LabError(
      'file-not-read',
      `${what} deals ${grouped(runs)} runs out, and its sweep has ${grouped(planned.length)}.`,
      'Make the plan again with loss-lab plan.',
    );
  const { summary } = await takeText(lab, plan, sweep.experiment, options);
  await sweepInto(lab, sweep, summary, {
    out: options.out,
    json: options.json ?? false,
    part: { name, mine: pointsAt(planned, mine) },
  });
}

/** Reads the text of a plan, from where it is said to be or was when the plan was made, and no other text. */
async function takeText(
  lab: HostedLab,
  { text }: DealtPlan,
  experiment: Experiment,
  options: WorkOptions,
): Promise<{ readonly summary: CorpusSummary; readonly place: TextPlace }> {
  const { corpus } = experiment;
  if (corpus.kind === 'builtin') {
    await lab.setExperiment({ experiment });
    return { summary: (await lab.snapshot({})).corpus!, place: { kind: 'builtin' } };
  }
  const paths = options.text ? await filesOfText(options.text, text) : text.paths;
  const heldOut = options.heldOutFile ?? text.heldOutPath;
  const summary = await openNamedText(lab, corpus, { paths, heldOut }, 'file', {
    missing: (path = text.name) =>
      `The text of this plan, '${path}' (${grouped(text.bytes)} bytes, SHA-256 ${text.sha256}), is not here.`,
    changed: (sha256) => `This text has the SHA-256 ${sha256}; the plan was made on ${corpus.sha256}.`,
  });
  await lab.setExperiment({ experiment });
  return {
    summary,
    place: {
      kind: 'files',
      paths: paths.map((each) => resolve(each)),
      heldOut: heldOut === null ? null : resolve(heldOut),
    },
  };
}

/** What a file is; null where it is not there. */
const look = (path: string) => stat(path).catch(() => null);

/** The files that are named, and those in the folders that are named. */
async function candidates(where: readonly string[]): Promise<string[]> {
  const all = await Promise.all(
    where.map(async (path) =>
      (await look(path))?.isDirectory()
        ? (await readdir(path)).sort().map((name) => join(path, name))
        : [path],
    ),
  );
  return all.flat();
}

/**
 * The one file with the contents that a plan names, among files and folders; where none has them, all that is named, which is
 * the text in several files or is refused for what it is.
 */
async function filesOfText(
  where: readonly string[],
  { bytes, sha256 }: DealtPlan['text'],
): Promise<readonly string[]> {
  for (const path of await candidates(where)) {
    const info = await look(path);
    if (info?.isFile() && info.size === bytes && (await hashOfFile(path)) === sha256) return [path];
  }
  return where;
}
