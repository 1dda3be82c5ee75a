import { join } from 'node:path';
import type { Command } from 'commander';
import { runsIn } from '../../disk/in-folder.ts';
import type { CorpusSummary } from '../../../corpora/corpus.ts';
import { LabError } from '../../../errors.ts';
import type { Shard } from '../../../experiments/plan/deal.ts';
import { parseRateGrid } from '../../../experiments/rates/rate-grid.ts';
import { checkSweep } from '../../../experiments/files/required-readings.ts';
import { missingPoints, sweepKey, sweepOf } from '../../../experiments/rates/sweep.ts';
import type { SweepPlan, SweepPoint, SweepRun } from '../../../experiments/rates/sweep-plan.ts';
import type { HostedLab } from '../../../lab/create-lab.ts';
import type { SweptText } from '../../../reports/data/sweep-file.ts';
import { writeAllDurably } from '../../disk/durable-file.ts';
import { RunLock } from '../../store/run-lock.ts';
import {
  readSweepFile,
  readSweepFolder,
  refuseAnother,
  runsUnderWay,
  sweepRunCount,
  toldSweep,
  writeSweep,
  writeSweepRun,
} from '../../sweep-folder.ts';
import { version } from '../../version.ts';
import { refuseBesideText } from '../options/contradictions.ts';
import { prepareExperiment } from '../training/experiment-of.ts';
import type { ExperimentOptions } from '../options/experiment-options.ts';
import { commandLab, labOptions } from '../command-lab.ts';
import { warnOfArms } from '../own-layers/layer-warnings.ts';
import { pointsOfShard } from '../parts/shard-runs.ts';
import { say } from '../printed/terminal.ts';
import { tellWarnings } from '../printed/text-warnings.ts';
import { tellThreads, type ThreadOptions } from '../options/threads.ts';
import { interruptible, type Ended } from '../training/training.ts';
import { wholeLock } from '../parts/whole-lock.ts';
import { yardstickOf } from '../options/yardstick-names.ts';
import { tellOrigins } from '../kept/kept-report.ts';
import { sweepOrigins, sweepResultFiles, sweepResults, sweepTable } from '../printed/sweep-results.ts';

/** What says which sweep is made. */
export interface SweptOptions extends Omit<ExperimentOptions, 'rates' | 'seeds' | 'seed'> {
  /** The grid, as `1e-4..10/13`. */
  readonly rates: string;
  /** Number of tuning seeds. */
  readonly seeds: number;
  readonly yardstick: string;
  readonly extension: number;
}

interface SweepOptions extends SweptOptions, ThreadOptions {
  readonly shard?: Shard;
  readonly out: string;
  readonly json?: boolean;
}

/** Where a sweep is kept, and which part of it is trained. */
interface SweepWork {
  readonly out: string;
  readonly json: boolean;
  /** A part of the grid as it was planned; absent for all of it. */
  readonly part?: { readonly name: string; readonly mine: (point: SweepPoint) => boolean } | undefined;
}

/** All runs there are, and how their training ended. */
interface Trained extends Ended {
  readonly runs: readonly SweepRun[];
}

/** The sweep that the folder holds already, if it asks the same; its runs are not done again. */
async function doneBefore(folder: string, plan: SweepPlan, text: SweptText): Promise<readonly SweepRun[]> {
  const found = await readSweepFolder(folder);
  if (!found) {
    await writeSweep(folder, { plan, text, labVersion: version });
    return [];
  }
  refuseAnother(
    folder,
    found,
    { plan, text },
    'Name another folder, or ask the same question to go on with it.',
  );
  return found.runs;
}

/** Trains what is missing; what has come of it is on disk when it ends. */
async function train(
  lab: HostedLab,
  plan: SweepPlan,
  done: readonly SweepRun[],
  { out, part }: SweepWork,
): Promise<Trained> {
  let written: Promise<void> = Promise.resolve();
  const write = (work: () => Promise<void>) => {
    written = written.then(work);
    // Handled below; a disk that is full must end the sweep, not the program.
    written.catch(() => void lab.cancelSweep({}));
  };
  const { done: runs, interrupted } = await interruptible(
    async (progress) => {
      const off = lab.on('sweep', (state) => progress.showSweep(state.progress));
      try {
        const swept = await lab.runSweep({
          plan,
          done,
          ...(part && { mine: part.mine }),
          onRun: (run) => write(() => writeSweepRun(out, run)),
          underWay: runsUnderWay(out, plan, lab.corpus()!.vocabulary.length, write),
        });
        await written;
        return swept.runs;
      } finally {
        off();
      }
    },
    'Stopping; what there is is kept, and the same command goes on with it.',
    () => lab.cancelSweep({}),
  );
  return { runs, interrupted };
}

/** Loads the text and says which sweep the options ask for. */
export async function planSweep(
  lab: HostedLab,
  files: readonly string[],
  options: SweptOptions,
): Promise<{ readonly plan: SweepPlan; readonly text: CorpusSummary }> {
  const { rates, ...rest } = options;
  const grid = parseRateGrid(rates);
  const yardstick = yardstickOf(options.yardstick);
  // The seeds that are reported later are not known here.
  const text = await prepareExperiment(lab, files, { ...rest, seeds: 1, seed: 1 });
  const { experiment } = await lab.snapshot({});
  const { seeds, extension } = options;
  const plan = sweepOf(experiment, { grid, seeds, steps: experiment.steps, yardstick, extension });
  checkSweep(plan);
  return { plan, text };
}

/** Tries every output layer at every rate of a grid. */
export async function sweep(
  files: readonly string[],
  options: SweepOptions,
  command: Command,
): Promise<void> {
  refuseBesideText(command, files[0]);
  tellThreads(options);
  const lab = commandLab(labOptions({ ...options, inTurn: true }));
  try {
    const { plan, text } = await planSweep(lab, files, options);
    const { shard, out, json = false } = options;
    const part = shard && {
      name: `Part ${shard.index} of ${shard.count}`,
      mine: pointsOfShard(plan, shard),
    };
    await sweepInto(lab, plan, text, { out, json, part });
  } finally {
    await lab.close();
  }
}

/**
 * Whether all runs of a sweep are done and told, which is said then: of many it would take minutes to read them again.
 * @throws LabError `bad-argument` where the folder holds another sweep
 */
async function nothingLeft(out: string, plan: SweepPlan, text: SweptText, part: string): Promise<boolean> {
  const found = await readSweepFile(out);
  if (!found) return false;
  refuseAnother(out, found, { plan, text }, 'Name another folder.');
  const told = await toldSweep(out);
  if (!told) return false;
  say(
    `${part}: all runs of the sweep are in '${out}', and what they came to in '${join(out, 'results.json')}'.`,
  );
  const rates = told.arms.flatMap((arm) => arm.rates);
  if (rates.every(({ values, diverged }) => values.length + diverged === 0)) process.exitCode = 1;
  return true;
}

/** Trains a sweep, or a part of it, into a folder that other programs may fill at the same time. */
export async function sweepInto(
  lab: HostedLab,
  plan: SweepPlan,
  text: CorpusSummary,
  work: SweepWork,
): Promise<void> {
  const { out, json, part } = work;
  if (part && !json && (await nothingLeft(out, plan, text, part.name))) return;
  tellWarnings(text, json);
  await warnOfArms(lab);
  const done = await doneBefore(out, plan, text);
  if (done.length > 0) say(`${done.length} runs are done already.`);
  const own = await train(lab, plan, done, work);
  const { runs, interrupted } = part ? await withOthers(lab, plan, own, work) : own;
  const left = missingPoints(plan, runs).length;
  if (part || interrupted !== null)
    say(`${part?.name ?? 'The sweep'}: ${runs.length} runs are done, ${left} of the sweep are not.`);
  if (part) await writeResultsOfAll(out, plan, runs);
  else await writeAllDurably(out, sweepResultFiles(plan, runs));
  tellOrigins(sweepOrigins(plan, runs));
  process.stdout.write(
    json ? `${JSON.stringify(sweepResults(plan, runs), null, 2)}\n` : `${sweepTable(plan, runs)}\n`,
  );
  if (interrupted !== null) process.exitCode = interrupted;
  else if (runs.length > 0 && runs.every(({ status }) => status === 'failed')) process.exitCode = 1;
}

/**
 * Writes the results of all runs that programs have kept, one program after the other: who comes later knows of no fewer, though
 * it may have begun to read them earlier.
 */
async function writeResultsOfAll(out: string, plan: SweepPlan, known: readonly SweepRun[]): Promise<void> {
  const lock = await wholeLock(runsIn(out));
  try {
    const more = (await sweepRunCount(out)) > known.length;
    const runs = more ? ((await readSweepFolder(out))?.runs ?? known) : known;
    await writeAllDurably(out, sweepResultFiles(plan, runs));
  } finally {
    await lock.release();
  }
}

/**
 * What all programs have kept by now. Where all parts are in the folder and the best rate of an arm lies at an end of the
 * grid, one of them trains what the grid is widened by: whoever comes first.
 */
async function withOthers(
  lab: HostedLab,
  plan: SweepPlan,
  { interrupted }: Ended,
  { out, json }: SweepWork,
): Promise<Trained> {
  const runs = (await readSweepFolder(out))?.runs ?? [];
  const done = new Set(runs.map(sweepKey));
  const planned = missingPoints(plan, []).every((point) => done.has(sweepKey(point)));
  if (interrupted !== null || !planned || missingPoints(plan, runs).length === 0)
    return { runs, interrupted };
  let lock: RunLock;
  try {
    lock = (await RunLock.take(out, 'The rest of this sweep')).keepAlive();
  } catch (error) {
    if (!(error instanceof LabError) || error.code !== 'wrong-state') throw error;
    say('Another program trains what the grid is widened by.');
    return { runs, interrupted };
  }
  try {
    // Another program may have trained it since.
    const now = (await readSweepFolder(out))?.runs ?? runs;
    if (missingPoints(plan, now).length === 0) return { runs: now, interrupted };
    return await train(lab, plan, now, { out, json });
  } finally {
    await lock.release();
  }
}
