import { Option, type Command } from 'commander';
import { limits } from '../../../experiments/limits.ts';
import {
  withComparisonOptions,
  withKept,
  withSweepOptions,
  languageOption,
} from '../options/option-groups.ts';
import { whole, shard } from '../options/option-values.ts';
import { withThreads } from '../options/threads.ts';
import { does } from './does.ts';

/** Commands that train a comparison or a sweep. */
export function trainCommands(lab: Command): void {
  withThreads(
    withComparisonOptions(
      lab.command('compare').description('trains every output layer on a text and compares them'),
    ),
  )
    .option('--shard <i/n>', 'train the i-th of n parts only; merge joins them', shard)
    .option(
      '--robustness',
      'afterwards the first seeds (3 at most) again: without clipping, in the other precision, on another split',
    )
    .option(
      '--out <dir>',
      'keep experiment, runs and report in this folder from the first step on; the same command goes on where it was broken off',
    )
    .addOption(
      new Option('--keep', 'the same in a folder of the library, which loss-lab library lists').conflicts(
        'out',
      ),
    )
    .option('--force', 'begin anew; what is in that folder moves into one below it')
    .addOption(languageOption())
    .option('--json', 'results as JSON')
    .action(does(async () => (await import('../commands/compare.ts')).compare));

  withKept(
    withThreads(
      lab
        .command('resume')
        .description(
          'goes on with a comparison that was broken off, or for more steps, with the same numbers',
        ),
    )
      .argument('<dir>', 'a folder that compare has made')
      .option('--steps <n>', 'go on to this step', whole(1, limits.steps)),
  )
    .addOption(languageOption())
    .option('--json', 'results as JSON')
    .action(does(async () => (await import('../commands/resume.ts')).resume));

  withThreads(
    withSweepOptions(
      lab
        .command('sweep')
        .description(
          'tries every output layer at every learning rate of one grid, with seeds that compare does not report',
        ),
    ),
  )
    .requiredOption(
      '--out <dir>',
      'keep the sweep in this folder; the same command goes on with one that was broken off',
    )
    .option('--shard <i/n>', 'train the i-th of n parts only; merge joins them', shard)
    .option('--json', 'results as JSON')
    .addHelpText('after', '\nThen: loss-lab compare FILE --sweep DIR takes the best rates.')
    .action(does(async () => (await import('../commands/sweep.ts')).sweep));
}
