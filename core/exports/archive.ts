import { compact } from '../words/compact.ts';
import { optimizer } from '../optimizers/registry.ts';
import { reportPieces } from '../reports/report-files.ts';
import { oneFile, type ArchivedFile, type Exporter, type ExportSource } from './archived-file.ts';
import { citationFiles } from './citation-files.ts';
import { crateFile, readmeFile } from './describing.ts';
import { figureFiles } from './figure-files.ts';
import { latexDocument, latexTables } from './latex.ts';
import { hasGraph, networks } from './networks.ts';
import { notebook } from './notebook.ts';
import { isRepeatable, reproduction } from './reproduction.ts';
import { tensorboard } from './tensorboard.ts';

const openedBy: Readonly<Record<string, readonly [what: string, opens: string]>> = {
  'report.html': ['The report as one page that loads nothing', 'every browser; printed, it has page numbers'],
  'report.md': ['The report as text', 'GitHub, Pandoc, every editor'],
  'report.json': [
    'Everything the report is made from, with its results',
    'Loss Lab, which makes the report from it again',
  ],
  'curves.csv': ['Every step and evaluation of every run, a value a row', 'pandas, R, spreadsheets'],
  'training.csv': ['Yardsticks of the training batches', 'pandas, R, spreadsheets'],
  'gradients.csv': ['Norms, updates and saturation over training', 'pandas, R, spreadsheets'],
  'layers.csv': ['Layers that the experiment brings along', 'spreadsheets'],
};

/** The files of the report itself; tables lie in data/. */
const reportFiles: Exporter = ({ report, everyStep }) =>
  reportPieces(report, ['html', 'markdown', 'json', 'csv'], everyStep).map(({ name, mediaType, pieces }) => ({
    path: name.endsWith('.csv') ? `data/${name}` : name,
    mediaType,
    what: openedBy[name][0],
    opens: openedBy[name][1],
    pieces: () => pieces,
  }));

const texts: Exporter = ({ report }) => {
  const tables = latexTables(report);
  return [
    oneFile(
      'report.ipynb',
      'application/x-ipynb+json',
      'The report as a notebook that draws its chart again',
      'Jupyter, VS Code, Colab',
      () => notebook(report),
    ),
    oneFile(
      'experiment.json',
      'application/json',
      'The experiment, without results',
      'Loss Lab: loss-lab compare TEXT --experiment experiment.json',
      () => `${JSON.stringify(report.experiment, null, 2)}\n`,
    ),
    oneFile('latex/tables.tex', 'application/x-tex', 'The tables as a document', 'pdflatex', () =>
      latexDocument(report),
    ),
    ...tables.map(({ name, text }) =>
      oneFile(
        `latex/${name}.tex`,
        'application/x-tex',
        `The table “${name}” for a paper (booktabs)`,
        '\\input in LaTeX',
        () => text,
      ),
    ),
  ];
};

/** Everything there is, in the order in which it stands in an archive. */
const exporters: readonly Exporter[] = [
  reportFiles,
  texts,
  citationFiles,
  figureFiles,
  tensorboard,
  reproduction,
  networks,
];

/** What an archive of this source lacks, and why, a sentence each. */
function missingFrom({ report, text }: ExportSource, files: readonly ArchivedFile[]): string[] {
  const has = (folder: string) => files.some(({ path }) => path.startsWith(folder));
  const without = report.arms.filter((each) => !hasGraph(each));
  const beyond = report.arms.filter(({ arm }) => !isRepeatable(arm));
  const named = (arms: typeof beyond) => arms.map(({ arm }) => arm.id).join(', ');
  const trainer = optimizer(report.experiment.optimizer.id);
  return compact([
    ...(text === null
      ? ['networks/ and reproduce/: the text was not at hand, which has the vocabulary and the batches.']
      : has('networks/')
        ? []
        : ['networks/: no run has a network that is kept.']),
    has('networks/') &&
      without.length > 0 &&
      `${named(without)} as .onnx: what is done to the outputs has no form in such a graph.`,
    beyond.length > 0 && `${named(beyond)} in reproduce/: no form of it in PyTorch is known.`,
    !trainer.torch && `reproduce/: no form of ${trainer.label} in PyTorch is known.`,
  ]);
}

/**
 * All files of an archive, with those that describe it first. None is made before it is asked for.
 * @param more made by the host, which has a browser: PDF, PNG
 * @param lacking what the host could not make, a sentence each
 */
export function archiveFiles(
  source: ExportSource,
  more: readonly ArchivedFile[] = [],
  lacking: readonly string[] = [],
): ArchivedFile[] {
  const made = [...exporters.flatMap((files) => files(source)), ...more];
  const missing = [...missingFrom(source, made), ...lacking];
  const readme = readmeFile(source.report, made, missing);
  return [readme, crateFile(source.report, [readme, ...made]), ...made];
}
