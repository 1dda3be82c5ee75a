import { describe, expect, it } from 'vitest';
import { armLooks } from '../../../core/contract/arm-look.ts';
import { contrast, ground, over, readable } from '../../../core/figures/drawing/colours.ts';

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
