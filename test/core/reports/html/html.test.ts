import { describe, expect, it } from 'vitest';
import { yardsticks } from '../../../../core/yardsticks/registry.ts';
import { experimentFigures } from '../../../../core/figures/experiment/registry.ts';
import { htmlReport } from '../../../../core/reports/html/html.ts';
import { jsonReport, parseReport } from '../../../../core/reports/data/json.ts';
import { markdownReport } from '../../../../core/reports/markdown/markdown.ts';
import { html, preformatted } from '../../../../core/figures/drawing/markup.ts';
import { visibleBlock, visibleLine } from '../../../../core/words/visible-text.ts';
import { Numbered } from '../../../../core/reports/html/html-parts.ts';
import { namedFigures, placedFigures } from '../../../../core/reports/report-figures.ts';
import { inEnglish } from '../../../../core/words/said/say.ts';
import { buildReport } from '../../../../core/reports/report.ts';
import { type ReportInput } from '../../../../core/reports/report-data.ts';
import {
  corpus,
  evaluation,
  experiment,
  input,
  machine,
  outputLayers,
  run,
  sampleRuns,
  swept,
} from '../report-fixtures.ts';

const page = (change: Partial<ReportInput> = {}) => htmlReport(buildReport(input(change)));

/** Text that does harm wherever it is taken for markup. */
const hostile = `"><img src=x onerror=alert(1)><script>alert(2)</script></pre></svg></style>]]>--> =cmd() ' \` http://evil.example \u202eevil\0`;

const hostileInput = (): Partial<ReportInput> => {
  const spec = experiment({ name: hostile, question: hostile, steps: 40 });
  const runs = sampleRuns(spec).map((each) => ({
    ...each,
    failure: hostile,
    divergence: { step: 3, where: hostile, rate: 1 },
    glimpse: { ...each.glimpse!, sample: hostile },
  }));
  return {
    experiment: spec,
    runs,
    version: hostile,
    machine: { ...machine, processor: hostile, runtime: hostile, system: hostile },
    corpus: { ...corpus, name: hostile, encoding: hostile, warnings: [hostile], preview: hostile },
    outputLayers: outputLayers.map((layer) => ({
      ...layer,
      label: hostile,
      formula: hostile,
      delta: hostile,
      reference: hostile,
    })),
  };
};

/** The tags of a page, without the texts between them. */
const tags = (markup: string) => markup.match(/<[^>]*>/g)!;
/** The same with the values of their attributes taken out. */
const bareTags = (markup: string) =>
  tags(markup).map((tag) => tag.replace(/ href="#[\w-]+"/, '').replace(/="[^"]*"/g, '='));

describe('a question', () => {
  it.each([
    ['', 'This question was written after the results were there.'],
    ['Which?', 'This question was changed after the results were there; before them it was “Which?”.'],
  ])('says that the results were there before it (%j)', (firstQuestion, words) => {
    const report = buildReport(input({ experiment: experiment({ question: 'Why?', firstQuestion }) }));
    expect(htmlReport(report).match(/<p class="question">.*?<\/p>\s*<p class="asked">(.*?)<\/p>/)?.[1]).toBe(
      words,
    );
    expect(markdownReport(report)).toContain(`*Why?*\n\n${words}`);
    const json = Buffer.concat([...jsonReport(report)]).toString();
    expect(parseReport(json).experiment).toMatchObject({ question: 'Why?', firstQuestion });
  });
  it('says nothing where it was there first', () => {
    expect(htmlReport(buildReport(input()))).not.toContain('class="asked"');
  });
});

describe('report.html', () => {
  it('has no script, loads nothing, and says so in its policy', () => {
    const markup = page();
    expect(markup).not.toMatch(/<script|<iframe|<object|<embed|<img|<link|@import|url\(|javascript:/i);
    for (const tag of bareTags(markup))
      expect(tag).not.toMatch(/\s(src|href|on\w+|style|srcset|action)\s*=/i);
    expect(markup).not.toMatch(/https?:/);
    expect(markup).toMatch(
      /content="default-src &#39;none&#39;; style-src &#39;sha256-[A-Za-z0-9+/]{43}=&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;"/,
    );
  });

  it('shows text from outside as text', () => {
    const markup = page(hostileInput());
    const names = new Set(tags(markup).map((tag) => /^<[/!]?([\w!-]+)/.exec(tag)?.[1]));
    const plain = new Set(tags(page()).map((tag) => /^<[/!]?([\w!-]+)/.exec(tag)?.[1]));
    expect([...names].filter((name) => !plain.has(name))).toEqual([]);
    for (const tag of bareTags(markup)) expect(tag).not.toMatch(/\s(src|href|on\w+|style)\s*=/i);
    expect(markup).not.toMatch(/<img|<script|\u202e|\0/);
    expect(markup).toContain('⟦U+202E⟧evil⟦U+0000⟧');
    expect(markup).toContain('&lt;img src=x onerror=alert(1)&gt;');
    // One style sheet and its one end.
    expect(markup.match(/<\/style/g)).toHaveLength(1);
  });

  /** The figures of a page as the screen shows them, with their captions: that of paper and that of a telephone taken out. */
  const figures = (markup: string) =>
    (markup.match(/<figure[\s\S]*?<\/figure>/g) ?? []).map((figure) =>
      figure.replace(/<div class="(?:paper|small)">[\s\S]*<\/svg\s*>/, ''),
    );

  it('has figures with title, axes, units, names, bands, baselines and a cross for a divergence', () => {
    const drawn = figures(page());
    const curves = yardsticks.filter(({ drawnInReport }) => drawnInReport).length;
    // The yardsticks, the leader against the next, gradient norm, times to the target, and own losses.
    expect(drawn).toHaveLength(curves + 1 + 1 + 1 + 1);
    const bits = drawn[0];
    for (const text of [
      'Held-out bits per character',
      'one learning rate for all output layers, η = 0.1',
      'mean of 5 paired seeds, band: 95 % t interval',
      'Lower is better',
      'training steps',
      'softmax + cross-entropy',
      '6.02 pure guessing (log₂ V)',
      '4.79 letter counts (unigram)',
      '3.61 letter pairs (bigram)',
    ])
      expect(bits.replace(/\s+/g, ' ')).toContain(text);
    expect(bits.match(/class="band /g)).toHaveLength(4);
    expect(bits.match(/class="cross /g)).toHaveLength(1);
    // The one mismatched arm.
    expect(bits.match(/class="curve strong arm-\d+ dashed/g)).toHaveLength(1);
  });

  it('draws the leader against the next arm alone, seed by seed, with what makes no difference', () => {
    const drawn = figures(page());
    const [against, ...more] = drawn.filter((figure) => figure.includes('no difference'));
    expect(more).toEqual([]);
    const words = against.replace(/\s+/g, ' ');
    expect(words).toContain('Softmax + cross-entropy − sigmoid + cross-entropy.');
    expect(words).toContain('below 0 softmax + cross-entropy is better');
    expect(words).toContain('mean of 5 paired seeds, band: 95 % t interval, each seed faint');
    expect(against.match(/class="curve fine /g)).toHaveLength(5);
    expect(against.match(/class="curve strong /g)).toHaveLength(2);
    expect(against.match(/class="band /g)).toHaveLength(1);
  });

  it('says with its value what lies far outside the plot', () => {
    const spec = experiment({ arms: experiment().arms.slice(0, 2), seeds: [1] });
    const runs = spec.arms.map(({ id }, i) =>
      run(
        id,
        1,
        [0, 20, 200, 400, 600].map((step) => evaluation(step, step === 0 ? (i ? 6 : 15) : 4 - step / 600)),
      ),
    );
    expect(figures(page({ experiment: spec, runs }))[0].replace(/\s+/g, ' ')).toContain(
      '▲ linear + quadratic starts at 15.0',
    );
  });

  it('never puts own losses of two arms on one axis', () => {
    const own = figures(page()).find((svg) => svg.includes('own loss E'))!;
    const plots = own.match(/<svg width[\s\S]*?<\/svg\s*>/g)!;
    expect(plots).toHaveLength(4);
    for (const svg of plots) expect(new Set(svg.match(/arm-\d+/g)).size).toBe(1);
  });

  it('counts a diverged seed in the table', () => {
    const markup = page();
    expect(markup).toContain('4 of 5');
    expect(markup).toContain('1 diverged');
    expect(markup).toMatch(/diverged at step\s+311/);
  });

  it('says how fast each arm trained, and in which arithmetic', () => {
    const markup = page();
    expect(markup).toMatch(/<h3 id="speed"><a href="#speed">Speed of training<\/a><\/h3>/);
    // 32 000 characters per second at 148 224 operations each; every seed took as long.
    expect(markup.match(/32\u00a0000 … 32\u00a0000/g)).toHaveLength(4);
    expect(markup.match(/>4\.74</g)).toHaveLength(4);
    expect(markup).toMatch(/<dt>Arithmetic<\/dt>\s*<dd>float64, reference engine<\/dd>/);
  });

  it('counts arms as arms: two of them may have one output layer', () => {
    const [first, ...others] = experiment().arms;
    const twice = { ...first, id: 'again', rate: 0.3 };
    const spec = experiment({ arms: [first, twice, ...others] });
    const markup = page({ experiment: spec, runs: sampleRuns(spec) });
    const rows = (table: number) =>
      new RegExp(`id="table-${table}"[\\s\\S]*?</table>`)
        .exec(markup)![0]
        .match(/<th scope="row"><svg class="key[\s\S]*?<\/svg\s*>([^<]*)</g)!
        .map((row) => /([^>]*)<$/.exec(row)![1]);
    const names = [
      'linear + quadratic, η = 0.1',
      'linear + quadratic, η = 0.3',
      'sigmoid + cross-entropy',
      'softmax + cross-entropy',
      'sigmoid + quadratic',
    ];
    // The arms, and their standing.
    for (const table of [1, 2]) expect(rows(table)).toEqual(names);
    // Each with the mark of its lines.
    const keys = markup.match(/<svg class="key[\s\S]*?<\/svg/g)!;
    for (const key of keys) expect(key).toContain('class="line-mark');
    // Ten pairs of five arms, each with four yardsticks.
    expect(markup.match(/<span class="arm first">/g)).toHaveLength(10);
  });

  it('counts its sections as they stand, and links to no rule that is not there', () => {
    const heading = { title: '', authors: [], address: '', notes: '', leftOut: ['methods' as const] };
    const sections = (markup: string) => markup.match(/(?<=<h2 id="[\w-]+"><a href="#[\w-]+">)[^<]*/g);
    expect(sections(page())).toEqual([
      '1 Methods',
      '2 Results',
      '3 What the data do not support',
      'Appendix',
    ]);
    expect(sections(page({ heading }))).toEqual(['1 Results', '2 What the data do not support', 'Appendix']);
    const alone = experiment({ arms: experiment().arms.slice(0, 1) });
    expect(page({ experiment: alone })).not.toContain('href="#verdict-rule"');
  });

  it('draws every figure of the registry but those that it says otherwise', () => {
    const best = swept().best.map((found) => ({
      ...found,
      tried: [{ rate: found.rate, values: [found.value], diverged: 0 }],
    }));
    const report = buildReport(input({ experiment: experiment({ tuning: swept({ best }) }) }));
    // A caption begins with a capital letter.
    const shown = htmlReport(report).toLowerCase();
    const drawn = new Set(
      namedFigures(report)
        .filter(({ figure: { title } }) => shown.includes(html`</b> ${title}`.markup.toLowerCase()))
        .map(({ name }) => name.replace(/-\d+$/, '')),
    );
    expect([...drawn].sort()).toEqual(
      Object.keys(experimentFigures)
        .filter((id) => experimentFigures[id].section !== null)
        .sort(),
    );
  });

  it('says in captions of every figure whose words are not said again', () => {
    const numbered = new Numbered(inEnglish);
    const { first } = placedFigures(buildReport(input()));
    const drawn = (subtitle: string) =>
      /<figcaption>[\s\S]*<\/figcaption>/.exec(numbered.wide({ ...first!, subtitle }).markup)![0];
    expect(drawn('bands · lower is better')).not.toContain('as in Figure');
    expect(drawn('seeds · bands')).toContain('Seeds; else as in Figure 1.');
    expect(drawn('bands · seeds · bands')).toContain('Else as in Figures 1 and 2.');
  });

  it('joins simple models of different yardsticks by what they know', () => {
    const rows = page({ corpus: { ...corpus, entropyRate: 2 } })
      .match(/<tr class="baseline">[\s\S]*?<\/tr>/g)!
      .map((row) =>
        row
          .replace(/<[^>]*>|\s+/g, ' ')
          .trim()
          .split(/ {2,}/),
      );
    expect(rows.map(([name]) => name)).toEqual([
      'pure guessing (log₂ V), guessing evenly',
      'letter counts (unigram), the most frequent',
      'letter pairs (bigram)',
      'best possible (entropy rate)',
    ]);
    // Nothing was counted: what knows the source stands alone, and beside no count.
    const bare = page({ corpus: { ...corpus, entropyRate: 2 }, baselines: null }).match(
      /<tr class="baseline">[\s\S]*?<\/th>/g,
    )!;
    expect(bare).toHaveLength(2);
    expect(bare[1]).toContain('best possible (entropy rate)');
  });

  it('says once what too few seeds cannot show', () => {
    const few = buildReport(input());
    for (const text of [htmlReport(few), markdownReport(few)])
      expect(text.match(/cannot reach 0\.05/g)).toHaveLength(1);
  });

  it('is marked when it is partial', () => {
    expect(page({ partial: true })).toContain('<strong>Partial.</strong>');
    expect(page()).not.toContain('Partial.');
  });
});

describe('a page of what is hardly there', () => {
  const first = experiment().arms.slice(2, 3);
  it.each<[string, Partial<ReportInput>]>([
    ['no run', { runs: [] }],
    [
      'one arm, one seed, one evaluation',
      {
        experiment: experiment({ arms: first, seeds: [1], steps: 1 }),
        runs: [run('softmax-cross-entropy', 1, [evaluation(0, 6)])],
      },
    ],
    [
      'one distinct character',
      {
        corpus: { ...corpus, distinct: 1, uniformEntropy: 0, unigramEntropy: 0, bigramEntropy: 0 },
        experiment: experiment({ arms: first, seeds: [1, 2] }),
        runs: [1, 2].map((seed) =>
          run(
            'softmax-cross-entropy',
            seed,
            [0, 600].map((step) => evaluation(step, 0, { accuracy: 1, brier: 0, ownLoss: 0 })),
          ),
        ),
      },
    ],
    [
      'steps without any evaluation',
      {
        experiment: experiment({ arms: first, seeds: [1], steps: 50 }),
        runs: [run('softmax-cross-entropy', 1, [], { steps: 50 })],
        partial: true,
      },
    ],
    [
      'nothing but values that are not finite',
      {
        experiment: experiment({ arms: first, seeds: [1, 2] }),
        runs: [1, 2].map((seed) =>
          run('softmax-cross-entropy', seed, [evaluation(0, NaN, { brier: Infinity, ownLoss: NaN })], {
            status: 'diverged',
            divergence: { step: 1, where: 'loss', rate: 1e9 },
          }),
        ),
      },
    ],
    [
      'no name, no text length',
      {
        experiment: experiment({ name: '', question: '' }),
        corpus: { ...corpus, mostFrequent: [], characters: 0 },
      },
    ],
  ])('%s', (_, change) => {
    const markup = page(change);
    for (const tag of tags(markup).filter((each) => !each.startsWith('<meta')))
      expect(tag).not.toMatch(/NaN|Infinity|undefined/);
    expect(markup).not.toContain('undefined');
  });
});

describe('the template', () => {
  it('escapes strings, joins lists, keeps markup of its own making', () => {
    expect(html`<p title="${'"<&>'}">${['a<', html`<b>${1}</b>`, null, false]}</p>`.markup).toBe(
      '<p title="&quot;&lt;&amp;&gt;">a&lt;<b>1</b></p>',
    );
    expect(preformatted('a\n\t<b>\r').markup).toBe('a\n\t&lt;b&gt;⟦U+000D⟧');
  });

  it('spells out what cannot be seen and leaves scripts and emoji alone', () => {
    expect(visibleLine('a\u202eb\n\u200b\ufeff\u2028')).toBe('a⟦U+202E⟧b⟦U+000A⟧⟦U+200B⟧⟦U+FEFF⟧⟦U+2028⟧');
    // Letters by their class, with nothing to see: joiner of graphemes, Hangul fillers, an empty Braille cell.
    expect(visibleLine('\u034f\u115f\u1160\u2800\u3164\uffa0')).toBe(
      '⟦U+034F⟧⟦U+115F⟧⟦U+1160⟧⟦U+2800⟧⟦U+3164⟧⟦U+FFA0⟧',
    );
    expect(visibleBlock('한글 ⠓⠊ ㅎㅏ')).toBe('한글 ⠓⠊ ㅎㅏ');
    expect(visibleLine('\ud800x\u{e0041}')).toBe('⟦U+D800⟧x⟦U+E0041⟧');
    expect(visibleBlock('语料 👩‍🔬 é می‌خواهم\n')).toBe('语料 👩‍🔬 é می‌خواهم\n');
  });
});
