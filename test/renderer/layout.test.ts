import { describe, expect, it } from 'vitest';
import { inChinese } from '../../core/words/said/zh/chinese.ts';
import { panelWidths, parts, readLayout } from '../../renderer/state/window/layout.svelte.ts';
import { tabs } from '../../renderer/state/window/places.ts';

const first = readLayout(null);

describe('a remembered layout', () => {
  it('is the first one where nothing or nonsense is stored', () => {
    for (const stored of ['', 'null', '3', '{', '{"width":"wide","panel":4,"closed":"all"}'])
      expect(readLayout(stored), stored).toEqual(first);
    expect(first.hintsClosed).toEqual([]);
  });

  it('is what was stored, without what this version does not know', () => {
    const stored = {
      width: 400,
      panel: { wide: false, narrow: true },
      closed: ['text', 'attic'],
      hintsClosed: [2, 9],
    };
    expect(readLayout(JSON.stringify(stored))).toEqual({ ...stored, closed: ['text'], hintsClosed: [2] });
  });

  it('keeps the panel as wide as it may be', () => {
    expect(readLayout('{"width":9999}').width).toBe(panelWidths.most);
    expect(readLayout('{"width":-5}').width).toBe(panelWidths.least);
  });
});

describe('tabs and parts of the panel', () => {
  it('have their names and hints in Chinese', () => {
    const said = [
      ...tabs.flatMap(({ label, hint }) => [label, hint]),
      ...Object.values(parts).flatMap(({ title, hint }) => [title, hint]),
    ];
    expect(said.filter((each) => inChinese.of(each) === each)).toEqual([]);
  });
});
