import { describe, expect, it } from 'vitest';
import type { Histogram } from '../../core/network/histogram.ts';
import { signRoom, stackSigns } from '../../core/figures/drawing/sign-stack.ts';
import { pictureOf } from '../../core/figures/drawing/svg.ts';
import { deltaAgainstZ, wantedSigns } from '../../core/figures/gradients/delta-against-z.ts';
import { signOf } from '../../core/figures/gradients/probed.ts';
import { valueAfterKey } from '../../renderer/figures/slider-keys.ts';
import { nearestZ, zGrid, zRange } from '../../renderer/state/gradients/unit-state.svelte.ts';
import { lookOf, probeSourceOf } from '../core/figures/sources.ts';

describe('z', () => {
  const after = (key: string, shiftKey: boolean, z: number) => {
    const to = valueAfterKey({ key, shiftKey }, z, { ...zRange, page: 1 });
    return to === null ? null : nearestZ(to);
  };
  it.each([
    ['ArrowRight', false, -4.1],
    ['ArrowUp', false, -4.1],
    ['ArrowLeft', false, -4.3],
    ['ArrowDown', true, -5.2],
    ['ArrowRight', true, -3.2],
    ['PageUp', false, -3.2],
    ['PageDown', false, -5.2],
    ['Home', false, -10],
    ['End', false, 10],
    ['Tab', false, null],
  ] as const)('after %s (shift: %s) is %s', (key, shift, z) => {
    expect(after(key, shift, -4.2)).toBe(z);
  });

  it('does not drift over many steps, and stops at the ends', () => {
    let z = -10;
    for (let i = 0; i < 100; i++) z = after('ArrowRight', false, z)!;
    expect(Object.is(z, 0)).toBe(true);
    for (let i = 0; i < 200; i++) z = after('ArrowRight', false, z)!;
    expect(z).toBe(10);
  });
});

describe('bars of logits', () => {
  const barsOf = (histogram: Histogram) => {
    const figure = deltaAgainstZ({
      z: Float64Array.of(-8, 0, 8),
      others: '0',
      vocabulary: 2,
      looks: [lookOf(0, 'one')],
      answers: [{ t: 1, responses: [] }],
      logits: { look: 0, of: { 0: histogram, 1: histogram } },
    });
    const bars = figure.panels.find(({ kind }) => kind === 'bars');
    if (bars?.kind !== 'bars') throw new Error('Bars were expected.');
    return { note: bars.note, counts: Array.from(bars.counts), domain: bars.x.domain };
  };
  const sum = (values: readonly number[]) => values.reduce((all, each) => all + each, 0);

  it('stand on the axis; what lies outside piles up at its ends; none is lost', () => {
    // Bins of width 4 from −16 to 16: two lie outside on either side. Ten bars for each of the others.
    const { counts, note, domain } = barsOf({ low: -16, high: 16, counts: [1, 2, 0, 9, 5, 3, 0, 7] });
    expect(domain).toEqual([-8, 8]);
    expect(sum(counts)).toBeCloseTo(27, 9);
    expect(sum(counts.slice(0, 10))).toBeCloseTo(3, 9);
    expect(counts.slice(10, 20)).toEqual(Array.from({ length: 10 }, () => expect.closeTo(0.9, 9)));
    expect(counts.at(-1)).toBeCloseTo(7.3, 9);
    expect(note).toBe('27 values, heights on a log scale; 3 below, 7 above, piled up at the ends');
  });

  it('are one where all logits are alike, and flat where there are none', () => {
    expect(barsOf({ low: 0.01, high: 0.02, counts: [3, 4] }).counts.filter((count) => count > 0)).toEqual([
      expect.closeTo(7, 9),
    ]);
    expect(sum(barsOf({ low: -1, high: 1, counts: [0, 0] }).counts)).toBe(0);
  });

  it('have a letter over each wanted output, the one that is looked at marked, as long as they can be told apart', () => {
    const { probe, looks } = probeSourceOf(12, 5, 1);
    const signs = wantedSigns(probe, 3);
    expect(signs.map(({ looked }) => looked)).toEqual([false, false, true, false, false]);
    signs.forEach(({ at, text }, t) => {
      expect(text).toBe(signOf(probe.targets[t]));
      expect(at).toBe(probe.logits[probe.targetRows[t] * 5 + t]);
    });
    const figureOf = (targets: typeof signs) =>
      deltaAgainstZ({
        z: zGrid(),
        others: '0',
        vocabulary: 12,
        looks,
        answers: [
          { t: 1, responses: [] },
          { t: 0, responses: [] },
        ],
        logits: { look: 0, of: { 1: probe.targetLogits, 0: probe.otherLogits }, targets },
      });
    const figure = figureOf(signs);
    const bars = figure.panels.flatMap((panel) => (panel.kind === 'bars' ? [panel] : []));
    expect(bars.map((panel) => panel.signs?.length ?? 0)).toEqual([5, 0]);
    expect(bars[0].note).toMatch(/^5 values, a letter each; /);
    for (const { text } of signs) expect(pictureOf(figure)).toContain(`>${text.replace('&', '&amp;')}</text`);
    // One that is not finite has no place.
    const all = [...signs, { at: NaN, text: '♞', looked: false }, { at: Infinity, text: '♞', looked: false }];
    expect(pictureOf(figureOf(all))).toBe(pictureOf(figure));
    const many = { ...probe, targets: new Uint32Array(61) };
    expect(wantedSigns(many, 1)).toEqual([]);
  });

  it('stack letters over their values, four high, and then beside them', () => {
    const columns = stackSigns([0.5, 0.5, 0.5, 0.5, 0.5, -1, 2], 10);
    expect(columns.slice(0, 4)).toEqual([0, 1, 2, 3].map((row) => ({ column: 5, row })));
    expect(columns.slice(4)).toEqual([
      { column: 4, row: 0 },
      { column: 0, row: 0 },
      { column: 9, row: 0 },
    ]);
    expect(signRoom(['a', '␣'])).toBeLessThan(signRoom(['a', '頌']));
    expect(stackSigns([0.5], 0)).toEqual([{ column: 0, row: 0 }]);
  });
});
