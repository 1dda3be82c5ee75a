import type { Command } from 'commander';
import type { SweepState } from '../../contract/lab-data.ts';
import { LabError } from '../../errors.ts';
import type { Shard } from '../../experiments/plan/deal.ts';
import { parseRateGrid } from '../../experiments/rates/rate-grid.ts';
import { checkSweep } from '../../experiments/files/required-readings.ts';
import { missingPoints, tuningSeeds } from '../../experiments/rates/sweep.ts';
import type { SweepPlan, SweepRun } from '../../experiments/rates/sweep-plan.ts';
import type { HostedLab } from '../../lab/create-lab.ts';
import { samePlan } from '../../lab/sweeping.ts';
import type { SweptText } from '../../reports/data/sweep-file.ts';
import { writeAllDurably } from '../durable-file.ts';
import { readSweepFolder, writeSweep, writeSweepRun } from '../sweep-folder.ts';
import { version } from '../version.ts';
import { refuseBesideText } from './contradictions.ts';
import { prepareExperiment } from './experiment-of.ts';
import type { ExperimentOptions } from './experiment-options.ts';
import { commandLab, labOptions } from './host.ts';
import { warnOfArms } from './layer-warnings.ts';
import { ProgressLine } from './progress-line.ts';
import { pointsOfShard } from './shard-runs.ts';
import { tellWarnings } from './text-warnings.ts';
import { tellThreads, type ThreadOptions } from './threads.ts';
import { onInterrupt, type Ended } from './training.ts';
import { yardstickOf } from './yardstick-names.ts';
import { sweepResultFiles, sweepResults, sweepTable } from './sweep-results.ts';

interface SweepOptions extends Omit<ExperimentOptions, 'rates' | 'seeds' | 'seed'>, ThreadOptions {
  /** The grid, as `1e-4..10/13`. */
  readonly rates: string;
  /** Number of tuning seeds. */
  readonly seeds: number;
  readonly yardstick: string;
  readonly extension: number;
  readonly shard?: Shard;
  readonly out: string;
  readonly json?: boolean;
}

/** The sweep that the folder holds already, if it asks the same; its runs are not done again. */
async function doneBefore(folder: string, plan: SweepPlan, text: SweptText): Promise<readonly SweepRun[]> {
  const found = await readSweepFolder(folder);
  if (!found) {
    await writeSweep(folder, { plan, text, labVersion: version });
    return [];
  }
  if (!samePlan(found.plan, plan) || found.text.sha256 !== text.sha256)
    throw new LabError(
      'bad-argument',
      `The folder '${folder}' holds another sweep: its text, model, layers, grid, seeds or steps are not these.`,
      'Name another folder, or ask the same question to go on with it.',
    );
  return found.runs;
}

/** Trains what is missing; every run that has ended is on disk before the next one is counted as done. */
async function train(
  lab: HostedLab,
  plan: SweepPlan,
  done: readonly SweepRun[],
  { out, shard }: SweepOptions,
): Promise<{ state: SweepState } & Ended> {
  const progress = new ProgressLine(process.stderr);
  let interrupted: number | null = null;
  let written: Promise<void> = Promise.resolve();
  const stopListening = onInterrupt((status) => {
    interrupted = status;
    progress.say('Stopping; runs that have ended are kept, and the same command goes on with the others.');
    void lab.cancelSweep({});
  });
  const off = lab.on('sweep', (state) => progress.showSweep(state.progress));
  try {
    const mine = shard && pointsOfShard(plan, shard);
    const state = await lab.runSweep({
      plan,
      done,
      ...(mine ? { mine } : {}),
      onRun: (run) => {
        written = written.then(() => writeSweepRun(out, run));
        // Handled below; a disk that is full must end the sweep, not the program.
        written.catch(() => void lab.cancelSweep({}));
      },
    });
    await written;
    return { state, interrupted };
  } finally {
    off();
    stopListening();
    progress.end();
  }
}

/** Tries every output layer at every rate of a grid. */
export async function sweep(
  files: readonly string[],
  options: SweepOptions,
  command: Command,
): Promise<void> {
  refuseBesideText(command, files[0]);
  const { rates, ...rest } = options;
  const grid = parseRateGrid(rates);
  const yardstick = yardstickOf(options.yardstick);
  tellThreads(options);
  const lab = commandLab(labOptions(options));
  try {
    // The seeds that are reported later are not known here.
    const summary = await prepareExperiment(lab, files, { ...rest, seeds: 1, seed: 1 });
    tellWarnings(summary, options.json ?? false);
    await warnOfArms(lab);
    const { experiment } = await lab.snapshot({});
    const plan: SweepPlan = {
      format: 'loss-lab-sweep',
      version: 1,
      experiment,
      grid,
      seeds: tuningSeeds(experiment, options.seeds),
      steps: experiment.steps,
      yardstick,
      extension: options.extension,
    };
    checkSweep(plan);
    const done = await doneBefore(options.out, plan, summary);
    if (done.length > 0) process.stderr.write(`${done.length} runs are done already.\n`);
    const { state, interrupted } = await train(lab, plan, done, options);
    const left = missingPoints(plan, state.runs).length;
    if (options.shard || interrupted !== null) {
      const what = options.shard ? `Shard ${options.shard.index}/${options.shard.count}` : 'The sweep';
      process.stderr.write(`${what}: ${state.runs.length} runs are done, ${left} of the sweep are not.\n`);
    }
    await writeAllDurably(options.out, sweepResultFiles(plan, state.runs));
    process.stdout.write(
      options.json
        ? `${JSON.stringify(sweepResults(plan, state.runs), null, 2)}\n`
        : `${sweepTable(plan, state.runs)}\n`,
    );
    if (interrupted !== null) process.exitCode = interrupted;
    else if (state.runs.length > 0 && state.runs.every(({ status }) => status === 'failed'))
      process.exitCode = 1;
  } finally {
    await lab.close();
  }
}
