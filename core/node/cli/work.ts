import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { RunKey } from '../../contract/run-book.ts';
import type { CorpusSummary } from '../../corpora/corpus.ts';
import { LabError } from '../../errors.ts';
import type { Experiment } from '../../experiments/experiment.ts';
import { experimentDifferences } from '../../experiments/plan/differences.ts';
import { parseDealtPlan, type DealtPlan } from '../../experiments/plan/dealt-plan.ts';
import { missingPoints, sweepKey } from '../../experiments/rates/sweep.ts';
import type { HostedLab } from '../../lab/create-lab.ts';
import { parseSweep } from '../../reports/data/sweep-file.ts';
import type { TextPlace } from '../../store/about.ts';
import { grouped, listed } from '../../words/number-format.ts';
import { readSmallFile } from '../small-file.ts';
import { version } from '../version.ts';
import { commandLab, labOptions } from './host.ts';
import { warnOfArms } from './layer-warnings.ts';
import { takeComparisonFolder } from './report-folder.ts';
import { sweepInto } from './sweep.ts';
import { tellWarnings } from './text-warnings.ts';
import { tellThreads, type ThreadOptions } from './threads.ts';
import { keepPartAndTell } from './train-and-tell.ts';

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

/** Trains one part of a plan, into a folder that the programs of all parts may fill. */
export async function work(file: string, options: WorkOptions): Promise<void> {
  const what = `'${file}'`;
  const plan = parseDealtPlan(await readSmallFile(file, largestPlan), what);
  const mine = plan.parts.at(options.shard - 1);
  if (!mine)
    throw new LabError(
      'bad-argument',
      `The plan ${what} has ${plan.parts.length} parts, and no part ${options.shard}.`,
    );
  if (plan.labVersion !== version)
    process.stderr.write(
      `The plan was made by loss-lab ${plan.labVersion}, and this is ${version}: where they round differently, parts do not fit to the last bit.\n`,
    );
  const part = { name: `Part ${options.shard} of ${plan.parts.length}`, mine };
  tellThreads(options);
  const lab = commandLab(labOptions({ ...options, threadsPerRun: plan.threadsPerRun }));
  try {
    if (plan.work.kind === 'sweep') await workSweep(lab, plan, what, part, options);
    else await workCompare(lab, plan, plan.work.experiment, part, options);
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
  const differences = before ? experimentDifferences(before.experiment, experiment) : [];
  if (differences.length > 0)
    throw new LabError(
      'bad-argument',
      `The folder '${out}' holds another comparison: ${listed(differences)} ${differences.length === 1 ? 'is' : 'are'} not the same.`,
      'Name another folder.',
    );
  const { place } = await takeText(lab, plan, experiment, options);
  tellWarnings((await lab.snapshot({})).corpus, json);
  await warnOfArms(lab);
  const { arms, seeds } = experiment;
  const keys = seeds.flatMap((seed) => arms.map(({ id }) => nameOf({ armId: id, seed })));
  const own = new Set(mine.map((run) => keys[run]));
  await keepPartAndTell(lab, out, {
    text: { text: place, copied: null },
    replace: false,
    json,
    mine: (run) => own.has(nameOf(run)),
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
  const points = missingPoints(sweep, []).map(sweepKey);
  const runs = plan.parts.reduce((sum, { length }) => sum + length, 0);
  if (runs !== points.length)
    throw new LabError(
      'file-not-read',
      `${what} deals ${grouped(runs)} runs out, and its sweep has ${grouped(points.length)}.`,
      'Make the plan again with loss-lab plan.',
    );
  const { summary } = await takeText(lab, plan, sweep.experiment, options);
  const own = new Set(mine.map((run) => points[run]));
  await sweepInto(lab, sweep, summary, {
    out: options.out,
    json: options.json ?? false,
    part: { name, mine: (point) => own.has(sweepKey(point)) },
  });
}

const nameOf = ({ armId, seed }: RunKey) => `${armId}/${seed}`;

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
  const [path, ...more] = options.text ?? text.paths;
  const heldOut = options.heldOutFile ?? text.heldOutPath;
  for (const each of [path, ...more, ...(heldOut === null ? [] : [heldOut])])
    if (each === undefined || !existsSync(each))
      throw new LabError(
        'text-not-found',
        `The text of this plan, '${each ?? text.name}' (${grouped(text.bytes)} bytes, SHA-256 ${text.sha256}), is not here.`,
        each === heldOut ? 'Say where it is with --held-out-file.' : 'Say where it is with --text.',
      );
  const summary = await lab.openPath({ path, source: 'file', options: corpus.options, more, heldOut });
  const held = summary.files.find((each) => each.heldOut)?.sha256;
  if (summary.sha256 !== corpus.sha256 || held !== corpus.heldOut?.sha256)
    throw new LabError(
      'text-changed',
      `This text has the SHA-256 ${summary.sha256}; the plan was made on ${corpus.sha256}.`,
      'Say with --text where that one is.',
    );
  await lab.setExperiment({ experiment });
  return {
    summary,
    place: {
      kind: 'files',
      paths: [path, ...more].map((each) => resolve(each)),
      heldOut: heldOut === null ? null : resolve(heldOut),
    },
  };
}
