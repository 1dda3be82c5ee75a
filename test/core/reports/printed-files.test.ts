import { describe, expect, it } from 'vitest';
import { printedFiles } from '../../../core/node/reports/printed-files.ts';
import { buildReport } from '../../../core/reports/report.ts';
import { namedFigures } from '../../../core/reports/report-figures.ts';
import { input } from './report-fixtures.ts';

describe('what a printer makes of a report', () => {
  const report = buildReport(input({}));
  const pictures = namedFigures(report).map(({ name }) => `figures/${name}.png`);
  const page = Uint8Array.of(1);
  const bad = () => Promise.reject(new Error('out of paper'));

  it('is kept where one picture fails, which is named with the reason', async () => {
    let asked = 0;
    const png = () => (++asked === 2 ? bad() : Promise.resolve(page));
    const { files, lacking } = await printedFiles(report, { pdf: () => Promise.resolve(page), png });
    const there = pictures.filter((_, i) => i !== 1);
    expect(there.length).toBeGreaterThan(1);
    expect(files.map(({ path }) => path)).toEqual(['report.pdf', ...there]);
    expect(lacking).toHaveLength(1);
    expect(lacking[0]).toMatch(new RegExp(`^${pictures[1]}: .*out of paper`));
  });

  it('is not waited for again and again where nothing is printed', async () => {
    let asked = 0;
    const png = () => (asked++, bad());
    const { files, lacking } = await printedFiles(report, { pdf: bad, png });
    expect(files).toEqual([]);
    expect(asked).toBe(1);
    expect(lacking).toHaveLength(1);
    for (const path of ['report.pdf', ...pictures]) expect(lacking[0]).toContain(path);
  });
});
