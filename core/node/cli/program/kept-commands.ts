import { Option, type Command } from 'commander';
import { probeLimits } from '../../../probes/probe.ts';
import { withKept, withHeadingOptions } from '../options/option-groups.ts';
import { whole } from '../options/option-values.ts';
import { does } from './does.ts';

/** Commands on comparisons that are kept. */
export function keptCommands(lab: Command): void {
  lab
    .command('library')
    .description('the experiments that compare --keep has kept; LOSS_LAB_LIBRARY names another folder')
    .option('--json', 'as JSON')
    .action(does(async () => (await import('../commands/library.ts')).library));

  lab
    .command('show')
    .description('one experiment of the library: what it is, how it stands, its standing')
    .argument('<id>', 'its id, the beginning or end of one, or a folder that compare has made')
    .option('--json', 'as JSON')
    .action(does(async () => (await import('../commands/library.ts')).show));

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
    .action(does(async () => (await import('../commands/report.ts')).report));

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
    .action(does(async () => (await import('../commands/export.ts')).exportArchive));
}
