import { describe, expect, it } from 'vitest';
import type { Duel } from '../../core/duels/duel.ts';
import { LineRecord } from '../../core/duels/line-record.ts';
import { nextCharacters } from '../../core/duels/next-characters.ts';
import { duelTotals } from '../../core/figures/duels/duel-totals.ts';
import { duelLines, nextCharactersOf } from '../../core/figures/duels/duel-figures.ts';
import { standaloneSvg } from '../../core/figures/drawing/svg.ts';
import {
  bitsWords,
  duelHeadline,
  hasWide,
  nextDifference,
  positionAfterKey,
  positionWords,
  probabilityWords,
  rowsOf,
} from '../../renderer/views/duel/duel-words.ts';

const look = { light: '#0072B2', dark: '#56B4E9', line: 'dashed' as const };
const labels = ['one', '<two>&"'];
const looks = labels.map((label) => ({ label, ...look }));

/** Two arms over three characters, two of them named: the first draws a, b; the second a, c. */
function duel(vocabulary = [...'ab<'].map((each) => each.codePointAt(0)!), drawn = true): Duel {
  const points = Uint32Array.from(vocabulary);
  const line = (second: number[], index: number) => {
    const record = new LineRecord(2, points, 2);
    record.add(0, Float64Array.of(0.5, 0.25, 0.25), 0);
    record.add(1, Float64Array.from(second), index);
    return record.line();
  };
  return {
    arms: ['a', 'b'].map((armId) => ({ kind: 'run', armId, seed: 3, step: null }) as const),
    text: drawn
      ? { kind: 'drawn', prompt: '', characters: 2, sampleSeed: 1 }
      : { kind: 'given', text: 'aab' },
    temperature: 1,
    top: 2,
    steps: [10, 11],
    vocabulary: 3,
    before: Uint32Array.of(points[0]),
    randomNumbers: drawn ? Float64Array.of(0.1, 0.9) : new Float64Array(0),
    lines: [line([0.25, 0.625, 0.125], 1), line([0.5, 0.375, 0.125], 2)],
  };
}

describe('words of a duel', () => {
  it('write probabilities and bits', () => {
    expect([0, 1, 0.3125, 0.0004].map(probabilityWords)).toEqual(['0', '1', '0.313', '0.0004']);
    expect([0, 2.346, Infinity].map(bitsWords)).toEqual(['0.00', '2.35', '∞']);
  });

  it('say who is surest of what it writes, and who foretells a text best', () => {
    const said = (of: Duel) => {
      const { pieces, facts } = duelHeadline(of, labels);
      return [pieces.map(({ text }) => text).join(''), ...facts.map(({ value }) => value)];
    };
    // Both draw a at 0.5; then the first draws b at 0.25, the second c at what it gives it.
    const [drawn, likelihood, places, differ] = said(duel());
    expect(drawn).toMatch(/ is surest of what it writes: \d\.\d\d bits a character$/);
    expect(likelihood).toMatch(/%$/);
    expect(places).toBe('2');
    expect(differ).toBe('1 of 2');
    expect(said(duel(undefined, false))[0]).toMatch(/ foretells this text best: \d\.\d\d bits a character$/);
  });

  it('break positions into rows', () => {
    expect(rowsOf(5, 2)).toEqual([
      { from: 0, to: 2 },
      { from: 2, to: 4 },
      { from: 4, to: 5 },
    ]);
    expect(rowsOf(0, 2)).toEqual([]);
    expect(rowsOf(2, 0)).toHaveLength(2);
  });

  it('go with the keys, and no further than the text', () => {
    const key = (name: string, position = 5) => positionAfterKey(name, position, 30, 12);
    expect(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'].map((name) => key(name))).toEqual([
      4, 6, 0, 17,
    ]);
    expect(['PageUp', 'PageDown', 'Home', 'End'].map((name) => key(name, 15))).toEqual([5, 25, 0, 29]);
    expect(key('a')).toBeNull();
    expect(key('toString')).toBeNull();
  });

  it('find the next difference to either side', () => {
    const differs = Uint8Array.of(0, 1, 0, 0, 1);
    expect(nextDifference(differs, 1, 1)).toBe(4);
    expect(nextDifference(differs, 1, -1)).toBeNull();
    expect(nextDifference(differs, 4, -1)).toBe(1);
    expect(nextDifference(differs, 4, 1)).toBeNull();
  });

  it('say what every arm drew, or what it expected of a given text', () => {
    expect(positionWords(duel(), ['one', 'two'], 1)).toBe('position 2: one ‘b’ 0.625; two ‘<’ 0.125');
    expect(positionWords(duel(undefined, false), ['one', 'two'], 1)).toBe(
      'position 2: one ‘b’ 0.625, expects ‘b’; two ‘<’ 0.125, expects ‘a’',
    );
  });

  it('know wide characters', () => {
    expect(hasWide(duel())).toBe(false);
    expect(hasWide(duel([...'ab学'].map((each) => each.codePointAt(0)!)))).toBe(true);
  });
});

describe('the characters of a position', () => {
  it('have the one that comes among them, named or not', () => {
    expect(nextCharacters(duel(), 0, 1)).toEqual([
      { codePoint: 98, probability: 0.625, from: 0.25, here: true },
      { codePoint: 97, probability: 0.25, from: 0, here: false },
    ]);
    expect(nextCharacters(duel(), 1, 1)).toEqual([
      { codePoint: 97, probability: 0.5, from: 0, here: false },
      { codePoint: 98, probability: 0.375, from: 0.5, here: false },
      { codePoint: 60, probability: 0.125, from: 0.875, here: true },
    ]);
  });

  it('are told apart by their intervals where two share a code point', () => {
    const twice = duel([0xfffd, 97, 0xfffd]);
    expect(nextCharacters(twice, 1, 1).map(({ here }) => here)).toEqual([false, false, true]);
  });
});

describe('exported tables', () => {
  it('have a row for each position of each arm', () => {
    const { columns: head, rows: all } = duelLines({ duel: duel(), looks }).table;
    const rows = [...all()];
    expect(rows).toHaveLength(4);
    const row = Object.fromEntries(head.map((name, i) => [name, rows[3][i]]));
    expect(row).toEqual({
      'output layer': labels[1],
      seed: 3,
      step: 11,
      temperature: 1,
      position: 2,
      'random number': 0.9,
      character: '<',
      'code point': 60,
      probability: 0.125,
      bits: 3,
      // ½ · 1 + ⅜ · log₂ 8⁄3 + ⅛ · 3
      entropy: expect.closeTo(0.5 + 0.375 * Math.log2(8 / 3) + 0.375, 12),
      likeliest: 'a',
      differs: 1,
    });
  });

  it('have every named character and the others', () => {
    const rows = [...nextCharactersOf({ duel: duel(), looks }, 1).table.rows()];
    expect(rows.map((row) => [row[2], row[3], row[5], row[7]])).toEqual([
      [1, 'b', 0.625, 1],
      [2, 'a', 0.25, 0],
      ['others', '', 0.125, ''],
      [1, 'a', 0.5, 0],
      [2, 'b', 0.375, 0],
      ['', '<', 0.125, 1],
      ['others', '', 0, ''],
    ]);
  });
});

describe('exported pictures', () => {
  it.each([
    ['of the lines', () => duelLines({ duel: duel(), looks })],
    ['of wide lines', () => duelLines({ duel: duel([10, 97, 0x5b66]), looks })],
    ['of all positions', () => duelTotals({ duel: duel(), looks })],
    ['of a position', () => nextCharactersOf({ duel: duel(), looks }, 1)],
    ['of a position of a given text', () => nextCharactersOf({ duel: duel(undefined, false), looks }, 0)],
  ])('%s are well-formed and hold names as text', (_, build) => {
    const svg = standaloneSvg(build(), { width: 1100, theme: 'light' });
    expect(svg).not.toMatch(/<two>|NaN|undefined|Infinity/);
    expect(svg).toContain('&lt;two&gt;&amp;&quot;');
    expect(svg.match(/<text/g)!.length).toBe(svg.match(/<\/text/g)!.length);
  });

  it('have what a duel comes to over all positions in their table', () => {
    const rows = [...duelTotals({ duel: duel(), looks }).table.rows()];
    expect(rows.map((row) => [row[0], row[3]])).toEqual([
      ['one', 1],
      ['<two>&"', 0.5],
    ]);
    expect(rows.map((row) => row[1])).toEqual(duel().lines.map((line) => line.bitsPerCharacter));
  });

  it('tell where the arms differ', () => {
    const [panel] = duelLines({ duel: duel(), looks }).panels;
    expect(panel?.kind === 'map' && panel.texts).toEqual(['a', 'b', 'a', '<', '', '≠']);
  });
});
