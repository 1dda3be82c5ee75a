import { Command, Option } from 'commander';
import { duelLimits } from '../../duels/duel.ts';
import { limits } from '../../experiments/limits.ts';
import { faults } from '../../probes/faults.ts';
import { probeLimits } from '../../probes/probe.ts';
import { version } from '../version.ts';
import { collected, whole, zeroOrMore, shard } from './options/option-values.ts';
import { withTextOptions } from './options/experiment-options.ts';
import { deriveHelp, gradientsHelp, probeHelp } from './options/help.ts';
import {
  withComparisonOptions,
  withDeal,
  withKept,
  withLook,
  withSweepOptions,
  languageOption,
  withHeadingOptions,
} from './options/option-groups.ts';
import { withThreads } from './options/threads.ts';

/** The longest text `sample` draws: it is put together in memory before it goes out. */
const mostDrawn = 10_000_000;

/** All commands with their options. */
export function program(): Command {
  const lab = new Command('loss-lab')
    .description('Compares output layers and losses on one small character-level recurrent network.')
    .version(version)
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
    .action(async (options) => (await import('./commands/layers.ts')).layers(options));

  withTextOptions(
    lab
      .command('corpus')
      .description('statistics of a text (files, joined in their order, or - for standard input)')
      .argument('[file...]'),
  )
    .option('--json', 'as JSON')
    .action(async (file, options, command) =>
      (await import('./commands/corpus.ts')).corpus(file, options, command),
    );

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
    .action(async (file, options, command) =>
      (await import('./commands/compare.ts')).compare(file, options, command),
    );

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
    .action(async (folder, options) => (await import('./commands/resume.ts')).resume(folder, options));

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
    .action(async (file, options, command) =>
      (await import('./commands/sweep.ts')).sweep(file, options, command),
    );

  lab
    .command('library')
    .description('the experiments that compare --keep has kept; LOSS_LAB_LIBRARY names another folder')
    .option('--json', 'as JSON')
    .action(async (options) => (await import('./commands/library.ts')).library(options));

  lab
    .command('show')
    .description('one experiment of the library: what it is, how it stands, its standing')
    .argument('<id>', 'its id, the beginning or end of one, or a folder that compare has made')
    .option('--json', 'as JSON')
    .action(async (id, options) => (await import('./commands/library.ts')).show(id, options));

  withKept(
    withHeadingOptions(
      lab
        .command('report')
        .description('makes one format of the report of a comparison that is kept; of several, side by side')
        .argument('<dir...>', 'folders that compare has made, or ids of the library'),
    ),
  )
    .addOption(
      new Option('--format <format>', 'what to make')
        .choices(['html', 'pdf', 'md', 'latex', 'ipynb', 'csv', 'json', 'svg'])
        .default('html'),
    )
    .requiredOption(
      '--out <where>',
      'the file, or the folder where there are several files (latex, csv, svg)',
    )
    .option('--derivation', 'with the derivation and its numbers at one place, in html and pdf')
    .option('--t <n>', 'its step, from 1; the middle of a sequence', whole(1, probeLimits.length))
    .option('--i <character>', 'its output: a character of the text; the target of the step')
    .addOption(
      new Option('--index <n>', 'its output by its index, from 0, instead')
        .argParser(whole(0, Number.MAX_SAFE_INTEGER))
        .conflicts('i'),
    )
    .option('--arm <id>', 'whose weights; the first output layer')
    .option('--seed <n>', 'of which seed; the first', whole(0))
    .addHelpText(
      'after',
      '\npdf needs Chromium, Chrome or Edge: one on the path, in its usual place, or named by LAB_CHROMIUM.',
    )
    .action(async (names, options) => (await import('./commands/report.ts')).report(names, options));

  withKept(
    withHeadingOptions(
      lab
        .command('export')
        .description('everything of a comparison that is kept as one archive that other tools open')
        .argument('<dir>', 'a folder that compare has made, or an id of the library'),
    ),
  )
    .requiredOption('--out <file.zip>', 'the archive')
    .addHelpText(
      'after',
      '\nIn it: report (HTML, PDF, Markdown, notebook, JSON), tables (CSV, LaTeX), figures (SVG, PNG, CSV, Vega-Lite),\nevent files for TensorBoard, networks (safetensors, PyTorch, ONNX), reproduce.py, CITATION.cff, BibTeX, RO-Crate.\nSOURCE_DATE_EPOCH, in seconds, takes the place of the present time.',
    )
    .action(async (name, options) => (await import('./commands/export.ts')).exportArchive(name, options));

  const plan = lab
    .command('plan')
    .description('prints a plan by which several programs share a comparison or a sweep: > plan.json');
  withDeal(withComparisonOptions(plan.command('compare').description('the plan of a comparison'))).action(
    async (file, options, command) =>
      (await import('./commands/plan.ts')).planCompare(file, options, command),
  );
  withDeal(withSweepOptions(plan.command('sweep').description('the plan of a sweep'))).action(
    async (file, options, command) =>
      (await import('./commands/plan.ts')).planSweepInParts(file, options, command),
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
    .action(async (file, options) => (await import('./commands/work.ts')).work(file, options));

  lab
    .command('merge')
    .description('joins the parts that --shard has made of one sweep or one comparison')
    .argument('<dir...>', 'folders of the parts')
    .requiredOption('--out <dir>', 'folder of the whole')
    .option('--force', 'replace an earlier report in that folder')
    .addOption(languageOption())
    .action(async (folders, options) => (await import('./commands/merge.ts')).merge(folders, options));

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
    .action(async (file, options, command) =>
      (await import('./commands/probe.ts')).probe(file, options, command),
    );

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
    .action(async (file, options, command) =>
      (await import('./commands/derive.ts')).derive(file, options, command),
    );

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
    .action(async (file, options) => (await import('./commands/gradients.ts')).gradients(file, options));

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
    .action(async (files, options, command) =>
      (await import('./commands/sample.ts')).sample(files, options, command),
    );

  lab
    .command('lesson')
    .description('lessons of your own')
    .command('check')
    .description('says whether a file is a lesson, and what is wrong where it is not')
    .argument('<file>', 'a JSON file; docs/lessons.md says what it holds')
    .exitOverride()
    .action(async (file) => (await import('./commands/lesson.ts')).checkLesson(file));

  lab
    .command('engine')
    .description(
      'how the float32 engine runs on this machine, and how fast; LOSS_LAB_SIMD=128|256|auto chooses',
    )
    .option('--json', 'as JSON')
    .action(async (options) => (await import('./commands/engine.ts')).engineInfo(options));

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
    .action(async (options) => (await import('./own-layers/plugin-template.ts')).printPluginFile(options));

  lab
    .command('trust-plugin')
    .description('asks whether a plug-in may run on this machine, and remembers it by its SHA-256')
    .argument('<file>', 'a plug-in file, or an experiment (.json) that brings plug-ins along')
    .action(async (file) => (await import('./own-layers/layer-files.ts')).trustPlugin(file));

  lab
    .command('serve')
    .description('the lab in a browser on this machine')
    .option('--port <n>', 'port on 127.0.0.1; 0 takes a free one', whole(0, 65535), 0)
    .option('--open', 'open the default browser')
    .action(async (options) => (await import('./commands/serve.ts')).serveLab(options));

  for (const command of [...lab.commands, ...plan.commands]) command.exitOverride();
  return lab;
}
