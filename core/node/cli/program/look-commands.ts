import { Option, type Command } from 'commander';
import { duelLimits } from '../../../duels/duel.ts';
import { limits } from '../../../experiments/limits.ts';
import { faults } from '../../../probes/faults.ts';
import { probeLimits } from '../../../probes/probe.ts';
import { deriveHelp, gradientsHelp, probeHelp } from '../options/help.ts';
import { withLook } from '../options/option-groups.ts';
import { collected, whole, zeroOrMore } from '../options/option-values.ts';
import { does } from './does.ts';

/** The longest text `sample` draws: it is put together in memory before it goes out. */
const mostDrawn = 10_000_000;

/** Commands that look at weights and train no comparison. */
export function lookCommands(lab: Command): void {
  withLook(
    lab
      .command('probe')
      .description('gradients of several output layers at the same weights, over the same stretch of text')
      .argument('[file]', 'a text, - for standard input, or a .safetensors file that compare has written'),
  )
    .requiredOption('--out <dir>', 'write JSON, CSV and SVG into this folder')
    .option(
      '--fault <id>',
      `put a known mistake into the gradient of the check, to see it caught: ${faults.map(({ id }) => id).join(', ')}`,
    )
    .option('--force', 'replace an earlier probe in that folder')
    .option('--json', 'print probe.json instead of the tables')
    .addHelpText('after', probeHelp)
    .action(does(async () => (await import('../commands/probe.ts')).probe));

  withLook(
    lab
      .command('derive')
      .description('back-propagation through time in twelve steps, with the numbers of one place')
      .argument('[file]', 'a text, - for standard input, or a trained run that compare has written'),
  )
    .option('--t <n>', 'step of the stretch, from 1', whole(1, probeLimits.length), 1)
    .option('--i <character>', 'output: a character of the text; the target of the step')
    .addOption(
      new Option('--index <n>', 'output by its index, from 0, instead')
        .argParser(whole(0, Number.MAX_SAFE_INTEGER))
        .conflicts('i'),
    )
    .option('--unit <n>', 'hidden unit, from 0; that with the largest ∂E/∂u at t', whole(0, limits.hidden))
    .option(
      '--from <n>',
      'hidden unit one step before, from 0; that with the largest h',
      whole(0, limits.hidden),
    )
    .addOption(
      new Option('--format <format>', 'text, Markdown, a LaTeX document, or data')
        .choices(['text', 'md', 'latex', 'json'])
        .default('text'),
    )
    .addOption(
      new Option('--language <tag>', 'language of the words').choices(['en', 'zh-Hans']).default('en'),
    )
    .option('--out <file>', 'write here instead of standard output')
    .addHelpText('after', deriveHelp)
    .action(does(async () => (await import('../commands/derive.ts')).derive));

  lab
    .command('gradients')
    .description('loss and gradients of one sequence, in float64, to check an implementation against')
    .argument('<case>', 'a JSON file, or - for standard input')
    .option(
      '--formula <text>',
      "a loss of your own that the case may name: 'name=activation(p=1): loss'; may be repeated",
      collected,
    )
    .option(
      '--layer-file <file>',
      'formulas from a JSON file, which the case may name; may be repeated',
      collected,
    )
    .option('--out <file>', 'write here instead of standard output')
    .addHelpText('after', gradientsHelp)
    .action(does(async () => (await import('../commands/gradients.ts')).gradients));

  lab
    .command('sample')
    .description(
      'draws text from a trained run; from several, position by position with the same random numbers',
    )
    .argument('<run...>', '.safetensors files that compare has written')
    .option('--temperature <τ>', '1 as trained, towards 0 the likeliest', zeroOrMore, 1)
    .option('--length <n>', 'characters to draw', whole(1, mostDrawn), 200)
    .option('--seed <n>', 'seed of the random numbers', whole(0), 1)
    .option('--prompt <text>', 'text the network reads first', '')
    .option('--given <text>', 'let the runs read this text instead of drawing, and compare what each expects')
    .option('--top <n>', 'likeliest characters named at each position in --json', whole(1, duelLimits.top), 8)
    .option('--json', 'all there is at each position as JSON')
    .action(does(async () => (await import('../commands/sample.ts')).sample));
}
