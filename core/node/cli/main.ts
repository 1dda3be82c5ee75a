import { Command, CommanderError, Option } from 'commander';
import { toErrorData, type LabErrorCode } from '../../errors.ts';
import { limits } from '../../experiments/experiment-schema.ts';
import { precisions } from '../../network/precision.ts';
import { version } from '../version.ts';
import { decimal, list, ratesByLayer, whole, zeroOrMore } from './arguments.ts';
import { gradientsHelp } from './gradients-help.ts';
import { line } from './terminal.ts';

/** Codes that mean the question was wrong, not the world: exit status 2. */
const usageErrors: readonly LabErrorCode[] = [
  'bad-argument',
  'bad-case',
  'bad-experiment',
  'unknown-name',
  'outside-domain',
];

/** The longest text `sample` draws: it is put together in memory before it goes out. */
const mostDrawn = 10_000_000;

/** The most the schema of an experiment takes for `evaluation.characters` and `minimumCount`. */
const mostEvaluated = 1_000_000_000;
const mostMinimum = 1_000_000;

function program(): Command {
  const lab = new Command('loss-lab')
    .description('Compares output layers and losses on one small character-level recurrent network.')
    .version(version)
    .exitOverride()
    .configureHelp({ helpWidth: 100 })
    .addHelpText(
      'after',
      '\nResults go to standard output or files, progress to standard error.\nExit status: 0 done, 1 failed, 2 bad usage, 130 interrupted.',
    );

  lab
    .command('layers')
    .description('the output layers: id, E, δ, matched or not')
    .option('--json', 'as JSON')
    .action(async (options) => (await import('./layers.ts')).layers(options));

  lab
    .command('corpus')
    .description('statistics of a text (a file, or - for standard input)')
    .argument('[file]')
    .option('--builtin <id>', 'a built-in source instead of a file')
    .option(
      '--characters <n>',
      'characters of a built-in source',
      whole(2, limits.builtinCharacters),
      100_000,
    )
    .option('--builtin-seed <n>', 'seed of a built-in source', whole(0), 1)
    .option('--encoding <name>', 'do not guess the encoding')
    .option('--held-out <share>', 'share kept for evaluation', decimal(0, 1), 0.1)
    .option('--normalise-line-ends', 'turn CR LF and CR into LF')
    .option('--minimum-count <n>', 'rarer characters become one "other" symbol', whole(1, mostMinimum), 1)
    .option('--json', 'as JSON')
    .action(async (file, options, command) => (await import('./corpus.ts')).corpus(file, options, command));

  lab
    .command('compare')
    .description('trains every output layer on a text and compares them')
    .argument('[file]', 'a text, or - for standard input')
    .option('--builtin <id>', 'a built-in source instead of a file (reber, anbn, markov2, period, chain64)')
    .option(
      '--characters <n>',
      'characters of a built-in source',
      whole(2, limits.builtinCharacters),
      100_000,
    )
    .option('--builtin-seed <n>', 'seed of a built-in source', whole(0), 1)
    .option('--layers <a,b>', 'output layers to compare', list)
    .option('--hidden <n>', 'hidden units H', whole(1, limits.hidden), 128)
    .option('--length <n>', 'sequence length T', whole(1, limits.length), 25)
    .option('--batch <n>', 'sequences per step B', whole(1, limits.batch), 16)
    .option('--optimizer <id>', 'sgd, momentum, adagrad, rmsprop or adam', 'adagrad')
    .addOption(
      new Option('--rate <η>', 'one learning rate for all arms').argParser(decimal(0)).conflicts('rates'),
    )
    .option('--rates <a=η,b=η>', 'a learning rate for each output layer', ratesByLayer)
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
    )
    .option('--steps <n>', 'steps of each run', whole(1, limits.steps), 2000)
    .option('--seeds <n>', 'paired seeds', whole(1, limits.seeds), 3)
    .option('--seed <n>', 'first seed', whole(0), 1)
    .option('--evaluate-every <n>', 'steps between evaluations', whole(1, limits.steps))
    .option('--evaluate-characters <n>', 'held-out characters of an evaluation', whole(1, mostEvaluated))
    .option('--encoding <name>', 'do not guess the encoding')
    .option('--held-out <share>', 'share of the text kept for evaluation', decimal(0, 1), 0.1)
    .option('--normalise-line-ends', 'turn CR LF and CR into LF')
    .option('--minimum-count <n>', 'rarer characters become one "other" symbol', whole(1, mostMinimum), 1)
    .option('--name <text>', 'name of the comparison')
    .option('--question <text>', 'what it is to answer', '')
    .option('--experiment <file>', 'take everything but the text from a saved experiment')
    .option('--out <dir>', 'write the report and the trained runs into this folder')
    .option('--force', 'replace an earlier report in that folder')
    .option('--json', 'results as JSON')
    .action(async (file, options, command) => (await import('./compare.ts')).compare(file, options, command));

  lab
    .command('gradients')
    .description('loss and gradients of one sequence, in float64, to check an implementation against')
    .argument('<case>', 'a JSON file, or - for standard input')
    .option('--out <file>', 'write here instead of standard output')
    .addHelpText('after', gradientsHelp)
    .action(async (file, options) => (await import('./gradients.ts')).gradients(file, options));

  lab
    .command('sample')
    .description('draws text from a trained run')
    .argument('<run>', 'a .safetensors file that compare has written')
    .option('--temperature <τ>', '1 as trained, towards 0 the likeliest', zeroOrMore, 1)
    .option('--length <n>', 'characters to draw', whole(1, mostDrawn), 200)
    .option('--seed <n>', 'seed of the random numbers', whole(0), 1)
    .option('--prompt <text>', 'text the network reads first', '')
    .action(async (file, options) => (await import('./sample.ts')).sample(file, options));

  lab
    .command('serve')
    .description('the lab in a browser on this machine')
    .option('--port <n>', 'port on 127.0.0.1; 0 takes a free one', whole(0, 65535), 0)
    .option('--open', 'open the default browser')
    .action(async (options) => (await import('./serve.ts')).serveLab(options));

  for (const command of lab.commands) command.exitOverride();
  return lab;
}

/** Runs one command and answers with the exit status. Whatever goes wrong is one sentence, never a stack. */
async function main(): Promise<number> {
  try {
    await program().parseAsync();
    return typeof process.exitCode === 'number' ? process.exitCode : 0;
  } catch (error) {
    if (error instanceof CommanderError)
      return error.code === 'commander.helpDisplayed' || error.code === 'commander.version' ? 0 : 2;
    const { code, message, next } = toErrorData(error);
    process.stderr.write(`loss-lab: ${line(message)}${next ? `\n  ${line(next)}` : ''}\n`);
    return usageErrors.includes(code) ? 2 : 1;
  }
}

// A reader that closes early (`| head`) is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
});

process.exitCode = await main();
