import type { Command } from 'commander';
import { Option } from 'commander';
import { defaultSplit } from '../../../corpora/corpus.ts';
import { limits } from '../../../experiments/limits.ts';
import { precisions } from '../../../network/precision.ts';
import { optimizers } from '../../../optimizers/registry.ts';
import { readingIds } from '../../../outputs/readings/registry.ts';
import { collected, decimal, list, share, whole, zeroOrMore } from './option-values.ts';
import type { TextOptions } from '../given-text.ts';
import type { OwnLayerOptions } from './own-layer-options.ts';
import type { PlanOptions } from './plan-options.ts';
import type { StoppingOptions } from './stopping-options.ts';

/** What the commands that train take beside the text. */
export interface ExperimentOptions extends TextOptions, StoppingOptions, PlanOptions, OwnLayerOptions {
  readonly layers?: string[];
  readonly hidden: number;
  readonly length: number;
  readonly batch: number;
  readonly optimizer: string;
  readonly rate?: number;
  /** Rates by layer, where a command has them. */
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
  readonly seed: number;
  readonly evaluateEvery?: number;
  readonly evaluateCharacters?: number;
  readonly name?: string;
  readonly question?: string;
}

/** The most the schema of an experiment takes for `minimumCount`. */
const mostMinimum = 1_000_000;

/** Options by which a command is given a text: read, or made by a built-in source. */
export const withTextOptions = (command: Command): Command =>
  command
    .option('--builtin <id>', 'a built-in source instead of a file')
    .option(
      '--characters <n>',
      'characters of a built-in source',
      whole(2, limits.builtinCharacters),
      100_000,
    )
    .option('--builtin-seed <n>', 'seed of a built-in source', whole(0), 1)
    .option('--encoding <name>', 'do not guess the encoding')
    .addOption(
      new Option(
        '--split <how>',
        'where the held-out and the tuning part lie: at the end of the text, or in blocks spread over it',
      )
        .choices(['end', 'blocks'])
        .default(defaultSplit.split),
    )
    .option(
      '--held-out <share>',
      'share of the text kept for evaluation',
      decimal(0, 1),
      defaultSplit.heldOutShare,
    )
    .option('--held-out-file <file>', 'evaluate on this text instead of a part of the other one')
    .option(
      '--tuning <share>',
      'share of the text that sweeps and stopping rules read; 0: they read the held-out part',
      share,
      defaultSplit.tuningShare,
    )
    .option('--normalise-line-ends', 'turn CR LF and CR into LF')
    .option('--minimum-count <n>', 'rarer characters become one "other" symbol', whole(1, mostMinimum), 1);

/** Which plug-ins may run. */
export const trustOption = (): Option =>
  new Option(
    '--trust-plugin <sha256>',
    'run the plug-in with this SHA-256 in this command without asking; may be repeated',
  ).argParser(collected);

/** Options of network, optimiser and arithmetic. */
export const withModelOptions = (command: Command): Command =>
  command
    .option('--layers <a,b>', 'output layers', list)
    .option(
      '--formula <text>',
      "an output layer of your own, beside the others: 'name=activation(p=1): loss'; may be repeated",
      collected,
    )
    .option(
      '--layer-file <file>',
      'output layers of your own: formulas from a JSON file, or a plug-in (.mjs), which is code; may be repeated',
      collected,
    )
    .option(
      '--reading <name=how>',
      `how a layer of your own is read as probabilities: ${readingIds.join(', ')}; may be repeated`,
      collected,
    )
    .addOption(trustOption())
    .option('--hidden <n>', 'hidden units H', whole(1, limits.hidden), 128)
    .option('--length <n>', 'sequence length T', whole(1, limits.length), 25)
    .option('--batch <n>', 'sequences per step B', whole(1, limits.batch), 16)
    .option('--optimizer <id>', optimizers.map(({ id }) => id).join(', '), 'adagrad')
    .option('--clamp <ε>', 'clamp of layers whose loss is undefined for some y', decimal(0, 0.5))
    .option('--clip <threshold>', 'clip the global gradient norm; 0 switches clipping off', zeroOrMore, 5)
    .addOption(
      new Option('--clip-value <threshold>', 'clip every gradient value instead')
        .argParser(decimal(0))
        .conflicts('clip'),
    )
    .option('--no-biases', 'train without biases')
    .option('--initial <how>', 'initial weights: uniform or normal', 'uniform')
    .option('--output-bias <how>', 'initial output bias: zero or uniform-output', 'zero')
    .option('--scale-wxh <factor>', 'multiply the initial Wxh', decimal(0), 1)
    .option('--scale-whh <factor>', 'multiply the initial Whh', decimal(0), 1)
    .option('--scale-why <factor>', 'multiply the initial Why', decimal(0), 1)
    .addOption(
      new Option('--precision <p>', 'arithmetic: float32 (fast kernels) or float64 (reference engine, slow)')
        .choices(precisions.map(({ id }) => id))
        .default(precisions[0].id),
    );
