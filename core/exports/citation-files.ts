import { utf8ToBytes } from '@noble/hashes/utils.js';
import { affiliationOf, citation, nameOfAuthor } from '../reports/citation.ts';
import { titleOf, type Report } from '../reports/report-data.ts';
import { visibleLine } from '../words/visible-text.ts';
import type { ArchivedFile, Exporter } from './archived-file.ts';
import { latexText } from './latex.ts';

/** A scalar of YAML in double quotes, which JSON strings are. */
const quoted = (text: string) => JSON.stringify(visibleLine(text));

const isDoi = (address: string) => /^(https?:\/\/(dx\.)?doi\.org\/)?10\.\d{4,9}\/\S+$/.test(address);
const doiOf = (address: string) => address.replace(/^https?:\/\/(dx\.)?doi\.org\//, '');
const isUrl = (address: string) => /^(https?|ftp):\/\/\S+$/.test(address);

/** Only a person has an affiliation there, and has a family name, the last word; who has none may be a group, with one name. */
function authorLines(author: string): string[] {
  const [name, affiliation] = [nameOfAuthor(author), affiliationOf(author)];
  if (affiliation === '') return [`  - name: ${quoted(name)}`];
  const [, given = '', family = name] = /^(.*\S)\s+(\S+)$/.exec(name) ?? [];
  return [
    `  - family-names: ${quoted(family)}`,
    ...(given === '' ? [] : [`    given-names: ${quoted(given)}`]),
    `    affiliation: ${quoted(affiliation)}`,
  ];
}

/** Citation File Format 1.2.0 of the results, not of the lab. */
export function citationCff(report: Report): string {
  const { experiment, corpus, generatedAt, version, heading } = report;
  const { reportSha256 } = citation(report);
  const { authors = [], address = '' } = heading ?? {};
  return [
    'cff-version: 1.2.0',
    'message: "If you use these results, please cite them as below."',
    'type: dataset',
    `title: ${quoted(titleOf(report))}`,
    'authors:',
    ...(authors.length === 0 ? ['  - name: "author not named"'] : authors.flatMap(authorLines)),
    `date-released: ${quoted(generatedAt.slice(0, 10))}`,
    ...(isDoi(address)
      ? [`doi: ${quoted(doiOf(address))}`]
      : isUrl(address)
        ? [`url: ${quoted(address)}`]
        : []),
    ...(experiment.question === '' ? [] : [`abstract: ${quoted(experiment.question)}`]),
    'identifiers:',
    '  - type: other',
    `    value: "sha256:${reportSha256}"`,
    '    description: "SHA-256 of the content of report.json"',
    '  - type: other',
    `    value: "sha256:${corpus.sha256}"`,
    '    description: "SHA-256 of the text"',
    'keywords:',
    '  - "output layer"',
    '  - "loss function"',
    '  - "recurrent neural network"',
    'references:',
    '  - type: software',
    '    title: "Loss Lab"',
    `    version: ${quoted(version)}`,
    '    authors:',
    '      - name: "Loss Lab"',
    '',
  ].join('\n');
}

/** One entry for BibTeX. */
export function bibtex(report: Report): string {
  const { generatedAt, version, corpus, heading } = report;
  const { reportSha256 } = citation(report);
  const { authors = [], address = '' } = heading ?? {};
  const fields: readonly (readonly [string, string])[] = [
    ['title', `{${latexText(titleOf(report))}}`],
    [
      'author',
      authors.map((author) => `{${latexText(nameOfAuthor(author))}}`).join(' and ') || '{author not named}',
    ],
    ['year', generatedAt.slice(0, 4)],
    ['howpublished', `Comparison report, Loss Lab ${latexText(version)}`],
    ['note', `Report SHA-256 ${reportSha256}; text SHA-256 ${corpus.sha256}`],
    ...(isDoi(address)
      ? [['doi', doiOf(address)] as const]
      : address === ''
        ? []
        : [['url', latexText(address)] as const]),
  ];
  const body = fields.map(([name, value]) => `  ${name} = {${value}},`).join('\n');
  return `@misc{losslab-${reportSha256.slice(0, 8)},\n${body}\n}\n`;
}

/** How the results are cited. */
export const citationFiles: Exporter = ({ report }) => {
  const file = (path: string, mediaType: string, opens: string, text: () => string): ArchivedFile => ({
    path,
    mediaType,
    what: 'How to cite these results',
    opens,
    *pieces() {
      yield utf8ToBytes(text());
    },
  });
  return [
    file('CITATION.cff', 'application/yaml', 'GitHub, Zenodo, cffconvert', () => citationCff(report)),
    file('citation.bib', 'application/x-bibtex', 'BibTeX, BibLaTeX, Zotero', () => bibtex(report)),
  ];
};
