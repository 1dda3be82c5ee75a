import { Option, type Command } from 'commander';
import {
  withComparisonOptions,
  withDeal,
  withKept,
  withSweepOptions,
  languageOption,
} from '../options/option-groups.ts';
import { whole } from '../options/option-values.ts';
import { withThreads } from '../options/threads.ts';
import { does } from './does.ts';

/** Commands by which several programs share the work. */
export function partCommands(lab: Command): void {
  const plan = lab
    .command('plan')
    .description('prints a plan by which several programs share a comparison or a sweep: > plan.json');
  withDeal(withComparisonOptions(plan.command('compare').description('the plan of a comparison'))).action(
    does(async () => (await import('../commands/plan.ts')).planCompare),
  );
  withDeal(withSweepOptions(plan.command('sweep').description('the plan of a sweep'))).action(
    does(async () => (await import('../commands/plan.ts')).planSweepInParts),
  );

  withKept(
    withThreads(
      lab
        .command('work')
        .description('trains one part of a plan; the programs of all parts may fill one folder')
        .argument('<plan>', 'a file that plan has printed'),
    ),
    new Option(
      '--text <where...>',
      'files or folders to find the text in by its contents, if it is not where the plan was made',
    ),
  )
    .requiredOption('--shard <i>', 'the part, counted from 1', whole(1, 100_000))
    .requiredOption(
      '--out <dir>',
      'keep it in this folder; the same command goes on with what was broken off',
    )
    .option('--json', 'results as JSON')
    .action(does(async () => (await import('../commands/work.ts')).work));

  lab
    .command('merge')
    .description('joins the parts that --shard has made of one sweep or one comparison')
    .argument('<dir...>', 'folders of the parts')
    .requiredOption('--out <dir>', 'folder of the whole')
    .option('--force', 'replace an earlier report in that folder')
    .addOption(languageOption())
    .action(does(async () => (await import('../commands/merge.ts')).merge));
}
