import type { Command } from 'commander';
import type { LabSnapshot } from '../../contract/lab-api.ts';
import { LabError } from '../../errors.ts';
import { defaultLayers, newArms } from '../../experiments/default-experiment.ts';
import { defaultEvaluation } from '../../experiments/evaluation-plan.ts';
import { parseExperiment } from '../../experiments/experiment-schema.ts';
import type { Experiment } from '../../experiments/experiment.ts';
import type { HostedLab } from '../../lab/create-lab.ts';
import { outputLayer } from '../../outputs/registry.ts';
import { optimizer } from '../../optimizers/registry.ts';
import { readSmallFile } from '../small-file.ts';
import {
  refuseBesideBuiltin,
  refuseBesideExperiment,
  refuseBesideText,
  refuseIdleClamp,
} from './contradictions.ts';
import { commandLab, takeText, type TextOptions } from './host.ts';
import { ProgressLine } from './progress-line.ts';
import { takeReportFolder } from './report-folder.ts';
import { resultsJson, standingText } from './results.ts';
import { writeResults } from './write-results.ts';

interface CompareOptions extends TextOptions {
  readonly layers?: string[];
  readonly hidden: number;
  readonly length: number;
  readonly batch: number;
  readonly optimizer: string;
  readonly rate?: number;
  readonly rates?: Map<string, number>;
  readonly clamp?: number;
  readonly clip: number;
  readonly clipValue?: number;
  readonly biases: boolean;
  readonly initial: string;
  readonly outputBias: string;
  readonly scaleWxh: number;
  readonly scaleWhh: number;
  readonly scaleWhy: number;
  readonly precision: string;
  readonly steps: number;
  readonly seeds: number;
  readonly seed: number;
  readonly evaluateEvery?: number;
  readonly evaluateCharacters?: number;
  readonly name?: string;
  readonly question: string;
  readonly experiment?: string;
  readonly out?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** The options of a command line as an experiment; names and numbers are checked before any text is read. */
function experimentOf(options: CompareOptions, base: Experiment): Experiment {
  const layerIds = (options.layers ?? [...defaultLayers]).map((id) => outputLayer(id).id);
  refuseIdleClamp(layerIds, options.clamp);
  const rates = new Map<string, number>();
  for (const [id, rate] of options.rates ?? []) {
    const layer = outputLayer(id).id;
    if (!layerIds.includes(layer))
      throw new LabError('bad-argument', `--rates names ${layer}, which is not among the layers compared.`);
    rates.set(layer, rate);
  }
  const model = { ...base.model, hidden: options.hidden, length: options.length, batch: options.batch };
  const plan = defaultEvaluation(options.steps, model);
  return parseExperiment({
    ...base,
    name: options.name ?? 'Comparison on the command line',
    question: options.question,
    precision: options.precision,
    model: {
      ...model,
      biases: options.biases,
      initial: options.initial,
      outputBias: options.outputBias,
      initialScale: { Wxh: options.scaleWxh, Whh: options.scaleWhh, Why: options.scaleWhy },
    },
    optimizer: { id: optimizer(options.optimizer).id, settings: {} },
    clipping:
      options.clipValue !== undefined
        ? { kind: 'value', threshold: options.clipValue }
        : options.clip > 0
          ? { kind: 'norm', threshold: options.clip }
          : { kind: 'off' },
    arms: newArms(layerIds, options.rate ?? 0.1, rates, options.clamp),
    seeds: Array.from({ length: options.seeds }, (_, i) => options.seed + i),
    steps: options.steps,
    evaluation: {
      every: options.evaluateEvery ?? plan.every,
      characters: options.evaluateCharacters ?? plan.characters,
    },
  });
}

/** Bytes of a saved experiment: 64 arms and 1000 seeds have some 20 000. */
const largestExperiment = 2 ** 20;

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
  file: string | undefined,
  options: CompareOptions,
  command: Command,
): Promise<void> {
  const base = (await lab.snapshot({})).experiment;
  if (options.experiment === undefined) {
    const wanted = experimentOf(options, base);
    await takeText(lab, file, options);
    const { corpus } = (await lab.snapshot({})).experiment;
    await lab.setExperiment({ experiment: { ...wanted, corpus } });
    return;
  }
  const saved = await savedExperiment(options.experiment);
  refuseBesideBuiltin(command, file, saved);
  if (saved.corpus.kind === 'text') {
    const { encoding, heldOutShare, ...rest } = saved.corpus.options;
    const summary = await takeText(lab, file, {
      ...options,
      ...rest,
      heldOut: heldOutShare,
      ...(encoding === null ? {} : { encoding }),
    });
    if (summary.sha256 !== saved.corpus.sha256)
      throw new LabError(
        'bad-argument',
        `This text has the SHA-256 ${summary.sha256}; the experiment was made on ${saved.corpus.sha256}.`,
        'Give the text the experiment names.',
      );
  }
  await lab.setExperiment({ experiment: saved });
}

/** Trains until every run has ended or the user interrupts. */
async function train(lab: HostedLab, progress: ProgressLine): Promise<{ interrupted: boolean }> {
  let interrupted = false;
  const ended = new Promise<void>((resolve) => {
    lab.on('phase', ({ phase }) => {
      if (phase === 'finished' || phase === 'stopped') resolve();
    });
  });
  lab.on('progress', ({ overall }) => progress.show(overall));
  const stop = () => {
    // A second Ctrl-C ends the program the hard way.
    if (interrupted) process.exit(130);
    interrupted = true;
    progress.say('Stopping; what there is will be written.');
    void lab.stop({});
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  try {
    await lab.run({});
    await ended;
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
    progress.end();
  }
  return { interrupted };
}

/** Says which runs failed, and that there is no result where no run has one. Answers whether all is well. */
function sayProblems(snapshot: LabSnapshot): boolean {
  for (const run of snapshot.runs)
    if (run.failure !== null)
      process.stderr.write(`${run.armId}, seed ${run.seed}: failed: ${run.failure}\n`);
  const nothing = snapshot.runs.every((run) => run.status === 'diverged');
  if (nothing)
    process.stderr.write(
      'loss-lab: Every run diverged, so nothing can be compared.\n  Try a lower --rate.\n',
    );
  return !nothing && snapshot.runs.every((run) => run.status !== 'failed');
}

/** Trains every output layer on a text and compares them. */
export async function compare(
  file: string | undefined,
  options: CompareOptions,
  command: Command,
): Promise<void> {
  if (options.experiment !== undefined) refuseBesideExperiment(command);
  refuseBesideText(command, file);
  if (options.force && options.out === undefined)
    throw new LabError('bad-argument', '--force has no effect without --out.', 'Name a folder with --out.');
  // The folder is tried before the work, not after it.
  if (options.out !== undefined) await takeReportFolder(options.out, options.force ?? false);
  const lab = commandLab();
  try {
    await prepare(lab, file, options, command);
    const { interrupted } = await train(lab, new ProgressLine(process.stderr));
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
