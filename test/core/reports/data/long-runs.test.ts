import { describe, expect, it } from 'vitest';
import { RunBook } from '../../../../core/contract/run-book.ts';
import type { RunRecord } from '../../../../core/experiments/run.ts';
import { runsWithin } from '../../../../core/experiments/thinning.ts';
import { csvReport, gradientsReport, type EveryStep } from '../../../../core/reports/data/curves-csv.ts';
import { jsonReport, parseReport } from '../../../../core/reports/data/json.ts';
import { contentHash } from '../../../../core/reports/data/report-content.ts';
import { buildReport } from '../../../../core/reports/report.ts';
import { experiment, input, run } from '../report-fixtures.ts';

const steps = 20_000;
const spec = experiment({ arms: experiment().arms.slice(0, 1), seeds: [1], steps });
/** Every step, as a folder keeps it. */
const whole = run('linear-quadratic', 1, [], { steps });
const [thinned] = RunBook.of(spec, [whole]).records();
const report = buildReport(input({ experiment: spec, runs: [thinned] }));
const text = (pieces: Iterable<string>) => [...pieces].join('');
const json = () => {
  const decoder = new TextDecoder();
  return [...jsonReport(report)].map((piece) => decoder.decode(piece, { stream: true })).join('');
};

/** The same run in two stretches. */
const everyStep: EveryStep = () =>
  [
    [0, 7_001],
    [7_001, steps],
  ].map(([from, to]) => {
    const cut = <A extends Float64Array | Uint8Array>(list: A) => list.subarray(from, to) as A;
    const { loss, gradientNorm, clipped, seconds } = whole.series;
    const series = {
      loss: cut(loss),
      gradientNorm: cut(gradientNorm),
      clipped: cut(clipped),
      seconds: cut(seconds),
    };
    const at = whole.gradients.step.findIndex((step) => step > from);
    const end = whole.gradients.step.findIndex((step) => step > to);
    const part = (list: Float64Array) => list.subarray(at, end < 0 ? list.length : end);
    const { step, norms, updateRatios, ...rest } = whole.gradients;
    const all = <Lists extends object>(lists: Lists) =>
      Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, part(list as Float64Array)]));
    const gradients = { step: part(step), norms: all(norms), updateRatios: all(updateRatios), ...all(rest) };
    return { series, gradients, training: whole.training } as unknown as RunRecord;
  });

describe('the report of a long run', () => {
  it('has every step in its tables where the runs are kept, as if nothing had been thinned', () => {
    const all = buildReport(input({ experiment: spec, runs: [whole] }));
    expect(thinned.series.thinned).toBeDefined();
    expect(text(csvReport(report, everyStep))).toBe(text(csvReport(all)));
    expect(text(gradientsReport(report, everyStep))).toBe(text(gradientsReport(all)));
    // Without the folder there are the rows that were kept.
    const lines = text(csvReport(report)).split('\r\n');
    expect(lines.length).toBeLessThan(3 * 2002 + 100);
    expect(lines.some((line) => line.includes(`,${steps},`))).toBe(true);
  });

  it('has its thinned curves in the file, which is opened as it was', () => {
    const back = parseReport(json());
    expect(back.runs[0].series).toEqual(thinned.series);
    expect(report.method.find(({ label }) => label === 'Evaluation')!.text).toContain('every 10th step');
  });

  it.each([
    ['of another length', 'clippedSteps', (list: number[]) => list.pop()],
    ['that does not end with the last step', 'step', (list: number[]) => (list[list.length - 1] -= 1)],
    ['out of order', 'step', (list: number[]) => ([list[3], list[4]] = [list[4], list[3]])],
  ] as const)('is refused with a list of rows %s', (_, name, change) => {
    const file = JSON.parse(json()) as {
      sha256: string;
      content: { runs: { series: { thinned: Record<string, number[]> } }[] };
    };
    change(file.content.runs[0].series.thinned[name]);
    file.sha256 = contentHash(file.content);
    expect(() => parseReport(JSON.stringify(file))).toThrow('content.runs[0].series.');
  });

  it('is thinned further where there are very many', () => {
    const most = 3000;
    const fewer = runsWithin([thinned, thinned], most);
    const numbers = fewer.map(({ series }) => series.loss.length);
    expect(Math.max(...numbers)).toBeLessThan(thinned.series.loss.length);
    expect(fewer[0].series.thinned!.step.at(-1)).toBe(steps);
    expect(runsWithin([thinned], 1e9)).toEqual([thinned]);
  });
});
