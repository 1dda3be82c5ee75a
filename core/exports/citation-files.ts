import { questionWithNote } from '../experiments/plan/first-question.ts';
import { affiliationOf, citation, doiOf, nameOfAuthor, urlOf } from '../reports/citation.ts';
import { titleOf, type Report } from '../reports/report-data.ts';
import { visibleLine } from '../words/visible-text.ts';
import { oneFile, type Exporter } from './archived-file.ts';
import { latexText } from './latex.ts';

/** A scalar of YAML in double quotes, which JSON strings are. */
const quoted = (text: string) => JSON.stringify(visibleLine(text));

/** An address in BibTeX, which takes it as it stands: only its braces are written otherwise, for fields end at them. */
const verbatim = (address: string) =>
  visibleLine(address).replaceAll('{', '%7B').replaceAll('}', '%7D').replaceAll('\\', '%5C');

/** The field that says where the results are published; none where that is neither a DOI nor an address. */
function published(address: string): readonly (readonly ['doi' | 'url', string])[] {
  const [doi, url] = [doiOf(address), urlOf(address)];
  if (doi !== null) return [['doi', doi]];
  return url === null ? [] : [['url', url]];
}

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
function citationCff(report: Report): string {
  const { experiment, corpus, generatedAt, version, heading } = report;
  const { reportSha256 } = citation(report);
  const { authors = [], address = '' } = heading ?? {};
  const asked = questionWithNote(experiment);
  return [
    'cff-version: 1.2.0',
    'message: "If you use these results, please cite them as below."',
    'type: dataset',
    `title: ${quoted(titleOf(report))}`,
    'authors:',
    ...(authors.length === 0 ? ['  - name: "author not named"'] : authors.flatMap(authorLines)),
    `date-released: ${quoted(generatedAt.slice(0, 10))}`,
    ...published(address).map(([field, value]) => `${field}: ${quoted(value)}`),
    ...(asked === '' ? [] : [`abstract: ${quoted(asked)}`]),
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
function bibtex(report: Report): string {
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
    [
      'note',
      `Report SHA-256 ${reportSha256}; text SHA-256 ${corpus.sha256}${address === '' || urlOf(address) ? '' : `; ${latexText(address)}`}`,
    ],
    ...published(address).map(([field, value]) => [field, verbatim(value)] as const),
  ];
  const body = fields.map(([name, value]) => `  ${name} = {${value}},`).join('\n');
  return `@misc{losslab-${reportSha256.slice(0, 8)},\n${body}\n}\n`;
}

/** How the results are cited. */
export const citationFiles: Exporter = ({ report }) => {
  const what = 'How to cite these results';
  return [
    oneFile('CITATION.cff', 'application/yaml', what, 'GitHub, Zenodo, cffconvert', () =>
      citationCff(report),
    ),
    oneFile('citation.bib', 'application/x-bibtex', what, 'BibTeX, BibLaTeX, Zotero', () => bibtex(report)),
  ];
};
