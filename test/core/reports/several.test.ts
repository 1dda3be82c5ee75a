import { describe, expect, it } from 'vitest';
import { inChinese } from '../../../core/words/said/zh/chinese.ts';
import type { ReportInput } from '../../../core/reports/report-data.ts';
import { buildReport } from '../../../core/reports/report.ts';
import { severalHtml, severalMarkdown } from '../../../core/reports/several/several-pages.ts';
import { overTextsLimits, overTextsWords } from '../../../core/reports/several/several-words.ts';
import { severalReports } from '../../../core/reports/several/several.ts';
import { baselines, corpus, evaluation, experiment, input, run } from './report-fixtures.ts';

const layers = ['softmax-cross-entropy', 'linear-quadratic'];
const arms = experiment().arms.filter(({ layer }) => layers.includes(layer));

/** A report on a text of its own: the softmax arm is ahead by so many bits. */
function reportOf(
  name: string,
  ahead: number,
  change: Partial<ReturnType<typeof experiment>> = {},
  more: Partial<ReportInput> = {},
) {
  const spec = experiment({ arms, seeds: [1, 2, 3, 4, 5, 6], name, ...change });
  const runs = spec.arms.flatMap(({ id, layer }) =>
    spec.seeds.map((seed) =>
      run(
        id,
        seed,
        [0, 600].map((step) =>
          evaluation(
            step,
            step === 0
              ? 6
              : layer === 'softmax-cross-entropy'
                ? 3 - ahead + 0.001 * seed
                : 3 + 0.001 * (seed % 3),
          ),
        ),
      ),
    ),
  );
  return buildReport(
    input({
      experiment: spec,
      runs,
      corpus: { ...corpus, name, sha256: corpus.sha256.replace(/^./, String(name.length % 10)) },
      ...more,
    }),
  );
}

describe('several experiments in one report', () => {
  it('holds the sign over texts, and the interval over them with each text as one draw', () => {
    const several = severalReports([reportOf('one', 0.1), reportOf('three', 0.2), reportOf('seventh', 0.3)]);
    const [pair] = several.pairs;
    const sign = pair.a === 'softmax-cross-entropy' ? 1 : -1;
    const advantages = pair.advantages.map((value) => sign * value);
    // 0.1 to 0.3 less the mean of 0.001 · seed, 0.0035, and with that of 0.001 · (seed mod 3), 0.001, back.
    [0.1, 0.2, 0.3].forEach((ahead, i) => expect(advantages[i]).toBeCloseTo(ahead - 0.0025, 10));
    expect(sign * pair.over.mean).toBeCloseTo(0.1975, 10);
    // t(0.975, 2) = 4.302653 times 0.1 / √3.
    expect(pair.over.interval!.halfWidth).toBeCloseTo(0.248414, 5);
    expect(overTextsWords(several).join(' ')).toContain(
      'is ahead of linear + quadratic in all 3 experiments, by 0.198',
    );
    for (const text of [severalHtml(several), severalMarkdown(several)])
      for (const name of ['one', 'three', 'seventh']) expect(text).toContain(name);
  });

  it('says where the sign is not the same', () => {
    const words = overTextsWords(severalReports([reportOf('one', 0.1), reportOf('three', -0.2)]));
    expect(words).toEqual(['In 1 of 1 pair the sign of the difference is not the same in all experiments.']);
  });

  it('says which of them is not finished, and where its arms are compared', () => {
    const runs = arms.flatMap(({ id }) =>
      [1, 2, 3, 4, 5, 6].map((seed) =>
        run(id, seed, [evaluation(0, 6), evaluation(300, 4 + 0.01 * seed)], { status: 'stopped' }),
      ),
    );
    const partial = reportOf('three', 0.1, {}, { runs, partial: true });
    const several = severalReports([reportOf('one', 0.1), partial]);
    const told =
      'Experiment 2 (three) is not finished: 50\u00a0% of the planned steps were done, compared at step 300 of 600. It takes part in what is said over all of them.';
    expect(overTextsWords(several)[0]).toBe(told);
    expect(severalHtml(several)).toContain(told);
    expect(severalMarkdown(several)).toContain('is not finished');
    expect(
      overTextsWords(severalReports([reportOf('one', 0.1), reportOf('three', 0.1)])).join(),
    ).not.toContain('finished');
  });

  it('says what differs between them beside the text, and why that matters once', () => {
    const base = experiment();
    const plan = { seeds: 6, yardstick: 'bitsPerCharacter' as const, untilDecided: 40 };
    const other = reportOf(
      'three',
      0.1,
      {
        model: { ...base.model, length: 30, batch: 8, hidden: 64 },
        optimizer: { id: 'adagrad', settings: { epsilon: 1e-8 } },
        clipping: { kind: 'value', threshold: 2 },
        evaluation: { ...base.evaluation, start: 'zero' },
        plan: { ...plan, smallest: { bitsPerCharacter: 0.05 } },
        additions: [{ by: 'until-decided', after: 4, added: 2, givenUp: 0 }],
      },
      { baselines: { ...baselines, heldOut: { ...baselines.heldOut, characters: 900 } } },
    );
    const { differs } = severalReports([reportOf('one', 0.1), other]);
    expect(differs).toEqual([
      'Hidden units differ: 128 → 64.',
      'Lengths of a sequence T differ: 25 → 30.',
      'Sequences of a step B differ: 16 → 8.',
      'Optimisers differ: adagrad → adagrad epsilon 1e-8.',
      'Thresholds of clipping differ: L2 ≤ 5 → ±2.',
      'Evaluated characters differ: 5\u00a0000 → 900.',
      'States that held-out text is read from differ: carried over → h = 0.',
      'Smallest differences that matter differ: 0.01 → 0.05.',
      'Rules of the verdict differ: tests → e-process.',
    ]);
    const limits = overTextsLimits(severalReports([reportOf('one', 0.1), other])).join(' ');
    expect(limits.split('as much as of the texts').length).toBe(2);
    for (const sentence of differs) expect(limits).toContain(sentence);
    for (const what of differs.map((sentence) => sentence.replace(/ differ: .*/, '')))
      expect(inChinese.of(what), what).not.toBe(what);
  });

  it('prints what each asks, and where that was changed after the results; once where all ask the same', () => {
    const asking = (question: string, firstQuestion?: string) => ({ question, firstQuestion });
    const of = (...changes: Parameters<typeof reportOf>[2][]) =>
      severalReports(changes.map((change, i) => reportOf(['one', 'three', 'seventh'][i], 0.1, change)));
    const differing = of(
      asking('Which is faster?'),
      asking('Which is better?', 'Is any better?'),
      asking(''),
    );
    const note =
      'Which is better? This question was changed after the results were there; before them it was “Is any better?”.';
    for (const page of [severalHtml(differing), severalMarkdown(differing)]) {
      expect(page).toContain('Question of experiment 1 (one)');
      expect(page).toContain('Which is faster?');
      expect(page).toContain('Question of experiment 2 (three)');
      expect(page).toContain(note);
      expect(page).not.toContain('Question of experiment 3');
    }
    for (const page of [severalHtml, severalMarkdown]) {
      expect(page(of(asking('Why?'), asking('Why?'))).match(/Why\?/g)).toHaveLength(1);
      expect(page(of(asking(''), asking('')))).not.toContain('Question');
    }
  });

  it('has a heading of its own, and calls each experiment by its name', () => {
    const heading = { title: 'Kept', authors: ['A. Kept'], address: '', notes: '', leftOut: [] };
    const reports = ['one', 'three'].map((name) => reportOf(name, 0.1, {}, { heading }));
    const whole = {
      ...heading,
      title: 'Both',
      authors: ['B. Given'],
      address: '10.5281/zenodo.1',
      notes: 'A note.',
    };
    const page = severalHtml(severalReports(reports, whole));
    for (const text of [
      '<h1>Both</h1>',
      'B. Given',
      '10.5281/zenodo.1',
      '<p>A note.</p>',
      '>one<',
      '>three<',
    ])
      expect(page).toContain(text);
    const markdown = severalMarkdown(severalReports(reports, whole));
    expect(markdown).toContain('# Both\n\nB. Given');
    for (const text of [page, markdown, severalHtml(severalReports(reports))])
      expect(text).not.toContain('Kept');
  });

  it('refuses another yardstick, another split, one experiment twice, and no common arms', () => {
    const plan = { seeds: 6, yardstick: 'accuracy' as const, smallest: null, untilDecided: null };
    const one = reportOf('one', 0.1);
    expect(() => severalReports([one, reportOf('three', 0.1, { plan })])).toThrow(/yardsticks differ/);
    const { corpus: reference } = experiment();
    if (reference.kind !== 'text') throw new Error('The fixture reads a text.');
    const blocks = { ...reference, options: { ...reference.options, split: 'blocks' as const } };
    expect(() => severalReports([one, reportOf('three', 0.1, { corpus: blocks })])).toThrow(
      /splits of the text differ/,
    );
    expect(() => severalReports([one, one])).toThrow(/named twice/);
    const copied = reportOf('one', 0.1, { name: 'one (copy)', question: 'Why?' });
    expect(() => severalReports([one, copied])).toThrow(/named twice/);
    expect(() => severalReports([one, reportOf('three', 0.1, { arms: arms.slice(0, 1) })])).toThrow(
      /No two output layers/,
    );
  });
});
