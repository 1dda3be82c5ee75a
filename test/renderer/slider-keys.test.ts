import { describe, expect, it } from 'vitest';
import { placeAfterKey, plainKey, valueAfterKey } from '../../renderer/figures/slider-keys.ts';

const slider = { step: 1, page: 10, low: 0, high: 100 };

describe('keys of what has the focus', () => {
  it('move by steps and pages', () => {
    const pressed = { key: 'ArrowLeft', shiftKey: false };
    expect(valueAfterKey(pressed, 50, slider)).toBe(49);
    expect(valueAfterKey({ ...pressed, shiftKey: true }, 50, slider)).toBe(40);
    expect(placeAfterKey(pressed, 5, 9)).toBe(4);
  });

  it.each(['altKey', 'ctrlKey', 'metaKey'])('are left to the window with %s', (held) => {
    const pressed = {
      key: 'ArrowLeft',
      shiftKey: false,
      altKey: false,
      ctrlKey: false,
      metaKey: false,
      [held]: true,
    };
    expect(valueAfterKey(pressed, 50, slider)).toBeNull();
    expect(placeAfterKey(pressed, 5, 9)).toBeNull();
    expect(plainKey(pressed)).toBe('');
  });
});
