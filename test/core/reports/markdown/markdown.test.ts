import { describe, expect, it } from 'vitest';
import { markdownReport } from '../../../../core/reports/markdown/markdown.ts';
import {
  markdownBlock,
  markdownTable,
  markdownText,
} from '../../../../core/reports/markdown/markdown-text.ts';
import { buildReport } from '../../../../core/reports/report.ts';
import { type ReportInput } from '../../../../core/reports/report-data.ts';
import { corpus, experiment, input, outputLayers, sampleRuns } from '../report-fixtures.ts';

const text = (change: Partial<ReportInput> = {}) => markdownReport(buildReport(input(change)));

/** Cells of a line of a table: split at bars that are not escaped. */
const cells = (line: string) => line.split(/(?<!\\)\|/).slice(1, -1);

/** Every table of a document, as lists of rows. */
function tables(markdown: string): string[][][] {
  return markdown
    .split('\n\n')
    .filter((block) => block.startsWith('|'))
    .map((block) => block.split('\n').map(cells));
}

const hostile =
  '| a `b` <img src=x onerror=alert(1)>\n# head [x](http://evil.example) www.evil.example a@b.c \u202e *bold* ~~x~~';

describe('report.md', () => {
  it('has tables whose rows all have as many cells as their head', () => {
    for (const markdown of [text(), text({ runs: [] }), text({ experiment: experiment({ seeds: [1] }) })])
      for (const [head, ...rows] of tables(markdown))
        for (const row of rows) expect(row).toHaveLength(head.length);
  });

  it('keeps its tables with names that hold bars, backticks, line feeds and markup', () => {
    const spec = experiment({ name: hostile, question: hostile });
    const runs = sampleRuns(spec).map((each) => ({ ...each, failure: hostile }));
    const markdown = text({
      experiment: spec,
      runs,
      corpus: { ...corpus, name: hostile },
      outputLayers: outputLayers.map((layer) => ({
        ...layer,
        label: hostile,
        formula: hostile,
        reference: hostile,
      })),
    });
    expect(tables(markdown).map((rows) => rows.length)).toEqual(tables(text()).map((rows) => rows.length));
    for (const [head, ...rows] of tables(markdown))
      for (const row of rows) expect(row).toHaveLength(head.length);
    expect(markdown).not.toMatch(/<img|\u202e|http:\/\/|www\.|a@b/);
    expect(markdown.match(/^# /gm)).toHaveLength(1);
  });

  it('says what the page says', () => {
    const markdown = text({ partial: true });
    for (const sentence of [
      '**Partial report**',
      '4 of 5, 1 diverged',
      '## What the data do not support',
      '## Speed of training',
      'Arithmetic: float64, reference engine',
      'its steps only',
      '## How to cite',
    ])
      expect(markdown).toContain(sentence);
  });
});

describe('outside text in Markdown', () => {
  it('is itself', () => {
    expect(markdownText('a|b`c`_d_\n<e>&')).toBe('a\\|b\\`c\\`\\_d\\_⟦U+000A⟧&lt;e&gt;&amp;');
    expect(markdownText('1. x')).toBe('1\\. x');
    expect(markdownText('# x-y')).toBe('\\# x-y');
    expect(markdownText('+0.1')).toBe('+0.1');
    expect(markdownText('3.14')).toBe('3.14');
    expect(markdownText('---')).toBe('\\---');
    expect(markdownText('a\\|b')).toBe('a\\\\\\|b');
  });

  it('stands in a fence longer than any it holds', () => {
    expect(markdownBlock('x\n````\ny')).toBe('`````text\nx\n````\ny\n`````');
    expect(markdownBlock('x')).toBe('```text\nx\n```');
  });

  it('makes a table', () => {
    expect(markdownTable(['a', 'b'], [['x|y', 1]], 1)).toBe('| a | b |\n| --- | ---: |\n| x\\|y | 1 |');
  });
});
