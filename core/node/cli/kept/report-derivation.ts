import { LabError, byId } from '../../../errors.ts';
import { derivedArms, probedArm, type DerivationPart } from '../../../reports/derivation/derivation-part.ts';
import { outputOf, type OutputOptions } from '../commands/derive.ts';
import { commandProbes, trustOf } from '../command-plugins.ts';
import type { KeptReport } from './kept-report.ts';
import { textOfKept, type KeptTextOptions } from './kept-text.ts';

export interface ReportDerivationOptions extends OutputOptions, KeptTextOptions {
  readonly derivation?: boolean;
  readonly t?: number;
  readonly arm?: string;
  readonly seed?: number;
  readonly trustPlugin?: readonly string[];
}

/**
 * The derivation on the report of a comparison that is kept: at the last weights of one run, at the beginning of the
 * training text.
 * @throws LabError where text or weights are not to be had, or there is no such arm, seed, step or output
 */
export async function derivationOfKept(
  kept: KeptReport,
  options: ReportDerivationOptions,
): Promise<DerivationPart> {
  const { experiment, input } = kept;
  const { arms, seeds, model, optimizer, clipping, layers } = experiment;
  const arm = options.arm === undefined ? arms[0] : byId('arm', arms, options.arm);
  const seed = options.seed ?? seeds[0];
  const run = input.runs.find((each) => each.armId === arm.id && each.seed === seed);
  if (!run) throw new LabError('bad-argument', `There is no run of '${arm.id}' with seed ${seed}.`);
  const text = await textOfKept(kept, options);
  const network = kept.network(run, text);
  if (!network)
    throw new LabError(
      'wrong-state',
      `No weights of '${arm.id}' with seed ${seed} are kept.`,
      'Train the comparison with --out or --keep, or leave --derivation out.',
    );
  const shown = derivedArms(arms, arm.id);
  const t = options.t ?? Math.ceil(model.length / 2);
  const question = {
    moment: { kind: 'run', armId: arm.id, seed, step: network.steps },
    weights: { kind: 'given', weights: network.weights, steps: network.steps, start: network.start },
    shape: network.shape,
    text: { indices: text.indices, vocabulary: text.vocabulary, parts: text.parts },
    stretch: { part: 'training', start: 0, length: model.length, context: 100 },
    update: { optimizer, clipping },
    own: layers,
    layers: shown.map(probedArm),
    rows: 1,
    place: { t, output: outputOf(options, { points: text.vocabulary }), unit: null, from: null },
    changes: [],
  } as const;
  const probes = commandProbes(trustOf(options));
  try {
    const derivation = await probes.derive(question);
    const checks = await probes.checkDerivation(question);
    return { armId: arm.id, armIds: shown.map(({ id }) => id), derivation, checks };
  } finally {
    await probes.close();
  }
}
