import { describe, expect, it } from 'vitest';
import { latexTables } from '../../../core/exports/latex.ts';
import { notebook } from '../../../core/exports/notebook.ts';
import { htmlReport } from '../../../core/reports/html/html.ts';
import { markdownReport } from '../../../core/reports/markdown/markdown.ts';
import { buildReport } from '../../../core/reports/report.ts';
import { reportContent } from '../../../core/reports/data/report-content.ts';
import type { ReportInput } from '../../../core/reports/report-data.ts';
import { severalHtml, severalMarkdown } from '../../../core/reports/several/several-pages.ts';
import { severalReports } from '../../../core/reports/several/several.ts';
import { inChinese, sentences } from '../../../core/words/said/zh/chinese.ts';
import { yardsticks } from '../../../core/yardsticks/registry.ts';
import { corpus, evaluation, experiment, input, run, sampleRuns } from './report-fixtures.ts';

const heading = {
  ...{ title: '', authors: [], address: '', notes: '', leftOut: [] },
  language: 'zh-Hans',
} as const;

/** Nobody translates what was typed: name, question, texts. Numbers in its place keep the test to the lab's words. */
const plain = (change: Partial<ReportInput> = {}): ReportInput => {
  const given = input({ heading, ...change });
  const { experiment: spec, runs } = given;
  return {
    ...given,
    experiment: { ...spec, name: '1', question: '' },
    corpus: { ...given.corpus, warnings: [] },
    runs: runs.map((each) => ({
      ...each,
      engine: each.engine && 'float32, WASM SIMD, 128 bits, tiles of 6 × 8',
      glimpse: each.glimpse && { ...each.glimpse, sample: '1' },
    })),
  };
};

/** Names, formats, units and the command line, which are the same in every language. */
const names =
  /loss-lab [^<\n]*|Loss Lab|Holm|Witten–Bell|Auer, Herbster, Warmuth|Golik et al|Bridle|source derivation|AMD EPYC \w+|Node [\d.]+|Linux [\d.]+|(linear|sigmoid|softmax) \+ |GiB|SHA-256|CR LF|GFLOP\/s/g;

/** What is said of a yardstick whose Chinese nobody has written yet: in English, as its record has it. */
const untranslated = yardsticks
  .filter(({ label }) => inChinese.of(label) === label)
  .flatMap(({ label, short, unit, amount, said }) => [said.words(''), amount, label, short, unit]);

/** Two English words or more in a row, in what a reader sees or hears. */
function englishIn(markup: string): string[] {
  const told = untranslated.reduce((text, words) => text.replaceAll(words.trim(), '·'), markup);
  const seen = told
    .replace(/<style>[\s\S]*?<\/style>/g, '')
    .replace(/<pre>[\s\S]*?<\/pre>/g, '')
    .replace(/<[^>]*?(?:aria-label|data-y)="([^"]*)"[^>]*>/g, ' | $1 | ')
    .replace(/<\/?(?:b|i|a|span|sub|sup)\b[^>]*>/g, '')
    .replace(/<[^>]*>/g, ' | ')
    .replace(/&[#\w]+;/g, ' ')
    // A citation is one line in one language, for lists of literature.
    .replace(/“[^”]*”.*?comparison report, Loss Lab[^|]*/g, '')
    .replace(names, '·');
  return [...seen.matchAll(/\b[A-Za-z][a-z’]+(?:[,;:]?[ \n]+[A-Za-z][a-z’]+)+/g)].map(([words]) => words);
}

const diverged = () => {
  const spec = experiment();
  const [first] = spec.arms;
  return {
    experiment: spec,
    runs: sampleRuns(spec).map((each) =>
      each.armId === first.id
        ? run(each.armId, each.seed, [evaluation(0, 6)], {
            status: 'diverged',
            divergence: { step: 12, where: 'loss', rate: 1 },
          })
        : each,
    ),
  };
};

const kinds: readonly (readonly [string, () => Partial<ReportInput>])[] = [
  ['what is usual', () => ({})],
  ['a part of it', () => ({ partial: true })],
  ['nothing trained', () => ({ runs: [] })],
  ['an arm all of whose seeds diverged', diverged],
  [
    'two seeds, blocks, a rule that ended runs',
    () => {
      const spec = experiment({
        seeds: [1, 2],
        stopping: {
          target: { yardstick: 'bitsPerCharacter', value: 4 },
          plateau: null,
          budget: { unit: 'steps', limit: 500, arms: [] },
        },
      });
      const runs = sampleRuns(spec).map((each, i) =>
        i === 0 ? { ...each, early: { rule: 'target' as const, step: each.steps } } : each,
      );
      return { experiment: spec, runs };
    },
  ],
  ['a question written after the results', () => ({ experiment: experiment({ firstQuestion: '' }) })],
  ['a question removed after the results', () => ({ experiment: experiment({ firstQuestion: '1' }) })],
  [
    'seeds until decided',
    () => ({
      experiment: experiment({
        plan: { seeds: 8, yardstick: 'bitsPerCharacter', smallest: null, untilDecided: 40 },
        additions: [{ by: 'until-decided', after: 4, added: 1, givenUp: 1 }],
      }),
    }),
  ],
  [
    'a corpus with much to say',
    () => ({ corpus: { ...corpus, drift: 0.4, tuningCharacters: 100, distinct: 1 } }),
  ],
];

describe('a report in Chinese', () => {
  it.each(kinds)('has no English sentence: %s', (_, change) => {
    const report = buildReport(plain(change()));
    const page = htmlReport(report);
    expect(englishIn(page)).toEqual([]);
    expect(page).toContain('<html lang="zh-Hans">');
    expect(englishIn(markdownReport(report))).toEqual([]);
  });

  it('nor has one on several experiments', () => {
    const one = buildReport(plain({ partial: true }));
    const spec = experiment({ steps: 700, name: '2', question: '有差别吗？', firstQuestion: '' });
    const two = buildReport(plain({ experiment: spec, runs: sampleRuns(spec) }));
    const several = severalReports([one, two]);
    expect(englishIn(severalHtml(several))).toEqual([]);
    expect(englishIn(severalMarkdown(several))).toEqual([]);
  });

  it('has the values of the English one', () => {
    const numbers = (language: 'en' | 'zh-Hans') =>
      htmlReport(buildReport(plain({ heading: { ...heading, language } })))
        .replace(/<style>[\s\S]*?<\/style>|<figure[\s\S]*?<\/figure>|<title>[\s\S]*?<\/title>/g, '')
        .match(/[−+]?\d+\.\d{2,}/g)!
        .sort();
    expect(numbers('zh-Hans')).toEqual(numbers('en'));
    expect(numbers('en').length).toBeGreaterThan(100);
  });

  it('has tables for LaTeX in English, which any installation sets', () => {
    const tables = (language: 'en' | 'zh-Hans') =>
      latexTables(buildReport(plain({ heading: { ...heading, language } })));
    expect(tables('zh-Hans')).toEqual(tables('en'));
  });

  it('has one name for an output layer, and no English heading in its notebook', () => {
    const report = buildReport(plain());
    const { cells } = JSON.parse(Buffer.from(notebook(report)).toString()) as {
      cells: { cell_type: string; source: string[] }[];
    };
    const words = cells.filter(({ cell_type }) => cell_type === 'markdown').flatMap(({ source }) => source);
    expect(words.join('')).toContain('输出层');
    expect(words.filter((line) => /^## [A-Za-z]/.test(line))).toEqual([]);
    // 同一组权重 is one set of weights; any other 组 would be a second name.
    expect(
      Object.values(sentences)
        .join('')
        .match(/.{3}(?<!同一)组.{3}/g),
    ).toBeNull();
  });

  it('finds an English sentence where one is', () => {
    expect(englishIn('<p>各组 the arms differ 。</p>')).toEqual(['the arms differ']);
  });

  it('leaves the data as they are: they are for programs', () => {
    const { pieces } = reportContent(buildReport(plain()));
    const json = Buffer.concat([...pieces]).toString();
    expect(json).toContain('"language":"zh-Hans"');
    expect(json.match(/.{0,20}[\u4e00-\u9fff].{0,20}/g)).toBeNull();
  });
});
