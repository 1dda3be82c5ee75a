import { tellWarnings } from '../printed/text-warnings.ts';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { CorpusSummary } from '../../../corpora/corpus.ts';
import type { Derivation, DerivationChecks, DerivationPlace } from '../../../derivation/derivation.ts';
import { LabError } from '../../../errors.ts';
import { isFolder } from '../../disk/in-folder.ts';
import { openToRead } from '../../disk/open-file.ts';
import { nameOfRun } from '../../run-file.ts';
import { armLayer } from '../../../experiments/default-experiment.ts';
import type { Experiment } from '../../../experiments/experiment.ts';
import { optimizer } from '../../../optimizers/registry.ts';
import type { ProbePort } from '../../../lab/ports.ts';
import type { LayerDefinition } from '../../../outputs/layer-definition.ts';
import type { LayerCheck } from '../../../probes/check-layer.ts';
import type { FaultId } from '../../../probes/faults.ts';
import type {
  Probe,
  ProbedLayer,
  ProbeMoment,
  ProbeStretch,
  UnitQuestion,
  UnitResponse,
} from '../../../probes/probe.ts';
import type { ProbedWeights } from '../../../reports/probe/probe-data.ts';
import { otherKind } from '../../texts/text-file.ts';
import type { TrainedRun } from '../../../experiments/files/trained-run.ts';
import { refuseBesideInitialWeights, refuseBesideRun } from '../options/contradictions.ts';
import { clippingOf, setUpExperiment } from '../training/experiment-of.ts';
import { commandLab } from '../command-lab.ts';
import { commandProbes, trustOf } from '../command-plugins.ts';
import { takeText } from '../given-text.ts';
import { inVocabularyOf } from './probed-text.ts';
import type { LookOptions } from '../options/probe-options.ts';
import { trainToEnd } from '../training/training.ts';
import { say } from '../printed/terminal.ts';

/** Weights with a text, and those who answer questions about them. */
export interface Probed {
  readonly weights: ProbedWeights;
  readonly experiment: Experiment | null;
  /** The text; its `distinct` is that of the text, not of the weights. */
  readonly summary: CorpusSummary;
  /** V of the weights. */
  readonly vocabulary: number;
  /** Code point of each output. */
  readonly points: Uint32Array;
  probe(stretch: ProbeStretch, layers: readonly ProbedLayer[]): Promise<Probe>;
  units(question: UnitQuestion): Promise<readonly UnitResponse[]>;
  check(stretch: ProbeStretch, layer: ProbedLayer, fault: FaultId | null): Promise<LayerCheck>;
  /** A derivation with its checks. */
  derive(
    stretch: ProbeStretch,
    layers: readonly ProbedLayer[],
    place: DerivationPlace,
  ): Promise<{ readonly derivation: Derivation; readonly checks: DerivationChecks }>;
  close(): Promise<void>;
}

/**
 * Whether a file begins as safetensors do: eight bytes with the length of a JSON object, then the object. No text
 * does: the bytes of a length that fits the file hold NULs. What cannot be read is for the reader of texts to refuse.
 */
export async function isTrainedRun(path: string): Promise<boolean> {
  if (path === '-' || path.includes('\0')) return false;
  // The folder of a run holds one.
  if (await isFolder(path)) return existsSync(join(path, 'weights.safetensors'));
  const handle = await openToRead(path).catch(() => null);
  try {
    const info = await handle?.stat({ bigint: true });
    if (!handle || !info || otherKind(info) !== null) return false;
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(9), 0, 9, 0);
    return bytesRead === 9 && buffer[8] === 0x7b && buffer.readBigUInt64LE() + 8n <= info.size;
  } finally {
    await handle?.close();
  }
}

/** The weights of a trained run, on a text that is given beside it. */
export async function weightsOfRun(
  file: string,
  run: TrainedRun,
  options: LookOptions,
  command: Command,
  own: readonly LayerDefinition[],
): Promise<Probed> {
  refuseBesideRun(command);
  if (options.text === undefined && options.builtin === undefined)
    throw new LabError(
      'bad-argument',
      'A trained run holds no text.',
      'Name a text with --text, or a built-in one with --builtin.',
    );
  const lab = commandLab(trustOf(options));
  const probes = commandProbes(trustOf(options));
  const close = async () => {
    await probes.close();
    await lab.close();
  };
  try {
    const summary = await takeText(lab, options.text === undefined ? [] : [options.text], options);
    const { text, remark } = inVocabularyOf(run, lab.corpus()!);
    if (remark !== null) say(remark);
    const { layer, clamp, seed, steps, armId, shape, start } = run;
    const moment: ProbeMoment = { kind: 'run', armId, seed, step: steps };
    const given = { kind: 'given', weights: run.weights, steps, start } as const;
    // What the run was trained with it does not say: these are the options of the command.
    const update = {
      optimizer: { id: optimizer(options.optimizer).id, settings: {} },
      clipping: clippingOf(options),
    };
    const input = (stretch: ProbeStretch) => ({ moment, weights: given, shape, text, stretch, own, update });
    return {
      weights: { kind: 'run', layer, clamp, seed, steps, file: nameOfRun(file) },
      experiment: null,
      summary,
      vocabulary: shape.vocabulary,
      points: run.vocabulary,
      ...answering(probes, input, own),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The layers brought along, with that of a run where it is one of its own. @throws LabError `bad-argument` for two of one id */
export function withOwnOf(
  { own }: TrainedRun,
  brought: readonly LayerDefinition[],
): readonly LayerDefinition[] {
  if (!own) return brought;
  const same = brought.find(({ id }) => id === own.id);
  if (same && JSON.stringify(same) !== JSON.stringify(own))
    throw new LabError(
      'bad-argument',
      `The trained run brings a layer '${own.id}' along that is another one than yours.`,
      'Give yours another name.',
    );
  return same ? brought : [...brought, own];
}

function answering(
  probes: ProbePort,
  input: (stretch: ProbeStretch) => Omit<Parameters<ProbePort['probe']>[0], 'layers' | 'rows'>,
  own: readonly LayerDefinition[],
): Pick<Probed, 'probe' | 'units' | 'check' | 'derive'> {
  return {
    probe: (stretch, layers) => {
      const asked = input(stretch);
      return probes.probe({ ...asked, layers, rows: asked.shape.vocabulary });
    },
    units: (question) => probes.unitResponses({ ...question, own }),
    check: (stretch, layer, fault) => probes.check({ ...input(stretch), layer, fault }),
    derive: async (stretch, layers, place) => {
      const asked = { ...input(stretch), layers, rows: 1, place, changes: [] };
      return { derivation: await probes.derive(asked), checks: await probes.checkDerivation(asked) };
    },
  };
}

/** The initial weights of an experiment on a text, or those after some steps of training one arm. */
export async function weightsOfExperiment(
  file: string | undefined,
  options: LookOptions,
  command: Command,
  trained: string,
  own: readonly LayerDefinition[],
): Promise<Probed> {
  if (options.text !== undefined)
    throw new LabError('bad-argument', '--text has no effect without a trained run.', 'Leave it out.');
  if (options.step === undefined) refuseBesideInitialWeights(command);
  const { clamp, ...rest } = options;
  const steps = options.step ?? 1;
  const lab = commandLab(trustOf(options));
  try {
    const summary = await setUpExperiment(
      lab,
      file === undefined ? [] : [file],
      {
        ...rest,
        layers: [trained],
        ...(clamp !== undefined && armLayer(trained, own).defaultClamp !== null ? { clamp } : {}),
        steps,
        seeds: 1,
        // Nothing is read off held-out text here.
        evaluateEvery: steps,
        evaluateCharacters: 1,
        name: 'Look at gradients',
      },
      own,
    );
    const { experiment } = await lab.snapshot({});
    const [arm] = experiment.arms;
    const run = { armId: arm.id, seed: options.seed };
    if (options.step !== undefined) {
      tellWarnings(summary, true);
      await train(lab, options.step);
    }
    const moment: ProbeMoment =
      options.step === undefined ? { kind: 'fresh', ...run } : { kind: 'run', ...run, step: null };
    const vocabulary = lab.corpus()!.vocabulary.length;
    return {
      weights: {
        kind: options.step === undefined ? 'initial' : 'trained',
        layer: arm.layer,
        clamp: arm.clamp,
        seed: options.seed,
        steps: options.step ?? 0,
        file: null,
      },
      experiment,
      summary,
      vocabulary,
      points: lab.corpus()!.vocabulary,
      probe: (stretch, layers) => lab.probe({ moment, stretch, layers, rows: vocabulary }),
      units: (question) => lab.unitResponses(question),
      check: (stretch, layer, fault) => lab.checkGradient({ moment, stretch, layer, fault }),
      derive: async (stretch, layers, place) => {
        const asked = { moment, stretch, layers, place, changes: [] };
        return {
          derivation: await lab.derive({ ...asked, rows: 1 }),
          checks: await lab.checkDerivation(asked),
        };
      },
      close: lab.close,
    };
  } catch (error) {
    await lab.close();
    throw error;
  }
}

/** Trains the one run there is. */
async function train(lab: ReturnType<typeof commandLab>, steps: number): Promise<void> {
  const { interrupted } = await trainToEnd(lab, 'Stopping; there is nothing to look at yet.');
  const [record] = (await lab.snapshot({})).runs;
  if (interrupted !== null) throw new LabError('cancelled', 'Training was interrupted.');
  if (record.status === 'failed') throw new LabError('internal', `Training failed: ${record.failure}`);
  if (record.divergence)
    throw new LabError(
      'wrong-state',
      `The run diverged at step ${record.divergence.step}: there are no weights after ${steps} steps.`,
      'Ask for an earlier --step, or try a lower --rate.',
    );
}
