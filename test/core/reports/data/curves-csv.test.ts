import Papa from 'papaparse';
import { yardsticks } from '../../../../core/yardsticks/registry.ts';
import { describe, expect, it } from 'vitest';
import { csvCell } from '../../../../core/figures/csv.ts';
import { csvColumns } from '../../../../core/reports/data/curves-csv.ts';
import { reportFiles } from '../whole-files.ts';
import { buildReport } from '../../../../core/reports/report.ts';
import { type ReportInput } from '../../../../core/reports/report-data.ts';
import { evaluation, experiment, input, run } from '../report-fixtures.ts';

function rowsOf(given: ReportInput, name = 'curves.csv'): Record<string, string>[] {
  const files = reportFiles(buildReport(given), ['csv']);
  expect(files.map((each) => each.name)).toEqual(['curves.csv', 'training.csv', 'gradients.csv']);
  const file = files.find((each) => each.name === name);
  const text = new TextDecoder().decode(file!.bytes);
  const { data, errors, meta } = Papa.parse<Record<string, string>>(text, {
    header: true,
    skipEmptyLines: true,
  });
  expect(errors).toEqual([]);
  expect(meta.fields).toEqual([...csvColumns]);
  return data;
}

describe('curves.csv', () => {
  it('has every value with all its digits, none thinned', () => {
    const given = input();
    const rows = rowsOf(given);
    const steps = given.runs.reduce((sum, { steps: n }) => sum + n, 0);
    const evaluations = given.runs.reduce((sum, { evaluations: list }) => sum + list.length, 0);
    // Beside the yardsticks, own loss and clipped share.
    expect(rows).toHaveLength(3 * steps + (yardsticks.length + 2) * evaluations);
    const found = new Map(rows.map((row) => [`${row.arm}/${row.seed}/${row.metric}/${row.step}`, row]));
    for (const { armId, seed, series, evaluations: list } of given.runs) {
      series.gradientNorm.forEach((value, i) => {
        const row = found.get(`${armId}/${seed}/gradientNorm/${i + 1}`)!;
        if (Number(row.value) !== value || Number(row.seconds) !== series.seconds[i]) expect(row).toBe(value);
      });
      for (const each of list) {
        const row = found.get(`${armId}/${seed}/brier/${each.step}`)!;
        expect(Number(row.value)).toBe(each.brier);
        expect(Number(row.characters)).toBe(each.characters);
        expect([row.rate, row.policy]).toEqual(['0.1', 'same']);
      }
    }
  });

  it('has what the end of a run costs from h = 0', () => {
    const spec = experiment({ arms: experiment().arms.slice(0, 1), seeds: [1], steps: 40 });
    const evaluations = [evaluation(0, 6), evaluation(40, 5, { zeroState: 19.25 })];
    const rows = rowsOf(input({ experiment: spec, runs: [run('linear-quadratic', 1, evaluations)] }));
    const found = rows.filter(({ metric }) => metric === 'bitsPerCharacterFromZero');
    expect(found.map(({ step, value }) => [step, value])).toEqual([['40', '19.25']]);
  });

  it('writes values that are not finite as such', () => {
    const spec = experiment({ arms: experiment().arms.slice(0, 1), seeds: [1], steps: 1 });
    const one = run('linear-quadratic', 1, [evaluation(0, Infinity, { ownLoss: NaN })]);
    const rows = rowsOf(input({ experiment: spec, runs: [one] }));
    const value = (metric: string) => rows.find((row) => row.metric === metric)!.value;
    expect([value('bitsPerCharacter'), value('ownLoss')]).toEqual(['Infinity', 'NaN']);
  });

  it('is its head alone without runs', () => {
    expect(rowsOf(input({ runs: [] }))).toEqual([]);
  });
});

describe('training.csv', () => {
  it('has the yardsticks of the recorded steps with all their digits', () => {
    const given = input();
    const rows = rowsOf(given, 'training.csv');
    const count = given.runs.reduce((sum, { training }) => sum + training.step.length, 0);
    expect(rows).toHaveLength(yardsticks.length * count);
    const found = new Map(rows.map((row) => [`${row.arm}/${row.seed}/${row.metric}/${row.step}`, row]));
    for (const { armId, seed, series, training } of given.runs)
      training.step.forEach((step, i) => {
        const row = (metric: string) => found.get(`${armId}/${seed}/${metric}/${step}`)!;
        expect(Number(row('bitsPerCharacter').value)).toBe(training.bitsPerCharacter[i]);
        expect(Number(row('top5Accuracy').value)).toBe(training.top5Accuracy[i]);
        expect(Number(row('brier').characters)).toBe(step * 400);
        expect(Number(row('accuracy').seconds)).toBe(series.seconds[step - 1]);
      });
  });

  it('is its head alone without runs', () => {
    expect(rowsOf(input({ runs: [] }), 'training.csv')).toEqual([]);
  });
});

describe('gradients.csv', () => {
  it('has every value of the recorded steps with all its digits', () => {
    const given = input();
    const rows = rowsOf(given, 'gradients.csv');
    const count = given.runs.reduce((sum, { gradients }) => sum + gradients.step.length, 0);
    expect(rows).toHaveLength(14 * count);
    const found = new Map(rows.map((row) => [`${row.arm}/${row.seed}/${row.metric}/${row.step}`, row]));
    for (const { armId, seed, series, gradients } of given.runs)
      gradients.step.forEach((step, i) => {
        const row = (metric: string) => found.get(`${armId}/${seed}/${metric}/${step}`)!;
        expect(Number(row('gradientNormWhh').value)).toBe(gradients.norms.Whh![i]);
        expect(Number(row('gradientNormby').value)).toBe(gradients.norms.by![i]);
        expect(Number(row('saturatedOutputs').value)).toBe(gradients.saturatedOutputs[i]);
        expect(Number(row('updateToWeightWhh').value)).toBe(gradients.updateRatios.Whh![i]);
        expect(Number(row('saturatedWrong').value)).toBe(gradients.saturatedWrong[i]);
        expect(Number(row('saturatedHidden').value)).toBe(gradients.saturatedHidden[i]);
        expect(Number(row('gradientCosine').value)).toBe(gradients.cosine[i]);
        expect(Number(row('gradientCosine').characters)).toBe(step * 400);
        expect(Number(row('gradientCosine').seconds)).toBe(series.seconds[step - 1]);
      });
    expect(rows.find(({ metric, step }) => metric === 'gradientCosine' && step === '1')!.value).toBe('NaN');
  });

  it('is its head alone without runs', () => {
    expect(rowsOf(input({ runs: [] }), 'gradients.csv')).toEqual([]);
  });
});

describe('a cell of text', () => {
  it.each(['=cmd()', '+1+1', '-arm', '@x', '\tx', '\rx'])('%j does not become a formula', (text) => {
    const { data } = Papa.parse<string[]>(`${csvCell(text)},x`, { newline: '\r\n' });
    expect(data).toEqual([[`'${text}`, 'x']]);
  });

  it.each(['a,b', 'a"b"', 'a\nb', 'a\r\nb', ' a ', '', '语料'])('%j comes back', (text) => {
    const { data } = Papa.parse<string[]>(`${csvCell(text)},x`, { newline: '\r\n' });
    expect(data).toEqual([[text, 'x']]);
  });
});
