import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { armLooks } from '../../../core/contract/arm-look.ts';
import { colourOf, contrast, ground, over, readable } from '../../../core/figures/drawing/colours.ts';

const arms = Array.from({ length: 24 }, (_, i) => ({
  id: `own-${i}`,
  layer: `own-${i}`,
  rate: 0.1,
  clamp: null,
}));

describe('the colours that own losses are given', () => {
  it.each(['light', 'dark'] as const)('can be mixed, read and told from the ground: %s', (theme) => {
    const { panel } = ground(theme);
    const looks = armLooks(arms, () => 'other');
    for (const look of looks) {
      const ink = readable(look[theme], theme);
      expect(contrast(ink, panel)).toBeGreaterThanOrEqual(4.5);
      // A band is a tint of its own colour on the panel: neither black nor the panel itself.
      const band = over(look[theme], 0.2, panel);
      expect(contrast(band, panel)).toBeGreaterThan(1.02);
      expect(contrast(band, panel)).toBeLessThan(2);
    }
    expect(new Set(looks.map((look) => over(look[theme], 0.2, panel))).size).toBe(arms.length);
  });
});

describe.each(['light', 'dark'] as const)('the colours of figures on %s ground', (theme) => {
  const css = readFileSync(new URL('../../../renderer/styles/tokens.css', import.meta.url), 'utf8');
  const [, block] = new RegExp(`data-theme='${theme}'\\] \\{([^}]*)\\}`).exec(css)!;
  const variable = (name: string) => new RegExp(`--${name}: ([^;]*);`).exec(block)![1];

  it('are those of the window', () => {
    // The accent of figures is text or a thin line: the window has a darker one for areas.
    const { accent, ...others } = ground(theme);
    expect(variable('accent-text')).toBe(accent);
    for (const [name, colour] of Object.entries(others)) expect(variable(name), name).toBe(colour);
    expect(variable('negative')).toBe(`rgb(${colourOf(-1, theme).join(' ')})`);
    expect(variable('positive')).toBe(`rgb(${colourOf(1, theme).join(' ')})`);
  });

  it('can be read where they are text, on the ground and on panels', () => {
    for (const ground0 of [variable('panel'), variable('background')])
      for (const name of ['text', 'muted', 'accent-text'])
        expect(contrast(variable(name), ground0), name).toBeGreaterThanOrEqual(4.5);
  });
});
