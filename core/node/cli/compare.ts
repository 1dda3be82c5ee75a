import type { Command } from 'commander';
import type { LabSnapshot } from '../../contract/lab-data.ts';
import { LabError } from '../../errors.ts';
import { parseExperiment } from '../../experiments/files/experiment-schema.ts';
import type { Experiment } from '../../experiments/experiment.ts';
import type { HostedLab } from '../../lab/create-lab.ts';
import { readSmallFile } from '../small-file.ts';
import { refuseBesideBuiltin, refuseBesideExperiment, refuseBesideText } from './contradictions.ts';
import { prepareExperiment, type ExperimentOptions } from './experiment-options.ts';
import { commandLab, takeText, trustOf } from './host.ts';
import { warnOfArms } from './layer-warnings.ts';
import { usePolicy, type PolicyOptions } from './policy.ts';
import { takeReportFolder } from './report-folder.ts';
import { resultsJson, standingText } from './results.ts';
import { repeatToEnd } from './robustness.ts';
import { inShard, type Shard } from './shard.ts';
import { tellWarnings } from './text-warnings.ts';
import { trainToEnd } from './training.ts';
import { writeResults } from './write-results.ts';

interface CompareOptions extends ExperimentOptions, PolicyOptions {
  readonly experiment?: string;
  readonly shard?: Shard;
  readonly out?: string;
  readonly force?: boolean;
  readonly robustness?: boolean;
  readonly json?: boolean;
}

/** Bytes of a saved experiment: 64 arms and 1000 seeds have some 20 000, the rest is for plug-ins. */
const largestExperiment = 2 ** 24;

/** A saved experiment. Its own text is named by contents; which file that is, only the command line says. */
async function savedExperiment(file: string): Promise<Experiment> {
  try {
    return parseExperiment(JSON.parse(await readSmallFile(file, largestExperiment)));
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw new LabError(
      'file-not-read',
      `The experiment '${file}' cannot be read: ${(error as Error).message}.`,
    );
  }
}

/** Loads the text and sets the experiment up on it. */
async function prepare(
  lab: HostedLab,
  files: readonly string[],
  options: CompareOptions,
  command: Command,
): Promise<void> {
  if (options.experiment === undefined) {
    await prepareExperiment(lab, files, options);
    await usePolicy(lab, options);
    return;
  }
  const saved = await savedExperiment(options.experiment);
  refuseBesideBuiltin(command, files[0], saved);
  if (saved.corpus.kind === 'text') {
    const { encoding, heldOutShare, tuningShare, ...rest } = saved.corpus.options;
    if (options.heldOutFile !== undefined && saved.corpus.heldOut === null)
      throw new LabError(
        'bad-argument',
        'The experiment is on one text alone: --held-out-file has no part in it.',
        'Leave it out.',
      );
    const summary = await takeText(lab, files, {
      ...options,
      ...rest,
      heldOut: heldOutShare,
      tuning: tuningShare,
      ...(encoding === null ? {} : { encoding }),
    });
    if (summary.sha256 !== saved.corpus.sha256)
      throw new LabError(
        'bad-argument',
        `This text has the SHA-256 ${summary.sha256}; the experiment was made on ${saved.corpus.sha256}.`,
        'Give the text the experiment names.',
      );
    const heldOut = summary.files.find((each) => each.heldOut)?.sha256;
    if (heldOut !== saved.corpus.heldOut?.sha256)
      throw new LabError(
        'bad-argument',
        `This held-out text has the SHA-256 ${heldOut}; the experiment was made on ${saved.corpus.heldOut?.sha256}.`,
        'Give the held-out text the experiment names.',
      );
  }
  await lab.setExperiment({ experiment: saved });
}

/** Trains every run; of a shard, those that belong to it. */
async function train(lab: HostedLab, shard: Shard | undefined): Promise<{ interrupted: boolean }> {
  const stopping = 'Stopping; what there is will be written.';
  if (!shard) return trainToEnd(lab, stopping);
  const { arms, seeds } = (await lab.snapshot({})).experiment;
  const place = (armId: string, seed: number) =>
    arms.findIndex(({ id }) => id === armId) + arms.length * seeds.indexOf(seed);
  return trainToEnd(lab, stopping, ({ armId, seed }) => inShard(shard, place(armId, seed)));
}

/** Says which runs failed, and that there is no result where no run has one. Answers whether all is well. */
function sayProblems(snapshot: LabSnapshot): boolean {
  for (const run of snapshot.runs)
    if (run.failure !== null)
      process.stderr.write(`${run.armId}, seed ${run.seed}: failed: ${run.failure}\n`);
  const trained = snapshot.runs.filter(({ status }) => status !== 'waiting');
  const nothing = trained.every((run) => run.status === 'diverged');
  if (nothing)
    process.stderr.write(
      'loss-lab: Every run diverged, so nothing can be compared.\n  Try a lower --rate.\n',
    );
  return !nothing && snapshot.runs.every((run) => run.status !== 'failed');
}

/** What needs the runs of all arms at hand cannot be done in parts. */
function refuseBesideShard({ shard, untilDecided, robustness }: CompareOptions): void {
  if (!shard) return;
  if (untilDecided !== undefined)
    throw new LabError(
      'bad-argument',
      'Seeds cannot be added until decided in parts: whether one more is needed depends on the runs of all parts.',
      'Leave --shard out, or fix the number of seeds with --seeds.',
    );
  if (robustness)
    throw new LabError(
      'bad-argument',
      '--robustness needs the runs of all parts, and --shard trains one.',
      'Leave one of them out.',
    );
}

/** Trains every output layer on a text and compares them. */
export async function compare(
  files: readonly string[],
  options: CompareOptions,
  command: Command,
): Promise<void> {
  if (options.experiment !== undefined) refuseBesideExperiment(command);
  refuseBesideText(command, files[0]);
  if (options.force && options.out === undefined)
    throw new LabError('bad-argument', '--force has no effect without --out.', 'Name a folder with --out.');
  if (options.shard && options.out === undefined)
    throw new LabError(
      'bad-argument',
      '--shard is of no use without --out: the parts are merged later.',
      'Name a folder.',
    );
  refuseBesideShard(options);
  // The folder is tried before the work, not after it.
  if (options.out !== undefined) await takeReportFolder(options.out, options.force ?? false);
  const lab = commandLab(trustOf(options));
  try {
    await prepare(lab, files, options, command);
    tellWarnings((await lab.snapshot({})).corpus, options.json ?? false);
    await warnOfArms(lab);
    let { interrupted } = await train(lab, options.shard);
    if (options.robustness && !interrupted) ({ interrupted } = await repeatToEnd(lab));
    const snapshot = await lab.snapshot({});
    if (options.out !== undefined) await writeResults(lab, snapshot, options.out);
    process.stdout.write(
      options.json ? `${JSON.stringify(resultsJson(snapshot), null, 2)}\n` : `${standingText(snapshot)}\n`,
    );
    const well = sayProblems(snapshot);
    if (interrupted) process.exitCode = 130;
    else if (!well) process.exitCode = 1;
  } finally {
    await lab.close();
  }
}
