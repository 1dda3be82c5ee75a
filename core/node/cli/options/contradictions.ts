import type { Command } from 'commander';
import { LabError } from '../../../errors.ts';
import { armLayer } from '../../../experiments/default-experiment.ts';
import type { Experiment } from '../../../experiments/experiment.ts';
import { wantsSearch } from '../../../experiments/rates/rate-policy.ts';
import type { LayerDefinition } from '../../../outputs/layer-definition.ts';
import { outputLayers } from '../../../outputs/registry.ts';

/** Refuses the options that were given among these, by their attribute names: they would be ignored. */
function refuseGiven(command: Command, wrong: (name: string) => boolean, beside: string): void {
  for (const option of command.options) {
    const name = option.attributeName();
    if (wrong(name) && command.getOptionValueSource(name) === 'cli')
      throw new LabError(
        'bad-argument',
        `${option.long} has no effect with ${beside}.`,
        'Leave one of them out.',
      );
  }
}

const besideExperiment = new Set([
  'trustPlugin',
  'experiment',
  'robustness',
  'out',
  'keep',
  'force',
  'json',
  'builtin',
  'characters',
  'builtinSeed',
  'heldOutFile',
  'threads',
  'shard',
  'shards',
  'language',
  'eachText',
  'threadsPerRun',
]);

/** With --experiment the file decides; an option that would be ignored is refused instead. */
export function refuseBesideExperiment(command: Command): void {
  refuseGiven(command, (name) => !besideExperiment.has(name), '--experiment');
}

const textOptions = new Set(['builtin', 'characters', 'builtinSeed']);

/** An experiment on a built-in text makes that text itself; another text beside it is refused. */
export function refuseBesideBuiltin(
  command: Command,
  file: string | undefined,
  { corpus }: Experiment,
): void {
  if (corpus.kind !== 'builtin') return;
  const beside = `--experiment, which is on the built-in text ${corpus.id}`;
  if (file !== undefined)
    throw new LabError(
      'bad-argument',
      `The text '${file}' has no effect with ${beside}.`,
      'Leave one of them out.',
    );
  refuseGiven(command, (name) => textOptions.has(name), beside);
}

const readingOptions = new Set(['encoding', 'heldOutFile', 'normaliseLineEnds', 'minimumCount']);
const makingOptions = new Set(['characters', 'builtinSeed']);

/** A text that is read has other options than one that is made. */
export function refuseBesideText(command: Command, file: string | undefined): void {
  if (command.getOptionValueSource('heldOutFile') === 'cli')
    refuseGiven(command, (name) => name === 'split' || name === 'heldOut', '--held-out-file');
  if (command.getOptionValueSource('builtin') === 'cli')
    refuseGiven(command, (name) => readingOptions.has(name), '--builtin');
  else if (file !== undefined) refuseGiven(command, (name) => makingOptions.has(name), 'a text that is read');
}

/**
 * @param layers ids of the layers compared
 * @param own layers brought along
 * @throws LabError `bad-argument` for a clamp that none of them has
 */
export function refuseIdleClamp(
  layers: readonly string[],
  own: readonly LayerDefinition[],
  clamp: number | undefined,
): void {
  const clamped = (ids: readonly string[]) => ids.filter((id) => armLayer(id, own).defaultClamp !== null);
  if (clamp === undefined || clamped(layers).length > 0) return;
  throw new LabError(
    'bad-argument',
    '--clamp has no effect: none of the layers compared has a clamp.',
    `Add ${clamped(outputLayers.map(({ id }) => id)).join(' or ')} to --layers, or leave it out.`,
  );
}

const trainingOptions = new Set(['batch', 'optimizer', 'precision', 'clipValue']);

/** Initial weights come of no training; without `uniform-output` they are the same for every layer. */
export function refuseBesideInitialWeights(command: Command): void {
  const anyArm = command.getOptionValue('outputBias') !== 'uniform-output';
  refuseGiven(
    command,
    (name) => trainingOptions.has(name) || (name === 'arm' && anyArm),
    'initial weights: only --step trains',
  );
}

const besideRun = new Set([
  ...[
    'layers',
    'formula',
    'layerFile',
    'reading',
    'trustPlugin',
    'length',
    'clamp',
    'clip',
    'rate',
    'text',
    'part',
    'start',
    'context',
    'fault',
    't',
    'i',
    'index',
    'unit',
    'from',
    'format',
    'language',
  ],
  ...['out', 'force', 'json', 'builtin', 'characters', 'builtinSeed'],
  ...['encoding', 'split', 'heldOut', 'heldOutFile', 'tuning', 'normaliseLineEnds'],
]);

/** A trained run brings its weights and vocabulary. */
export function refuseBesideRun(command: Command): void {
  refuseGiven(command, (name) => !besideRun.has(name), 'a trained run');
}

const drawingOptions = new Set(['length', 'seed', 'prompt']);

/** Nothing is drawn where a text is given. */
export function refuseBesideGiven(command: Command): void {
  if (command.getOptionValueSource('given') === 'cli')
    refuseGiven(command, (name) => drawingOptions.has(name), '--given, which draws nothing');
}

/** Only the data name more than one character at a position. */
export function refuseTopWithoutJson(command: Command): void {
  if (command.getOptionValueSource('json') !== 'cli')
    refuseGiven(command, (name) => name === 'top', 'the printed text; it belongs to --json');
}

/** @param next what to do instead */
export function refuseUntilDecidedInParts(untilDecided: number | true | undefined, next: string): void {
  if (untilDecided === undefined) return;
  throw new LabError(
    'bad-argument',
    'Seeds cannot be added until decided in parts: whether one more is needed depends on the runs of all parts.',
    next,
  );
}

export function refuseSearchInParts(experiment: Experiment): void {
  if (!wantsSearch(experiment)) return;
  throw new LabError(
    'bad-argument',
    'Best learning rates cannot be looked for in parts.',
    'Sweep first, in parts or not, and name the folder with --sweep.',
  );
}
