import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { csvCell, csvOf, tableOf } from '../../../core/figures/csv.ts';

describe('a cell', () => {
  it.each([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "y"', '"say ""y"""'],
    ['two\nlines', '"two\nlines"'],
    [' padded ', '" padded "'],
    ['', ''],
  ])('of text %j is %j (RFC 4180)', (text, cell) => {
    expect(csvCell(text)).toBe(cell);
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['+x', "'+x"],
    ['-x', "'-x"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', `"'\tx"`.replace('"\'', "'").replace(/"$/, '')],
    ['\r', `"'\r"`],
    ['=a,b', `"'=a,b"`],
    ['-', "'-"],
  ])('of text %j is no formula', (text, cell) => {
    expect(csvCell(text)).toBe(cell);
  });

  it.each(['-1.5', '+3', '-2e-7'])('of text %j stays: it is a number', (text) => {
    expect(csvCell(text)).toBe(text);
  });

  it.each([0.1, -4.2, 1 / 3, 5e-324, -1.7976931348623157e308, -0, 65])(
    'of %d reads back the same',
    (value) => {
      expect(Number(csvCell(value))).toBe(value);
    },
  );

  it('names what is no finite number', () => {
    expect([NaN, Infinity, -Infinity].map(csvCell)).toEqual(['NaN', 'Infinity', '-Infinity']);
  });
});

it('a table comes back from a foreign reader', () => {
  const rows = [
    ['layer', 'z', 'value'],
    ['softmax, "odd"\r\nname', -4.2, 1 / 3],
    ['', 0, 2],
  ];
  const [columns, ...body] = rows;
  const text = [...csvOf(tableOf(columns.map(String), () => body))].join('');
  expect(text.endsWith('\r\n')).toBe(true);
  const { data } = Papa.parse<string[]>(text, { skipEmptyLines: true });
  expect(data).toEqual(rows.map((row) => row.map(String)));
});
