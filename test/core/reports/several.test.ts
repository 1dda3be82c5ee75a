import { describe, expect, it } from 'vitest';
import { buildReport } from '../../../core/reports/report.ts';
import { severalHtml, severalMarkdown } from '../../../core/reports/several/several-pages.ts';
import { overTextsWords } from '../../../core/reports/several/several-words.ts';
import { severalReports } from '../../../core/reports/several/several.ts';
import { corpus, evaluation, experiment, input, run } from './report-fixtures.ts';

const layers = ['softmax-cross-entropy', 'linear-quadratic'];
const arms = experiment().arms.filter(({ layer }) => layers.includes(layer));

/** A report on a text of its own: the softmax arm is ahead by so many bits. */
function reportOf(name: string, ahead: number, change: Partial<ReturnType<typeof experiment>> = {}) {
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
    expect(() => severalReports([one, reportOf('three', 0.1, { arms: arms.slice(0, 1) })])).toThrow(
      /No two arms/,
    );
  });
});
