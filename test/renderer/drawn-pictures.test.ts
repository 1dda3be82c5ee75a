import { describe, expect, it } from 'vitest';
import {
  barsPicture,
  cellsPicture,
  curvesPicture,
  trianglesPicture,
} from '../../renderer/charts/drawn-pictures.ts';

const look = { light: '#0072B2', dark: '#56B4E9', line: 'dashed' as const };
const hostile = '<script>"&';

/** Well-formed, a picture of its own, and nothing of a name as markup. */
function sound(svg: string): void {
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" /);
  expect(svg).not.toMatch(/<script|NaN|undefined|Infinity/);
  expect(svg.match(/<g/g)?.length ?? 0).toBe(svg.match(/<\/g>/g)?.length ?? 0);
  expect(svg.match(/<text/g)!.length).toBe(svg.match(/<\/text>/g)!.length);
}

describe('exported pictures', () => {
  it('draw curves with their bands, on either kind of axis', () => {
    const points = [1, 2, 3].map((x) => ({ x, y: 10 ** x }));
    for (const logarithmic of [true, false]) {
      const svg = curvesPicture(hostile, { x: 'steps', y: 'norm', logarithmic }, [
        { label: hostile, look, points: [...points, { x: 4, y: NaN }], low: points, high: points },
      ]);
      sound(svg);
      expect(svg).toContain('stroke-dasharray="6 4"');
    }
    sound(curvesPicture('nothing', { x: 'steps', y: 'norm', logarithmic: true }, []));
  });

  it('draw cosines, with a sign where there is none', () => {
    const svg = cellsPicture('cosines', ['a', hostile], Float64Array.of(1, -0.5, NaN, 1));
    sound(svg);
    expect(svg).toContain('−0.50');
    expect(svg).toContain('–');
  });

  it('draw histograms', () => {
    const svg = barsPicture('entries', [
      { label: 'a', look, histogram: { low: -1, high: 1, counts: [0, 3, 1] } },
    ]);
    sound(svg);
    expect(svg.match(/#0072B2/g)).toHaveLength(3);
    sound(barsPicture('entries', [{ label: 'a', look, histogram: { low: -1, high: 1, counts: [0, 0] } }]));
  });

  it('draw triangles, nothing above the diagonal', () => {
    const svg = trianglesPicture('flow', [{ label: 'a', shares: Float64Array.of(1, NaN, 0.5, 0) }], 'range');
    sound(svg);
    expect(svg.match(/rgb\(/g)).toHaveLength(3);
  });
});
