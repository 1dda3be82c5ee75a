import { describe, expect, it } from 'vitest';
import { yardsticks } from '../../../core/yardsticks/registry.ts';
import { LabError } from '../../../core/errors.ts';
import { buildReport } from '../../../core/reports/report.ts';
import { htmlReport } from '../../../core/reports/html/html.ts';
import { markdownReport } from '../../../core/reports/markdown/markdown.ts';
import { defaultEvaluation } from '../../../core/experiments/plan/evaluation-plan.ts';
import { citation } from '../../../core/reports/citation.ts';
import { binned } from '../../../core/figures/experiment/binned-series.ts';
import { gradientSummary } from '../../../core/reports/words/gradient-summary.ts';
import { speedCells, speedNote } from '../../../core/reports/words/speed.ts';
import { summaries } from '../../../core/reports/words/summary.ts';
import { corpus, evaluation, experiment, input, run, sampleRuns } from './report-fixtures.ts';

const all = (sentences: readonly string[]) => sentences.join('\n');

describe('a report', () => {
  it('has every arm and every seed, and counts the parameters', () => {
    const report = buildReport(input());
    expect(report.arms.map(({ label }) => label)).toEqual([
      'linear + quadratic',
      'sigmoid + cross-entropy',
      'softmax + cross-entropy',
      'sigmoid + quadratic',
    ]);
    expect(report.arms.every(({ runs }) => runs.length === 5)).toBe(true);
    // 2·128·65 + 128² + 128 + 65
    expect(report.parameters).toBe(33_217);
    expect(report.pairs).toHaveLength(6 * yardsticks.length);
    expect(report.standing.step).toBe(600);
  });

  it('lists a divergence with its step, place and last finite value', () => {
    const report = buildReport(input());
    expect(report.divergences).toEqual([
      {
        step: 311,
        where: '∂E/∂Whh',
        rate: 0.1,
        label: 'linear + quadratic',
        seed: 3,
        last: { step: 300, value: '3.381 bits per character' },
      },
    ]);
    expect(all(report.notSupported)).toContain('linear + quadratic: 1 of 5 seeds diverged.');
  });

  it('lists runs that are missing as waiting and refuses runs it does not know', () => {
    const report = buildReport(input({ runs: [] }));
    expect(report.runs.map(({ status }) => status)).toEqual(new Array(20).fill('waiting'));
    const stray = run('nobody', 1, []);
    expect(() => buildReport(input({ runs: [stray] }))).toThrow(LabError);
    const twice = run('softmax-cross-entropy', 1, []);
    expect(() => buildReport(input({ runs: [twice, { ...twice }] }))).toThrow('twice');
  });

  it('tells arms of one output layer apart by rate, and gives the second a colour of its own', () => {
    const arms = [0.1, 0.3, 0.3].map((rate, i) => ({
      id: `softmax-${i}`,
      layer: 'softmax-cross-entropy',
      rate,
      clamp: null,
    }));
    const report = buildReport(input({ experiment: experiment({ arms }) }));
    expect(report.arms.map(({ label }) => label)).toEqual([
      'softmax + cross-entropy, η = 0.1',
      'softmax + cross-entropy, η = 0.3 #1',
      'softmax + cross-entropy, η = 0.3 #2',
    ]);
    expect(new Set(report.arms.map(({ look }) => look.light)).size).toBe(3);
    expect(report.method.find(({ label }) => label === 'Learning-rate policy')!.text).toContain(
      'Set per output layer',
    );
  });

  it('states the clamp, the reading rule and its ε', () => {
    const arms = [{ id: 'ill', layer: 'linear-cross-entropy', rate: 0.01, clamp: 1e-7 }];
    const report = buildReport(input({ experiment: experiment({ arms }) }));
    const method = all(report.method.map(({ label, text }) => `${label}: ${text}`));
    expect(method).toContain('beyond [ε, 1 − ε]');
    for (const page of [htmlReport(report), markdownReport(report)]) expect(page).toContain('1e−7');
    expect(method).toContain('p = (1 − ε) q + ε/V with ε = 0.0001 for every output layer.');
  });

  it('names a scale of the initial weights, and none where they are as drawn', () => {
    const sentence = (Whh: number, Why: number) => {
      const model = { ...experiment().model, initialScale: { Wxh: 1, Whh, Why } };
      const report = buildReport(input({ experiment: { ...experiment(), model } }));
      return report.method.find(({ label }) => label === 'Model')!.text;
    };
    expect(sentence(1, 1)).toContain('Initial weights uniform in (−1/√H, 1/√H). Arithmetic');
    expect(sentence(1, 30)).toContain('(−1/√H, 1/√H), then multiplied: Why by 30. Arithmetic');
    expect(sentence(0.25, 30)).toContain('then multiplied: Whh by 0.25 and Why by 30.');
  });

  it('names an output layer that is in no registry by its id', () => {
    const arms = [{ id: 'gone', layer: 'gone-layer', rate: 0.1, clamp: null }];
    expect(buildReport(input({ experiment: experiment({ arms }) })).arms[0].label).toBe('gone-layer');
  });
});

describe('how fast it trained', () => {
  it('is the median over seeds of characters per second of the steps, with the work they were', () => {
    const arms = experiment().arms.slice(2, 3);
    const spec = experiment({ arms, seeds: [1, 2, 3] });
    // 600 steps of 16 · 25 characters are 240 000.
    const runs = [8, 2, 6].map((seconds, i) =>
      run('softmax-cross-entropy', i + 1, [evaluation(600, 3)], { seconds }),
    );
    const [arm] = buildReport(input({ experiment: spec, runs })).arms;
    expect(arm.rate).toEqual({
      charactersPerSecond: 40_000,
      slowest: 30_000,
      fastest: 120_000,
      // 6 · 128 · (128 + 65) = 148 224 operations per character.
      gigaflops: (40_000 * 148_224) / 1e9,
    });
    expect(speedCells(arm)).toEqual(['5.33\u00a0s', '40\u00a0000', '30\u00a0000 … 120\u00a0000', '5.93']);
  });

  it('is not known before a step was done', () => {
    const [arm] = buildReport(input({ runs: [] })).arms;
    expect(arm.rate).toBeNull();
    expect(speedCells(arm)).toEqual(['–', '–', '–', '–']);
  });

  it('says what is counted and what did the arithmetic', () => {
    const note = speedNote(buildReport(input()));
    expect(note).toContain('its steps only');
    expect(note).toContain('6H² + 6HV = 148\u00a0224 operations per character');
    expect(note).toContain('Arithmetic: float64, reference engine.');
  });
});

describe('the arithmetic', () => {
  const arithmetic = (engines: (string | null)[]) => {
    const spec = experiment({ arms: experiment().arms.slice(2, 3), seeds: engines.map((_, i) => i + 1) });
    const runs = engines.map((engine, i) => run('softmax-cross-entropy', i + 1, [], { engine }));
    return buildReport(input({ experiment: spec, runs })).arithmetic;
  };

  it('is what the threads that trained say it was', () => {
    expect(arithmetic(['float32, WASM SIMD', 'float32, WASM SIMD', null])).toBe('float32, WASM SIMD');
    expect(arithmetic(['float32, WASM SIMD', 'float32, other'])).toBe('float32, WASM SIMD; float32, other');
  });

  it('is the precision where no thread has said anything', () => {
    expect(arithmetic([null])).toBe('float64');
  });
});

describe('what the data do not support', () => {
  const sentences = (change: Parameters<typeof input>[0]) => all(buildReport(input(change)).notSupported);

  it.each([
    [1, 'one seed gives a difference'],
    [3, 'the smallest p of a sign-flip test is 0.25'],
    [5, 'the smallest p of a sign-flip test is 0.063'],
  ])('says that %s seeds give no verdict', (n, why) => {
    const seeds = Array.from({ length: n }, (_, i) => i + 1);
    const text = sentences({ experiment: experiment({ seeds }) });
    expect(text).toContain(`there is no verdict: ${why}`);
    expect(text).toContain('6 are needed.');
  });

  it('says of one arm with one seed that it has no interval', () => {
    const spec = experiment({ seeds: [7], arms: experiment().arms.slice(0, 1) });
    expect(sentences({ experiment: spec })).toContain('One seed: there is no interval.');
  });

  it('says from 6 seeds on what so many can show among all pairs', () => {
    const text = sentences({ experiment: experiment({ seeds: [1, 2, 3, 4, 5, 6] }) });
    expect(text).toMatch(/tells two output layers apart \(the first of \d pairs\) when/);
    expect(text).not.toContain('no verdict');
  });

  it('says how much of a partial report was done', () => {
    const spec = experiment({ seeds: [1] });
    const runs = spec.arms.map(({ id }) =>
      run(id, 1, [evaluation(0, 6), evaluation(300, 4)], { status: 'stopped' }),
    );
    const text = sentences({ experiment: spec, runs, partial: true });
    expect(text).toContain('50\u00a0% of the planned steps were done, compared at step 300 of 600');
    expect(sentences({})).not.toContain('partial');
  });

  it('says which arm is ahead on which yardstick where they do not agree, and nothing where they do', () => {
    expect(sentences({})).not.toContain('by construction');
    const runs = sampleRuns().map((each) =>
      each.armId === 'sigmoid-quadratic'
        ? { ...each, evaluations: each.evaluations.map((one) => ({ ...one, brier: 0.01 })) }
        : each,
    );
    expect(sentences({ runs })).toMatch(
      /do not agree on the output layer that is ahead: softmax \+ cross-entropy in .* and sigmoid \+ quadratic in Brier score/,
    );
  });

  it('has no sentence that stands there whatever was measured', () => {
    const spec = experiment({ seeds: [1, 2, 3, 4, 5, 6, 7], tuning: null });
    const even = spec.arms.slice(0, 2).map((arm, i) => ({ ...arm, rate: i ? 0.1 : 0.2 }));
    const one = experiment({ arms: [even[0]], seeds: [1, 2, 3, 4, 5, 6, 7], steps: 3000 });
    const runs = one.seeds.map((seed) =>
      run(one.arms[0].id, seed, [evaluation(0, 6), evaluation(3000, 1.8)], { steps: 3000 }),
    );
    expect(buildReport(input({ experiment: one, runs })).notSupported).toEqual([]);
  });

  it('says that clipping treats the arms differently where it does', () => {
    const runs = sampleRuns();
    for (const { armId, series } of runs) if (armId === 'sigmoid-cross-entropy') series.clipped.fill(1);
    expect(sentences({ runs })).toMatch(
      /Clipping acted on 100.% of the steps of sigmoid \+ cross-entropy and on \d.*?% of those of/,
    );
    expect(sentences({})).not.toContain('Clipping acted');
    for (const { series } of runs) series.clipped.fill(1);
    const all = 'Clipping acted on 100\u00a0% of the steps of every output layer or more';
    expect(sentences({ runs })).toContain(`${all}: by how much a gradient was above the threshold`);
    const byEntry = experiment({ clipping: { kind: 'value', threshold: 1 } });
    expect(sentences({ runs, experiment: byEntry })).toContain(
      `${all}, on some entries of a gradient at least`,
    );
    expect(sentences({ runs })).toContain('No repeat without clipping was made');
    const repeats = [{ id: 'clipping' as const, change: 'without clipping', runs: [] }];
    const robustness = { repeats, skipped: [], cancelled: false };
    expect(sentences({ runs, robustness })).not.toContain('No repeat without clipping');
  });

  it('says whether the verdicts hang on the smallest difference that matters', () => {
    const kinds = (smallest: number) => {
      const spec = experiment({
        seeds: [1, 2, 3, 4, 5, 6, 7],
        plan: {
          seeds: 7,
          yardstick: 'bitsPerCharacter',
          smallest: { bitsPerCharacter: smallest },
          untilDecided: null,
        },
      });
      const report = buildReport(input({ experiment: spec, runs: sampleRuns(spec) }));
      const own = report.pairs.filter(({ yardstick }) => yardstick === 'bitsPerCharacter');
      const row = report.method.find(({ label }) => label === 'Smallest difference that matters')!;
      return { words: row.text, list: own.map(({ verdict: { kind } }) => kind) };
    };
    const told = [0.01, 0.1, 0.5, 1, 2].map((smallest) => {
      const [half, here, twice] = [smallest / 2, smallest, smallest * 2].map(kinds);
      const others = [half, twice].map(({ list }) => list.filter((kind, i) => kind !== here.list[i]).length);
      expect(here.words).toContain(
        others[0] + others[1] === 0
          ? 'Half of it and twice as much give the same verdicts.'
          : `With half of it ${others[0]} of 6 verdicts would be others, with twice as much ${others[1]}.`,
      );
      return others[0] + others[1];
    });
    expect(told).toContain(0);
    expect(Math.max(...told)).toBeGreaterThan(0);
  });

  it('says that any difference matters where none is too small, whose half and double are the same', () => {
    const plan = { seeds: 5, yardstick: 'bitsPerCharacter' as const, untilDecided: null };
    const spec = experiment({ plan: { ...plan, smallest: { bitsPerCharacter: 0 } } });
    const { method } = buildReport(input({ experiment: spec }));
    expect(method.filter(({ label }) => label === 'Smallest difference that matters')).toEqual([
      {
        label: 'Smallest difference that matters',
        text: 'None was declared to be too small in bits per character: any difference matters.',
      },
    ]);
  });

  it('does not say that somebody chose the evaluated characters where only the budget has grown', () => {
    const text = (steps: number) => {
      const spec = experiment({ steps });
      return all(buildReport(input({ experiment: spec })).method.map((row) => row.text));
    };
    const usual = experiment({ evaluation: defaultEvaluation(600, experiment().model) });
    expect(all(buildReport(input({ experiment: usual })).method.map((row) => row.text))).toContain(
      'is the usual one',
    );
    expect(text(1200)).not.toMatch(/usual one|was chosen for this experiment/);
  });

  it('says that training was timed on different machines only where machines differ', () => {
    const origins = (machines: readonly string[]) =>
      machines.map((name, i) => ({
        machine: name,
        labVersion: `0.${i}.0`,
        engine: null,
        runs: [{ armId: experiment().arms[i].id, seeds: [1] }],
      }));
    const told = (machines: readonly string[]) =>
      all(buildReport(input({ origins: origins(machines) })).uncontrolled);
    expect(told(['A, Node 20', 'B, Node 20'])).toContain('measured on different machines');
    expect(told(['A, Node 20', 'A, Node 20'])).toContain('measured on one machine');
    expect(told(['A, Node 20', 'A, Node 20'])).not.toContain('different machines');
  });

  it('says of one distinct character that there is nothing to predict', () => {
    const text = sentences({ corpus: { ...corpus, distinct: 1, uniformEntropy: 0 } });
    expect(text).toContain('nothing to predict');
  });
});

describe('in short', () => {
  it('names the leader, the next, and the margin as a positive number for either sense of better', () => {
    const arms = experiment().arms.slice(1, 3);
    const spec = experiment({ arms, seeds: [1, 2, 3] });
    const bits = { 'sigmoid-cross-entropy': [2.5, 2.61, 2.7], 'softmax-cross-entropy': [2.3, 2.4, 2.5] };
    const runs = arms.flatMap(({ id }) =>
      spec.seeds.map((seed, i) => run(id, seed, [evaluation(600, bits[id as keyof typeof bits][i])])),
    );
    const [byBits, byAccuracy] = summaries(buildReport(input({ experiment: spec, runs })));
    expect(byBits.text).toContain('softmax + cross-entropy (2.400) has the best mean');
    expect(byBits.text).toMatch(
      /softmax \+ cross-entropy is ahead of .* by 0\.203 bits per character \(95 % t interval 0\.\d+ to 0\.\d+, 3 paired seeds\): softmax \+ cross-entropy ahead in 3 of 3 seeds; 6 are needed\./,
    );
    expect(byAccuracy.text).toMatch(
      /by 0\.015 in top-1 accuracy \(95 % t interval 0\.\d+ to 0\.\d+, 3 paired seeds\)/,
    );
  });

  it('says of arms with the same values that they are equal, and of none that it leads', () => {
    const arms = experiment().arms.slice(1, 3);
    const spec = experiment({ arms, seeds: [1, 2] });
    const of = (first: number[], second: number[]) => {
      const values = [first, second];
      const runs = arms.flatMap(({ id }, a) =>
        spec.seeds.map((seed, i) => run(id, seed, [evaluation(600, values[a][i])])),
      );
      return summaries(buildReport(input({ experiment: spec, runs })))[0].text;
    };
    for (const text of [of([1, 1], [1, 1]), of([0.1, 0.7], [0.7, 0.1])]) {
      expect(text).toMatch(/\) and .*\) are equal: they share the best mean\./);
      expect(text).toMatch(
        /equal on average over the seeds that both have .*: (equal in 2 seeds|each ahead in 1 of 2 seeds); 6 are needed\./,
      );
      expect(text).not.toMatch(/is ahead of|has the best mean/i);
    }
  });

  it('has words when nothing was evaluated and when there is one arm', () => {
    expect(summaries(buildReport(input({ runs: [] })))[0].text).toBe('No output layer has a value.');
    const spec = experiment({ arms: experiment().arms.slice(0, 1) });
    expect(summaries(buildReport(input({ experiment: spec })))[0].text).toContain(
      'There is one output layer.',
    );
  });
});

describe('figures', () => {
  it('summarises gradient norms over all seeds', () => {
    const made = (values: number[], clipped: number[]) => ({
      ...run('a', 1, [], { steps: values.length }),
      series: {
        ...run('a', 1, [], { steps: values.length }).series,
        gradientNorm: Float64Array.from(values),
        clipped: Uint8Array.from(clipped),
      },
    });
    expect(gradientSummary([made([1, 2, 9], [0, 0, 1]), made([3, 4], [0, 0]), made([], [])])).toEqual({
      first: 2,
      median: 3,
      last: 6.5,
      clippedShare: 0.2,
      steps: 5,
    });
    expect(gradientSummary([]).median).toBeNaN();
  });

  const losses = (...loss: number[]) => ({
    ...run('a', 1, [], { steps: loss.length }).series,
    loss: Float64Array.from(loss),
  });

  it('bins every step and leaves out only what is not finite', () => {
    const bins = binned([losses(1, 2, 3, 4), losses(5, NaN)], 2);
    expect(bins.map(({ step, median }) => [step, median])).toEqual([
      [1.5, 2],
      [3.5, 3.5],
    ]);
    expect(binned([losses()])).toEqual([]);
  });

  it('cites name, version, date and both hashes', () => {
    const { text, reportSha256 } = citation(buildReport(input()));
    expect(text).toBe(
      `“Four output layers on Shakespeare”, comparison report, Loss Lab 0.1.0, 2025-03-14; corpus SHA-256 ${corpus.sha256}; report SHA-256 ${reportSha256}.`,
    );
    expect(reportSha256).toMatch(/^[0-9a-f]{64}$/);
    const other = sampleRuns();
    other[0].series.loss[5] = 0.123;
    expect(citation(buildReport(input({ runs: other }))).reportSha256).not.toBe(reportSha256);
  });
});
