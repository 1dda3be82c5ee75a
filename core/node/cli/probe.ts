import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { Corpus } from '../../corpora/corpus.ts';
import { LabError, toErrorData, unknownName } from '../../errors.ts';
import type { Experiment } from '../../experiments/experiment.ts';
import type { HostedLab } from '../../lab/create-lab.ts';
import { outputLayer, outputLayers } from '../../outputs/registry.ts';
import { checkLayer } from '../../probes/check-layer.ts';
import { faults, type FaultId } from '../../probes/faults.ts';
import type { ProbedLayer, ProbeMoment } from '../../probes/probe.ts';
import { runProbe, type ProbeInput } from '../../probes/run-probe.ts';
import { unitResponses } from '../../probes/unit-response.ts';
import { probeJson, probeTables, type ProbeReport } from '../../reports/probe-file.ts';
import { probePictures } from '../../reports/probe-pictures.ts';
import { writeAllDurably } from '../durable-file.ts';
import { readTrainedRun } from '../run-file.ts';
import { version } from '../version.ts';
import { refuseBesideText } from './contradictions.ts';
import { prepareExperiment, type ExperimentOptions } from './experiment-options.ts';
import { commandLab, takeText } from './host.ts';
import { probeTable } from './probe-table.ts';
import { ProgressLine } from './progress-line.ts';
import { takeReportFolder } from './report-folder.ts';

export interface ProbeOptions extends Omit<ExperimentOptions, 'steps' | 'seeds'> {
  /** Updates behind the weights; absent: the initial ones. */
  readonly step?: number;
  /** Output layer whose arm trains up to that step. */
  readonly arm?: string;
  /** The text that a trained run is probed on. */
  readonly text?: string;
  readonly part: string;
  readonly start: number;
  readonly context: number;
  readonly fault?: string;
  readonly out: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** Everything of a probe but the layers and the stretch. */
interface Subject extends Pick<ProbeInput, 'moment' | 'weights' | 'shape' | 'text'> {
  readonly name: string;
  readonly sha256: string;
  readonly clipping: number | null;
  /** η, for the update-to-weight ratio; null where it is not known. */
  readonly rate: number | null;
}

/** Whether a file is a trained run: safetensors begins with the length of its header, which is JSON. */
async function isTrainedRun(path: string | undefined): Promise<boolean> {
  if (path === undefined || path === '-') return false;
  const handle = await open(path, 'r').catch(() => null);
  try {
    const head = Buffer.alloc(9);
    if (!handle || !(await handle.stat()).isFile()) return false;
    const { bytesRead } = await handle.read(head, 0, 9, 0);
    return bytesRead === 9 && head.readBigUInt64LE(0) < 100_000_000n && head[8] === 0x7b;
  } finally {
    await handle?.close();
  }
}

const faultOf = (name: string | undefined): FaultId | null => {
  if (name === undefined) return null;
  const found = faults.find(({ id }) => id === name);
  if (found) return found.id;
  throw unknownName(
    'fault',
    name,
    faults.map(({ id }) => id),
  );
};

/** The layers looked at. A clamp goes to those that have one; without it they are as they are defined. */
function layersOf({ layers, clamp }: ProbeOptions, rate: number | null): ProbedLayer[] {
  return (layers ?? outputLayers.map(({ id }) => id)).map((name) => {
    const layer = outputLayer(name);
    return { layer: layer.id, clamp: layer.clamped && clamp !== undefined ? clamp : null, rate };
  });
}

/** Waits until every run has ended; the text and the arm are those of the experiment. */
async function train(lab: HostedLab): Promise<void> {
  const progress = new ProgressLine(process.stderr);
  const off = lab.on('progress', ({ overall }) => progress.show(overall));
  const ended = new Promise<void>((resolve) => {
    lab.on('phase', ({ phase }) => {
      if (phase === 'finished' || phase === 'stopped') resolve();
    });
  });
  try {
    await lab.run({});
    await ended;
  } finally {
    off();
    progress.end();
  }
}

const threshold = ({ clipping }: Experiment) => (clipping.kind === 'norm' ? clipping.threshold : null);

/** Weights of an experiment on a text: the initial ones, or those after some steps of one arm. */
async function fromText(lab: HostedLab, file: string | undefined, options: ProbeOptions): Promise<Subject> {
  const armLayer = outputLayer(options.arm ?? options.layers?.[0] ?? 'softmax-cross-entropy').id;
  const step = options.step ?? 0;
  const { clamp, ...rest } = options;
  const clamped = outputLayer(armLayer).clamped && clamp !== undefined ? { clamp } : {};
  const summary = await prepareExperiment(lab, file, {
    ...rest,
    ...clamped,
    layers: [armLayer],
    steps: Math.max(1, step),
    evaluateEvery: Math.max(1, step),
    seeds: 1,
  });
  const { experiment } = await lab.snapshot({});
  const { indices, vocabulary } = lab.corpus() as Corpus;
  const [arm] = experiment.arms;
  const { model } = experiment;
  const { armId, seed } = { armId: arm!.id, seed: options.seed };
  let weights: ProbeInput['weights'] = {
    kind: 'fresh',
    initial: model,
    layer: arm!.layer,
    clamp: arm!.clamp,
    seed,
  };
  let moment: ProbeMoment = { kind: 'fresh', armId, seed };
  if (step > 0) {
    await train(lab);
    const trained = await lab.weights({ armId, seed });
    if (trained.steps < step)
      throw new LabError(
        'outside-domain',
        `The arm diverged at step ${trained.steps + 1}, before step ${step}.`,
        'Lower --rate, or look at an earlier step.',
      );
    weights = { kind: 'given', weights: trained.weights, steps: trained.steps };
    moment = { kind: 'run', armId, seed, step };
  }
  return {
    moment,
    weights,
    shape: { vocabulary: vocabulary.length, hidden: model.hidden, biases: model.biases },
    text: { indices, vocabulary, trainCharacters: summary.trainCharacters },
    name: summary.name,
    sha256: summary.sha256,
    clipping: threshold(experiment),
    rate: arm!.rate,
  };
}

/** Weights of a trained run, on a text whose characters it knows. */
async function fromRun(lab: HostedLab, file: string, options: ProbeOptions): Promise<Subject> {
  if (options.step !== undefined)
    throw new LabError('bad-argument', '--step has no effect with a trained run.', 'Leave it out.');
  if (options.text === undefined && options.builtin === undefined)
    throw new LabError('bad-argument', 'A trained run holds no text.', 'Name one with --text or --builtin.');
  const run = await readTrainedRun(file);
  const summary = await takeText(lab, options.text, options);
  const { indices, vocabulary } = lab.corpus() as Corpus;
  const known = new Map(Array.from(run.vocabulary, (point, index) => [point, index]));
  const mapped = Array.from(vocabulary, (point) => known.get(point) ?? run.other);
  const strange = vocabulary.filter((_, i) => mapped[i] === null);
  if (strange.length > 0)
    throw new LabError(
      'bad-argument',
      `The text has ${strange.length} characters that the run did not learn, such as '${String.fromCodePoint(strange[0]!)}'.`,
      'Give the text it was trained on, or one with the same characters.',
    );
  return {
    moment: { kind: 'run', armId: run.armId, seed: run.seed, step: run.steps },
    weights: { kind: 'given', weights: run.weights, steps: run.steps },
    shape: run.shape,
    text: {
      indices: Uint32Array.from(indices, (index) => mapped[index]!),
      vocabulary: run.vocabulary,
      trainCharacters: summary.trainCharacters,
    },
    name: summary.name,
    sha256: summary.sha256,
    clipping: null,
    rate: null,
  };
}

/** The logits of δ against z: the same as on the screen. */
const zGrid = () => Float64Array.from({ length: 201 }, (_, i) => (i - 100) / 10);

function look(subject: Subject, options: ProbeOptions, fault: FaultId | null): ProbeReport {
  const { moment, weights, shape, text, rate } = subject;
  const layers = layersOf(options, rate);
  const part = options.part === 'held-out' ? ('held-out' as const) : ('training' as const);
  const stretch = { part, start: options.start, length: options.length, context: options.context };
  const base = { moment, weights, shape, text, stretch };
  const probe = runProbe({ ...base, layers, rows: shape.vocabulary }, () => performance.now());
  const others = new Float64Array(shape.vocabulary - 1);
  const z = zGrid();
  return {
    labVersion: version,
    text: { name: subject.name, sha256: subject.sha256 },
    clipping: subject.clipping,
    labels: layers.map(({ layer }) => outputLayer(layer).label),
    probe,
    units: {
      z,
      isTarget: unitResponses({ layers, t: 1, others, z }),
      isOther: unitResponses({ layers, t: 0, others, z }),
    },
    checks: layers.map((layer) => {
      try {
        return checkLayer({ ...base, layer, fault });
      } catch (error) {
        const refusal = toErrorData(error);
        if (refusal.code !== 'outside-domain') throw error;
        return { refusal: refusal.message };
      }
    }),
  };
}

/** Looks at the gradients of several output layers at the same weights, and writes all that there is to see. */
export async function probe(
  file: string | undefined,
  options: ProbeOptions,
  command: Command,
): Promise<void> {
  const fault = faultOf(options.fault);
  const isRun = await isTrainedRun(file);
  if (!isRun) refuseBesideText(command, file);
  await takeReportFolder(options.out, true);
  const earlier = await open(join(options.out, 'probe.json'), 'r').catch(() => null);
  await earlier?.close();
  if (earlier && !options.force)
    throw new LabError(
      'bad-argument',
      `The folder '${options.out}' holds an earlier probe.`,
      'Name another folder, or replace it with --force.',
    );
  const lab = commandLab();
  try {
    const subject = isRun ? await fromRun(lab, file!, options) : await fromText(lab, file, options);
    const report = look(subject, options, fault);
    const json = probeJson(report);
    const named = Object.entries({ ...probeTables, ...probePictures });
    await writeAllDurably(
      options.out,
      [['probe.json', json] as const, ...named.map(([name, make]) => [name, make(report)] as const)].map(
        ([name, text]) => ({ name, bytes: Buffer.from(text, 'utf8') }),
      ),
    );
    process.stdout.write(options.json ? json : `${probeTable(report)}\n`);
  } finally {
    await lab.close();
  }
}
