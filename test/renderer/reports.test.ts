import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LabError } from '../../core/errors.ts';
import { inChinese } from '../../core/words/said/zh/chinese.ts';
import { exportReport, saveExperiment } from '../../renderer/state/files/reports.ts';
import { stateOf, texts } from './lab-double.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('on a host with dialogs', () => {
  it('a report is asked for in the formats wanted, saved, and its folder is told', async () => {
    const saveReport = vi.fn(async () => ({ folder: '/home/ada/reports' }));
    const state = await stateOf(true, { saveReport });
    await exportReport(state, ['html', 'csv']);
    expect(saveReport.mock.calls).toEqual([[{ formats: ['html', 'csv'] }]]);
    expect(texts(state)).toEqual(['Saved in /home/ada/reports']);
  });

  it('an experiment is saved as its one file', async () => {
    const saveExperimentHere = vi.fn(async () => ({ folder: '/tmp' }));
    const state = await stateOf(true, { saveExperiment: saveExperimentHere });
    await saveExperiment(state);
    expect(saveExperimentHere).toHaveBeenCalledOnce();
    expect(texts(state)).toEqual(['Saved in /tmp']);
  });

  it('a dialog that was cancelled leaves no message', async () => {
    const state = await stateOf(true, { saveExperiment: async () => null });
    await saveExperiment(state);
    expect(texts(state)).toEqual([]);
  });

  it('the note about the folder goes by itself after six seconds', async () => {
    const state = await stateOf(true, { saveReport: async () => ({ folder: '/tmp' }) });
    await exportReport(state, ['html']);
    vi.advanceTimersByTime(5999);
    expect(texts(state)).toEqual(['Saved in /tmp']);
    vi.advanceTimersByTime(1);
    expect(texts(state)).toEqual([]);
  });
});

describe('while one report is written', () => {
  it('a second is refused, and the first keeps its progress until it ends', async () => {
    let [end, heard] = [() => undefined as void, (_: object) => undefined as void];
    const saveReport = vi.fn(
      () => new Promise<{ folder: string }>((resolve) => (end = () => resolve({ folder: '/tmp' }))),
    );
    const on = (_: unknown, hear: unknown) => {
      heard = hear as typeof heard;
      return () => undefined;
    };
    const state = await stateOf(true, { saveReport, on: on });
    const first = exportReport(state, ['html']);
    expect(state.exporting).toBe(true);
    heard({ doing: 'write', file: 'report.html', at: 1, of: 2 });
    await exportReport(state, ['csv']);
    expect(saveReport).toHaveBeenCalledOnce();
    expect(texts(state)).toEqual(['An export is under way.']);
    expect(inChinese.of(texts(state)[0])).toBe('正在导出。');
    expect(state.messages.work?.text).toBe('Writing report.html, 1 of 2');
    end();
    await first;
    expect(state.messages.work).toBeNull();
    expect(state.exporting).toBe(false);
    expect(texts(state)).toEqual(['Saved in /tmp']);
  });
});

describe('in a browser', () => {
  it('what the lab has written is fetched file by file, under its name', async () => {
    const clicked: unknown[] = [];
    vi.stubGlobal('document', {
      createElement: () => ({
        click() {
          clicked.push({ ...this, click: undefined });
        },
      }),
    });
    const offered = ['report.html', 'report.json'].map((name, i) => ({ id: `id-${i}`, name, bytes: 5 }));
    await exportReport(await stateOf(false, { exportReport: async () => offered }), ['html', 'json']);
    expect(clicked).toEqual([
      { href: '/download/id-0', download: 'report.html' },
      { href: '/download/id-1', download: 'report.json' },
    ]);
    vi.unstubAllGlobals();
  });
});

describe('what the lab refuses', () => {
  it('becomes a message', async () => {
    const state = await stateOf(true, {
      saveReport: () => Promise.reject(new LabError('no-corpus', 'There are no results yet.')),
    });
    await exportReport(state, ['html']);
    expect(texts(state)).toEqual(['There are no results yet.']);
    expect(state.busy).toBe(false);
  });

  it('is told as well when it is the saving', async () => {
    const state = await stateOf(true, {
      saveExperiment: () => Promise.reject(new LabError('file-not-written', 'The disk is full.')),
    });
    await saveExperiment(state);
    expect(texts(state)).toEqual(['The disk is full.']);
  });
});
