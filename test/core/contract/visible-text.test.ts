import fc from 'fast-check';
import { cellsOf } from '../../../core/words/cells.ts';
import { describe, expect, it } from 'vitest';
import { visibleLine, visibleSign } from '../../../core/words/visible-text.ts';

describe('the sign of a character', () => {
  it.each([
    ['e', 'e'],
    [' ', ' '],
    ['学', '学'],
    ['😀', '😀'],
    ['\n', '⏎'],
    ['\t', '⇥'],
    ['\r', '␍'],
    ['\0', '␀'],
    ['\u001b', '␛'],
    ['\u007f', '␡'],
    ['\u0085', '▯'],
    ['\u00a0', '▯'],
    ['\u3000', '▯'],
    ['\u200d', '▯'],
    ['\u202e', '▯'],
    ['\ufe0f', '▯'],
    ['\ue000', '▯'],
    ['\u0301', '◌\u0301'],
    ['\ufffd', '\ufffd'],
  ])('%j is %s', (character, sign) => expect(visibleSign(character.codePointAt(0)!)).toBe(sign));

  it('is never empty, takes one or two cells, and hides nothing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0x10ffff }), (codePoint) => {
        const sign = visibleSign(codePoint);
        expect(visibleLine(sign)).toBe(sign);
        expect([1, 2]).toContain(cellsOf(sign));
      }),
      { numRuns: 3000 },
    );
  });
});
