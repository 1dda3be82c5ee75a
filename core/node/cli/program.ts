import { Command, Option } from 'commander';
import { withTextOptions } from './options/experiment-options.ts';
import { whole } from './options/option-values.ts';
import { does } from './program/does.ts';
import { version } from '../version.ts';
import { trainCommands } from './program/train-commands.ts';
import { keptCommands } from './program/kept-commands.ts';
import { partCommands } from './program/part-commands.ts';
import { lookCommands } from './program/look-commands.ts';

/** All commands with their options. */
export function program(): Command {
  const lab = new Command('loss-lab')
    .description('Compares output layers and losses on one small character-level recurrent network.')
    .version(version)
    // Every command below takes this over.
    .exitOverride()
    .configureHelp({ helpWidth: 100 })
    .addHelpText(
      'after',
      '\nResults go to standard output or files, progress to standard error.\nExit status: 0 done, 1 failed, 2 bad usage, 128 + its number where a signal ended it.',
    );

  lab
    .command('layers')
    .description('the output layers: id, E, δ, matched or not')
    .option('--json', 'as JSON')
    .action(does(async () => (await import('./commands/layers.ts')).layers));

  withTextOptions(
    lab
      .command('corpus')
      .description('statistics of a text (files, joined in their order, or - for standard input)')
      .argument('[file...]'),
  )
    .option('--json', 'as JSON')
    .action(does(async () => (await import('./commands/corpus.ts')).corpus));

  trainCommands(lab);
  keptCommands(lab);
  partCommands(lab);
  lookCommands(lab);

  lab
    .command('lesson')
    .description('lessons of your own')
    .command('check')
    .description('says whether a file is a lesson, and what is wrong where it is not')
    .argument('<file>', 'a JSON file; docs/lessons.md says what it holds')
    .action(does(async () => (await import('./commands/lesson.ts')).checkLesson));

  lab
    .command('engine')
    .description(
      'how the float32 engine runs on this machine, and how fast; LOSS_LAB_SIMD=128|256|auto chooses',
    )
    .option('--json', 'as JSON')
    .action(does(async () => (await import('./commands/engine.ts')).engineInfo));

  lab
    .command('plugin-template')
    .description(
      'the start of a plug-in file, a loss of your own in JavaScript: loss-lab plugin-template > my-loss.mjs',
    )
    .option('--types', 'the contract as a TypeScript declaration instead, for an editor: > loss-plugin.d.ts')
    .addOption(
      new Option(
        '--example <name>',
        'an example instead: softmax-cross-entropy, linear-huber or arctangent-quadratic',
      ).conflicts('types'),
    )
    .action(does(async () => (await import('./own-layers/plugin-template.ts')).printPluginFile));

  lab
    .command('trust-plugin')
    .description('asks whether a plug-in may run on this machine, and remembers it by its SHA-256')
    .argument('<file>', 'a plug-in file, or an experiment (.json) that brings plug-ins along')
    .action(does(async () => (await import('./own-layers/layer-files.ts')).trustPlugin));

  lab
    .command('serve')
    .description('the lab in a browser on this machine')
    .option('--port <n>', 'port on 127.0.0.1; 0 takes a free one', whole(0, 65535), 0)
    .option('--open', 'open the default browser')
    .action(does(async () => (await import('./commands/serve.ts')).serveLab));

  return lab;
}
