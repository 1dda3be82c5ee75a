import { describe, expect, it } from 'vitest';
import { differenceText } from '../../../core/experiments/comparison/difference-words.ts';
import { reversed } from '../../../core/experiments/comparison/paired-difference.ts';
import type { BestPerArm } from '../../../core/experiments/rates/rate-tuning.ts';
import { type RunRecord, trainingSeries } from '../../../core/experiments/run.ts';
import { htmlReport } from '../../../core/reports/html/html.ts';
import { parseReport } from '../../../core/reports/data/json.ts';
import { leaderOf } from '../../../core/reports/words/leader.ts';
import { markdownReport } from '../../../core/reports/markdown/markdown.ts';
import { reportFiles } from './whole-files.ts';
import { buildReport } from '../../../core/reports/report.ts';
import { type ReportInput } from '../../../core/reports/report-data.ts';
import { experiment, input, sampleRuns, swept } from './report-fixtures.ts';

const base = experiment();
const both = (given: ReportInput) => {
  const report = buildReport(given);
  return { report, pages: [htmlReport(report), markdownReport(report)] };
};

describe('a report on tuned rates', () => {
  it('tells grid, tuning seeds, and the basin of each arm', () => {
    const { pages } = both(input({ experiment: experiment({ tuning: swept() }) }));
    for (const page of pages) {
      expect(page).toContain('13 rates, 0.0001 … 10');
      expect(page).toContain('2 tuning seeds (10001, 10002)');
      expect(page).toContain('0.05 … 0.2');
      expect(page).toContain('4×');
      expect(page).toContain('at the high end of what was tried');
      expect(page).toContain('the basin may be wider');
    }
  });

  it('draws what was tried, or writes it out, and has neither where an earlier version kept none', () => {
    const tried = [
      { rate: 0.01, values: [3.25, 3.5], diverged: 0 },
      { rate: 0.1, values: [2.5, 2.75], diverged: 0 },
      { rate: 1, values: [], diverged: 2 },
    ];
    const tuning = swept({ best: swept().best.map((each) => ({ ...each, tried })) });
    const { pages, report } = both(input({ experiment: experiment({ tuning }) }));
    expect(pages[0]).toContain('Bits per character against the learning rate');
    expect(pages[1]).toContain('| 0.01 | 3.375 (3.250 … 3.500) |');
    expect(pages[1]).toContain('| 1 | 2 diverged |');
    const [file] = reportFiles(report, ['json']);
    expect(parseReport(new TextDecoder().decode(file.bytes)).experiment.tuning).toEqual(tuning);
    const { pages: before } = both(input({ experiment: experiment({ tuning: swept() }) }));
    expect(before[0]).not.toContain('against the learning rate');
    expect(before[1]).not.toContain('at each rate that was tried');
  });

  it('says what is weak about them', () => {
    const caveats = (change: Partial<BestPerArm> = {}) =>
      buildReport(input({ experiment: experiment({ tuning: swept(change) }) })).notSupported.join(' ');
    expect(caveats()).toContain('The best rate of sigmoid + quadratic lay at the end of the grid');
    expect(caveats()).toContain('The basin of sigmoid + cross-entropy reaches the end of the grid');
    expect(caveats()).toContain('rest on 2 tuning seeds: neighbours on the grid, a factor of 2.61 away');
    expect(caveats()).toContain('tuned on runs of 100 steps and are used for 600');
    expect(caveats()).not.toContain('flattered');
    expect(caveats({ seeds: [2, 7, 8], steps: 600 })).toContain('chosen on seed 2, which is reported too');
    expect(caveats({ seeds: [2, 7, 8], steps: 600 })).not.toMatch(/tuning seeds:|tuned on runs/);
  });

  it('prints first norms and their products with η', () => {
    const tuning = {
      kind: 'norm-matched',
      reference: base.arms[0].id,
      best: base.arms.map(({ id }) => ({ armId: id, rate: 0.1, norm: 12.5 })),
    } as const;
    const { pages } = both(input({ experiment: experiment({ tuning }) }));
    for (const page of pages) {
      expect(page).toContain('linear + quadratic keeps its own');
      expect(page).toMatch(/12\.5[^.]*1\.25/);
    }
  });

  it('has no such part where rates were typed in', () => {
    for (const page of both(input()).pages) expect(page).not.toContain('Learning rates</h2>');
  });
});

describe('the leader against the others', () => {
  it('has one row, one chart and one sentence for each other arm', () => {
    const { report, pages } = both(input());
    const leader = leaderOf(report, 'bitsPerCharacter')!;
    expect(leader.arm.label).toBe('softmax + cross-entropy');
    expect(leader.pairs.map(({ other }) => other.label)).toEqual([
      'sigmoid + cross-entropy',
      'sigmoid + quadratic',
      // A seed of it diverged: its mean is not compared.
      'linear + quadratic',
    ]);
    for (const { other, pair, sentence } of leader.pairs) {
      const found = report.pairs.find(
        ({ a, b, yardstick }) =>
          yardstick === 'bitsPerCharacter' && [a, b].includes(pair.a) && [a, b].includes(pair.b),
      )!;
      expect(pair.verdict).toEqual(other.arm.id === found.b ? found.verdict : reversed(found).verdict);
      expect(pair.holm).toBe(found.holm);
      expect(Math.abs(pair.summary.mean)).toBeCloseTo(Math.abs(found.summary.mean), 12);
      expect(sentence).toContain(`is ahead of ${other.label} by`);
      expect(sentence).toMatch(
        /95 % t interval .*paired seeds\); better in \d of \d seeds, probability of improvement \d\.\d\d: .* needed\./,
      );
    }
    // The page draws it against the next; its verdicts stand in the table of all pairs.
    expect(pages[0]).toMatch(/Softmax \+ cross-entropy − sigmoid \+ cross-entropy\./);
    expect(pages[1]).toContain('The leader against the others');
  });

  it('says the same of distances for a yardstick where more is better', () => {
    const { pairs } = leaderOf(buildReport(input()), 'accuracy')!;
    for (const { pair, sentence } of pairs) {
      expect(pair.summary.mean).toBeGreaterThan(0);
      expect(sentence).toContain(`by ${differenceText(pair).slice(1)} in top-1 accuracy`);
    }
  });

  it('is not there for one arm', () => {
    const one = input({ experiment: experiment({ arms: base.arms.slice(0, 1) }) });
    expect(leaderOf(buildReport(one), 'bitsPerCharacter')).toBeNull();
  });
});

describe('a report on runs that ended early', () => {
  const stopping = {
    target: { yardstick: 'bitsPerCharacter', value: 3 },
    plateau: null,
    budget: { unit: 'steps', limit: null, arms: [{ armId: base.arms[3].id, limit: 400 }] },
  } as const;
  const spec = experiment({ stopping, seeds: [1, 2] });
  /** Runs cut off as their rules would. */
  const runs = sampleRuns(spec).map((run): RunRecord => {
    const last = run.evaluations.findIndex(
      ({ step, bitsPerCharacter }) => bitsPerCharacter <= 3 || (run.armId === base.arms[3].id && step >= 400),
    );
    if (last < 0) return run;
    const { step, bitsPerCharacter } = run.evaluations[last];
    const cut = <A extends Float64Array | Uint8Array>(list: A) => list.slice(0, step) as A;
    const { loss, gradientNorm, clipped, seconds } = run.series;
    const kept = Array.from(run.gradients.step).filter((each) => each <= step).length;
    const short = (list: Float64Array) => list.slice(0, kept);
    const {
      norms,
      updateRatios,
      step: steps,
      saturatedOutputs,
      saturatedWrong,
      saturatedHidden,
      cosine,
    } = run.gradients;
    return {
      ...run,
      steps: step,
      early: { rule: bitsPerCharacter <= 3 ? 'target' : 'budget', step },
      evaluations: run.evaluations.slice(0, last + 1),
      series: {
        loss: cut(loss),
        gradientNorm: cut(gradientNorm),
        clipped: cut(clipped),
        seconds: cut(seconds),
      },
      gradients: {
        step: short(steps),
        norms: Object.fromEntries(Object.entries(norms).map(([name, list]) => [name, short(list)])),
        updateRatios: Object.fromEntries(
          Object.entries(updateRatios).map(([name, list]) => [name, short(list)]),
        ),
        saturatedOutputs: short(saturatedOutputs),
        saturatedWrong: short(saturatedWrong),
        saturatedHidden: short(saturatedHidden),
        cosine: short(cosine),
      },
      training: trainingSeries((name) => short(run.training[name])),
    };
  });
  const given = input({ experiment: spec, runs });

  it('lists them with rule and step, and the steps to the target', () => {
    const { pages } = both(given);
    for (const page of pages) {
      expect(page).toMatch(/sigmoid \+ quadratic: seeds 1 and 2 ended at step 400: its budget was used up\./);
      expect(page).toMatch(
        /softmax \+ cross-entropy: seeds? \d.* ended at step \d+: bits per character reached 3/,
      );
      expect(page).toContain('Steps until bits per character was 3 or less');
      expect(page).toContain('not reached');
      expect(page).toContain('A run ends early once its bits per character is 3 or better');
    }
  });

  it('says what that means for the comparison', () => {
    const report = buildReport(given);
    const words = report.notSupported.join(' ');
    expect(words).toMatch(/\d of 8 runs ended early/);
    expect(words).toContain('after different numbers of steps');
    expect(words).toContain('compare the steps to the target');
    expect(report.partial).toBe(false);
    expect(report.pairs.some(({ uneven }) => uneven.length > 0)).toBe(true);
    expect(buildReport(input()).notSupported.join(' ')).not.toContain('ended early');
  });

  it('is the same to the byte when it is opened and written again', () => {
    const formats = ['json', 'html', 'markdown', 'csv'] as const;
    const text = (files: ReturnType<typeof reportFiles>) =>
      files.map(({ bytes }) => new TextDecoder().decode(bytes));
    const first = text(reportFiles(buildReport(given), formats));
    expect(text(reportFiles(buildReport(parseReport(first[0])), formats))).toEqual(first);
  });

  it('refuses an early end that cannot be', () => {
    const [json] = reportFiles(
      buildReport({ ...given, runs: runs.map((run) => ({ ...run, status: 'stopped' })) }),
      ['json'],
    );
    expect(() => parseReport(new TextDecoder().decode(json.bytes))).toThrow(/early in this report/);
  });
});

describe('a report whose primary yardstick was declared', () => {
  it('sets the leader on it against the others', () => {
    const plan = { seeds: 5, yardstick: 'accuracy' as const, smallest: null, untilDecided: null };
    const { report, pages } = both(input({ experiment: experiment({ plan }) }));
    const leader = leaderOf(report, 'accuracy')!;
    expect(pages[1]).toContain(
      `Of top-1 accuracy: that of ${leader.arm.label} minus that of each other output layer`,
    );
    expect(pages[1]).toContain('above 0 it is better');
    expect(pages[0]).toMatch(/class="primary"[^>]*>\s*top-1 accuracy/);
    const [json] = reportFiles(report, ['json']);
    expect(JSON.parse(new TextDecoder().decode(json.bytes)).content.results.leader).toMatchObject({
      yardstick: 'accuracy',
      armId: leader.arm.arm.id,
    });
  });
});
