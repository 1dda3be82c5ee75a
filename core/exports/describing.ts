import { questionWithNote } from '../experiments/plan/first-question.ts';
import { affiliationOf, citation, nameOfAuthor, urlOf } from '../reports/citation.ts';
import { titleOf, type Report } from '../reports/report-data.ts';
import { markdownTable, markdownText } from '../reports/markdown/markdown-text.ts';
import { oneFile, type ArchivedFile } from './archived-file.ts';

/** What each file of an archive is, and what was left out and why. */
export const readmeFile = (
  report: Report,
  files: readonly ArchivedFile[],
  missing: readonly string[],
): ArchivedFile =>
  oneFile(
    'README.md',
    'text/markdown',
    'What each file is',
    'every editor',
    () =>
      `${[
        `# ${markdownText(titleOf(report))}`,
        markdownText(`Results of Loss Lab ${report.version}, written ${report.generatedAt}.`),
        markdownText(citation(report).text),
        'Begin with report.html. Every number of it is in report.json and in the tables of data/; networks/, reproduce/ and tensorboard/ are for other programs.',
        ...(missing.length === 0
          ? []
          : ['## Not in this archive', ...missing.map((why) => `- ${markdownText(why)}`)]),
        '## Files',
        markdownTable(
          ['file', 'what it is', 'opened by'],
          grouped(files).map(({ path, what, opens }) => [path, what, opens]),
        ),
      ].join('\n\n')}\n`,
  );

/** Many files of one kind in a row of folders are one line. */
function grouped(files: readonly ArchivedFile[]): { path: string; what: string; opens: string }[] {
  const kinds = new Map<string, ArchivedFile[]>();
  for (const file of files) {
    const folder = file.path.split('/')[0];
    const ending = /(\.pytorch)?\.[^.]+$/.exec(file.path)?.[0] ?? '';
    const key =
      folder === 'networks' || folder === 'tensorboard'
        ? `${folder}/…${folder === 'networks' ? ending : ''}`
        : file.path;
    kinds.set(key, [...(kinds.get(key) ?? []), file]);
  }
  return [...kinds].map(([key, [first, ...more]]) =>
    more.length === 0
      ? first
      : { path: key, what: `${first.what}, and of ${more.length} more runs alike`, opens: first.opens },
  );
}

/** RO-Crate 1.1: the archive and its files as linked data. */
export const crateFile = (report: Report, files: readonly ArchivedFile[]): ArchivedFile =>
  oneFile(
    'ro-crate-metadata.json',
    'application/ld+json',
    'The archive described for machines (RO-Crate 1.1)',
    'RO-Crate tools',
    () => {
      const { experiment, corpus, heading, version, generatedAt } = report;
      const url = urlOf(heading?.address ?? '');
      const authors = (heading?.authors ?? []).map((author, i) => ({
        '@id': `#author-${i + 1}`,
        '@type': 'Person',
        name: nameOfAuthor(author),
        ...(affiliationOf(author) !== '' && { affiliation: affiliationOf(author) }),
      }));
      const ids = (list: readonly { readonly '@id': string }[]) =>
        list.map((each) => ({ '@id': each['@id'] }));
      const parts = files.map(({ path, mediaType, what }) => ({
        '@id': path.split('/').map(encodeURIComponent).join('/'),
        '@type': path.endsWith('.py') ? ['File', 'SoftwareSourceCode'] : 'File',
        name: what,
        encodingFormat: mediaType,
      }));
      const graph = [
        {
          '@id': 'ro-crate-metadata.json',
          '@type': 'CreativeWork',
          conformsTo: { '@id': 'https://w3id.org/ro/crate/1.1' },
          about: { '@id': './' },
        },
        {
          '@id': './',
          '@type': 'Dataset',
          name: titleOf(report),
          description:
            questionWithNote(experiment) ||
            `A comparison of ${experiment.arms.length} output layers on ${corpus.name}.`,
          datePublished: generatedAt,
          identifier: `sha256:${citation(report).reportSha256}`,
          license: 'Not stated: ask the authors.',
          ...(authors.length > 0 && { author: ids(authors) }),
          ...(url !== null && { url }),
          hasPart: ids(parts),
          mentions: [{ '@id': '#made' }],
        },
        ...authors,
        ...parts,
        {
          '@id': '#made',
          '@type': 'CreateAction',
          name: 'Training and comparison',
          instrument: { '@id': '#loss-lab' },
          object: { '@id': '#text' },
          result: { '@id': './' },
          endTime: generatedAt,
        },
        { '@id': '#loss-lab', '@type': 'SoftwareApplication', name: 'Loss Lab', version },
        {
          '@id': '#text',
          '@type': 'CreativeWork',
          name: corpus.name,
          identifier: `sha256:${corpus.sha256}`,
          contentSize: String(corpus.bytes),
        },
      ];
      return `${JSON.stringify({ '@context': 'https://w3id.org/ro/crate/1.1/context', '@graph': graph }, null, 2)}\n`;
    },
  );
