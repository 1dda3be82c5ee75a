import { Option, type Command } from 'commander';
import { limits } from '../../../experiments/limits.ts';
import { probeLimits } from '../../../probes/probe.ts';
import { usualYardstick } from '../../../yardsticks/registry.ts';
import { decimal, ratesByLayer, whole, collected } from './option-values.ts';
import { trustOption, withModelOptions, withTextOptions } from './experiment-options.ts';
import { withPlanOptions } from './plan-options.ts';
import { withPolicyOptions } from './policy-options.ts';
import { withStoppingOptions } from './stopping-options.ts';
import { yardstickNames } from './yardstick-names.ts';

/** The most the schema of an experiment takes for `evaluation.characters`. */
const mostEvaluated = 1_000_000_000;

/** A text of any number of files. */
const withTexts = (command: Command): Command =>
  withTextOptions(
    command.argument('[file...]', 'a text, several joined in their order, or - for standard input'),
  );

/** What says which comparison is made, on which text. */
export const withComparisonOptions = (command: Command): Command =>
  withPlanOptions(withStoppingOptions(withPolicyOptions(withModelOptions(withTexts(command)))))
    .addOption(
      new Option('--rate <η>', 'one learning rate for all output layers; the usual one of the optimiser')
        .argParser(decimal(0))
        .conflicts('rates'),
    )
    .option('--rates <a=η,b=η>', 'a learning rate for each output layer', ratesByLayer)
    .option('--steps <n>', 'steps of each run', whole(1, limits.steps), 2000)
    .option(
      '--seeds <n>',
      'paired seeds; 3, or with --until-decided the fewest that can decide',
      whole(1, limits.seeds),
    )
    .option('--seed <n>', 'first seed', whole(0), 1)
    .option('--evaluate-every <n>', 'steps between evaluations', whole(1, limits.steps))
    .option('--evaluate-characters <n>', 'held-out characters of an evaluation', whole(1, mostEvaluated))
    .option('--name <text>', 'name of the comparison')
    .option('--question <text>', 'what it is to answer', '')
    .option(
      '--experiment <file>',
      'take everything but the text from a saved experiment, a link to one, or - for either on standard input',
    );

/** What says which sweep is made, on which text. */
export const withSweepOptions = (command: Command): Command =>
  withModelOptions(withTexts(command))
    .option('--rates <low..high/count>', 'grid of rates, equal distances of their logarithms', '1e-4..10/13')
    .option('--seeds <n>', 'tuning seeds', whole(1, 100), 2)
    .option('--steps <n>', 'steps of each run', whole(1, limits.steps), 500)
    .option('--yardstick <id>', `what decides: ${yardstickNames}`, usualYardstick)
    .option('--extension <n>', 'most rates added at either end while the best lies there', whole(0, 50), 8)
    .option('--evaluate-characters <n>', 'held-out characters of an evaluation', whole(1, mostEvaluated));

/** Which weights are looked at, on which text, and which stretch of it. */
export const withLook = (command: Command): Command =>
  withModelOptions(withTextOptions(command))
    .option(
      '--step <k>',
      'look after k steps of training instead of at the initial weights',
      whole(1, limits.steps),
    )
    .option('--arm <layer>', 'output layer that trains up to that step; the first of --layers')
    .option('--rate <η>', 'its learning rate; the usual one of the optimiser', decimal(0))
    .option('--seed <n>', 'its seed', whole(0), 1)
    .option('--text <file>', 'the text to look at, for a trained run')
    .addOption(
      new Option('--part <part>', 'part of the text').choices(['training', 'held-out']).default('training'),
    )
    .option('--start <n>', 'place of the first character there', whole(0, Number.MAX_SAFE_INTEGER), 0)
    .option(
      '--context <n>',
      'characters read before it, of trained weights from the state their training carries',
      whole(0, probeLimits.context),
      100,
    );

/** How the work of a plan is dealt out. */
export const withDeal = (command: Command): Command =>
  command
    .requiredOption('--shards <n>', 'parts, one for each program that works', whole(1, 100_000))
    .option('--each-text', 'the same on each file by itself, instead of on all of them joined to one text')
    .option(
      '--threads-per-run <n>',
      'threads that share a run, the same for all programs: how many do changes rounding',
      whole(1, 1024),
      1,
    );

/** What a comparison that is kept needs of this machine: its text, and plug-ins that may run. */
export const withKept = (
  command: Command,
  text = new Option('--text <file...>', 'where the text is now, if it is not where it was'),
): Command =>
  command
    .addOption(text)
    .option('--held-out-file <file>', 'where the held-out text of its own is now')
    .addOption(trustOption());

/** The language of a page. */
export const languageOption = (): Option =>
  new Option('--language <tag>', 'language of the report: English, or Chinese (zh, zh-Hans)').choices([
    'en',
    'zh',
    'zh-Hans',
  ]);

/** What is said on a report by whoever makes it. */
export const withHeadingOptions = (command: Command): Command =>
  command
    .option('--title <text>', 'title instead of the name of the comparison')
    .option('--author <name, affiliation>', 'an author; may be repeated', collected)
    .option('--address <doi or url>', 'where the report is published')
    .option('--notes <text>', 'a paragraph of your own')
    .addOption(languageOption());
