import { describe, expect, it } from 'vitest';
import { citationFiles } from '../../../core/exports/citation-files.ts';
import { crateFile } from '../../../core/exports/describing.ts';
import { buildReport } from '../../../core/reports/report.ts';
import { doiOf, urlOf } from '../../../core/reports/citation.ts';
import type { ArchivedFile, ExportSource } from '../../../core/exports/archived-file.ts';
import type { Report } from '../../../core/reports/report-data.ts';
import { experiment, input } from '../reports/report-fixtures.ts';

const at = (address: string) =>
  buildReport(input({ heading: { title: '', authors: [], address, notes: '', leftOut: [] } }));

const textOf = (file: ArchivedFile) => Buffer.concat([...file.pieces()]).toString('utf8');

/** A file by which the results are cited. */
function cited(path: string, from: string | Report): string {
  const source: ExportSource = {
    ...{ report: typeof from === 'string' ? at(from) : from, begun: '2025-03-14T15:00:00.000Z', text: null },
    everyStep: () => null,
    network: () => null,
  };
  return textOf(citationFiles(source).find((file) => file.path === path)!);
}

const crate = (report: Report): { url?: string; description: string } =>
  JSON.parse(textOf(crateFile(report, [])))['@graph'].find(
    (entity: { '@id': string }) => entity['@id'] === './',
  );
const crateUrl = (address: string): unknown => crate(at(address)).url;

it('says of a question that it was changed after the results', () => {
  const report = buildReport(
    input({ experiment: experiment({ question: 'Why?', firstQuestion: 'Which?' }) }),
  );
  const words = 'Why? This question was changed after the results were there; before them it was “Which?”.';
  expect(crate(report).description).toBe(words);
  expect(cited('CITATION.cff', report)).toContain(`abstract: "${words}"\n`);
});

describe('where results are published', () => {
  it('is a DOI, with or without what stands before it', () => {
    const doi = '10.5281/zenodo.1_2';
    for (const address of [doi, `doi:${doi}`, `https://doi.org/${doi}`, `http://dx.doi.org/${doi}`]) {
      expect(doiOf(address)).toBe(doi);
      expect(crateUrl(address)).toBe(`https://doi.org/${doi}`);
      expect(cited('citation.bib', address)).toContain(`  doi = {${doi}},\n`);
      expect(cited('CITATION.cff', address)).toContain(`doi: "${doi}"\n`);
    }
  });

  it('is an address as a browser opens it: BibTeX has it as it stands but for braces', () => {
    const address = 'https://example.org/~lab/a_b?x=1&y=50%25#c{d}';
    expect(crateUrl(address)).toBe(address);
    expect(cited('citation.bib', address)).toContain(
      '  url = {https://example.org/~lab/a_b?x=1&y=50%25#c%7Bd%7D},\n',
    );
    expect(cited('CITATION.cff', address)).toContain(`url: "${address}"\n`);
  });

  it('is words where it is neither, and no address for a program', () => {
    const address = 'in print, 50% & more';
    expect(urlOf(address)).toBe(null);
    expect(crateUrl(address)).toBe(undefined);
    expect(cited('citation.bib', address)).toContain('; in print, 50\\% \\& more},\n');
    expect(cited('citation.bib', address)).not.toContain('url =');
    expect(cited('CITATION.cff', address)).not.toContain('url:');
  });

  it('is nowhere where nobody said so', () => {
    expect(crateUrl('')).toBe(undefined);
    expect(cited('citation.bib', '')).not.toMatch(/url =|doi =/);
  });
});
