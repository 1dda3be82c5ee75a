import { describe, expect, it, vi } from 'vitest';
import type { Lab, LabEvents } from '../../core/contract/lab-api.ts';
import type { LabSnapshot } from '../../core/contract/lab-data.ts';
import { defaultCorpusOptions, defaultSplit, type CorpusOptions } from '../../core/corpora/corpus.ts';
import { LabError } from '../../core/errors.ts';
import { readingOptions } from '../../renderer/state/files/reading-text.ts';
import { TextIntake } from '../../renderer/state/files/text-intake.svelte.ts';
import { corpus, experiment } from '../core/reports/report-fixtures.ts';
import { stateOf, texts } from './lab-double.ts';

/** A lab that reads a text until it is told how that ended. */
function slowLab(phase: LabSnapshot['phase'] = 'idle') {
  let snapshotHeard: (event: LabEvents['snapshot']) => void = () => undefined;
  let end: { finished(): void; failed(error: unknown): void };
  const snapshot: LabSnapshot = {
    experiment: experiment(),
    ownLayers: [],
    corpus,
    baselines: null,
    phase,
    overall: { stepsDone: 0, stepsTotal: 0, charactersPerSecond: 0, secondsLeft: null, gigaflops: 0 },
    adding: null,
    search: null,
    robustness: null,
    wantedBytes: null,
    opened: false,
    kept: null,
    runs: [],
  };
  const methods = {
    on: ((name: string, listener: never) => {
      if (name === 'snapshot') snapshotHeard = listener;
      return () => undefined;
    }) as Lab['on'],
    snapshot: async () => snapshot,
    beginText: vi.fn<Lab['beginText']>(async () => ({ uploadId: 'u' })),
    appendText: vi.fn<Lab['appendText']>(async () => undefined),
    cancelText: vi.fn<Lab['cancelText']>(async () =>
      end.failed(new LabError('cancelled', 'Reading the text was cancelled.')),
    ),
    finishText: vi.fn<Lab['finishText']>(
      () =>
        new Promise((resolve, reject) => {
          end = { finished: () => resolve(corpus), failed: reject };
        }),
    ),
    setExperiment: vi.fn<Lab['setExperiment']>(async () => snapshot),
  };
  return {
    methods,
    snapshot,
    hear: (event: LabSnapshot) => snapshotHeard(event),
    finish: () => end.finished(),
  };
}

const text = new Blob(['to be or not to be']);

/** A drop of text under some types, as a browser hands it over. */
const dropOf = (data: Readonly<Record<string, string>>) =>
  ({
    items: [],
    files: [],
    types: Object.keys(data),
    getData: (type: string) => data[type] ?? '',
  }) as unknown as DataTransfer;

describe('a drop that is no file', () => {
  it.each([
    [{ 'text/uri-list': 'https://a.example/', 'text/plain': 'https://a.example/' }],
    [{ 'text/x-moz-url': 'https://a.example/\nA', 'text/plain': 'A' }],
    [{ 'text/plain': ' HTTPS://a.example/book.txt\n' }],
    [{ 'text/plain': 'file:///home/me/book.txt' }],
  ])('is refused where it is a link: %j', async (data) => {
    const { methods } = slowLab();
    const state = await stateOf(false, methods);
    await new TextIntake(state).drop(dropOf(data));
    expect(texts(state)).toEqual(['This is a link, not a text: the lab loads nothing from the network.']);
    expect(methods.beginText).not.toHaveBeenCalled();
  });

  it('is a text where a link only stands in it', async () => {
    const { methods, finish } = slowLab();
    const state = await stateOf(false, methods);
    const taken = new TextIntake(state).drop(dropOf({ 'text/plain': 'See https://a.example/ for more.' }));
    await vi.waitFor(() => expect(methods.finishText).toHaveBeenCalled());
    finish();
    await taken;
    expect(methods.beginText.mock.calls[0][0]).toMatchObject({ name: 'dropped text', source: 'paste' });
  });
});

describe('taking in a text', () => {
  it('can be cancelled while the lab reads it', async () => {
    const { methods } = slowLab();
    const state = await stateOf(false, methods);
    const intake = new TextIntake(state);
    const taken = intake.take(text, 'hamlet.txt', 'upload');
    await vi.waitFor(() => expect(methods.finishText).toHaveBeenCalled());
    intake.cancel();
    await taken;
    expect(methods.cancelText.mock.calls).toEqual([[{ uploadId: 'u' }]]);
    expect(texts(state)).toEqual(['Reading was cancelled; the text before stays.']);
    expect(intake.current).toBeNull();
  });

  it('is refused before anything is sent while runs are in training', async () => {
    const { methods } = slowLab('paused');
    const state = await stateOf(false, methods);
    await new TextIntake(state).take(text, 'hamlet.txt', 'upload');
    expect(methods.beginText).not.toHaveBeenCalled();
    expect(texts(state)).toEqual(['The text cannot change while runs are in training.']);
  });

  it('makes changes of the experiment wait, so that they do not bring the old text back', async () => {
    const { methods, snapshot, hear, finish } = slowLab();
    const state = await stateOf(false, methods);
    const taken = new TextIntake(state).take(text, 'hamlet.txt', 'upload');
    await vi.waitFor(() => expect(methods.finishText).toHaveBeenCalled());
    const changed = state.change({ steps: 7 });
    // A change that was wished after it, and that no text holds up, has been made by then.
    const free = slowLab();
    expect(await (await stateOf(false, free.methods)).change({ steps: 7 })).toBe(true);
    expect(free.methods.setExperiment).toHaveBeenCalled();
    expect(methods.setExperiment).not.toHaveBeenCalled();

    const read = {
      kind: 'builtin',
      id: 'the new text',
      seed: 1,
      characters: 2,
      split: defaultSplit,
    } as const;
    hear({ ...snapshot, experiment: { ...snapshot.experiment, corpus: read } });
    finish();
    await taken;
    expect(await changed).toBe(true);
    expect(methods.setExperiment.mock.calls[0][0].experiment).toMatchObject({ corpus: read, steps: 7 });
  });
});

describe('a file chosen in the dialog of the host', () => {
  it('shows which one is read and how far, and can be cancelled', async () => {
    let hear: (event: LabEvents['reading']) => void = () => undefined;
    let fail: (error: LabError) => void = () => undefined;
    const cancelReading = vi.fn(async () =>
      fail(new LabError('cancelled', 'Reading the text was cancelled.')),
    );
    const state = await stateOf(true, {
      on: (name: string, listener: never) => {
        if (name === 'reading') hear = listener;
        return () => undefined;
      },
      openTextDialog: () => new Promise((_, reject) => (fail = reject)),
      cancelReading,
    });
    const intake = new TextIntake(state);
    const chosen = intake.choose();
    expect(intake.current).toBeNull();
    await new Promise((resolve) => setTimeout(resolve));
    hear({ name: 'hamlet.txt', share: 0 });
    expect(intake.current).toEqual({ name: 'hamlet.txt', share: 0 });
    hear({ name: 'hamlet.txt', share: 0.4 });
    expect(intake.current).toEqual({ name: 'hamlet.txt', share: 0.4 });
    intake.cancel();
    await chosen;
    expect(cancelReading).toHaveBeenCalledOnce();
    expect(intake.current).toBeNull();
    expect(texts(state)).toEqual(['Reading was cancelled; the text before stays.']);
  });
});

describe('changes of an experiment', () => {
  it('add up when they are made faster than the lab answers', async () => {
    const { methods, snapshot, hear } = slowLab();
    methods.setExperiment.mockImplementation(async ({ experiment: next }) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      hear({ ...snapshot, experiment: next });
      return snapshot;
    });
    const state = await stateOf(false, methods);
    await Promise.all([state.change({ steps: 7 }), state.change({ name: 'both' })]);
    expect(state.experiment).toMatchObject({ steps: 7, name: 'both' });
  });
});

/** Files in a drop, as a browser hands them over. */
const filesOf = (...files: File[]) =>
  ({
    items: files.map(() => ({ kind: 'file', webkitGetAsEntry: () => ({ isDirectory: false }) })),
    files,
    types: ['Files'],
    getData: () => '',
  }) as unknown as DataTransfer;

describe('several files that are dropped together', () => {
  it('become one text, in the order of their names', async () => {
    const { methods, finish } = slowLab();
    let upload = 0;
    methods.beginText.mockImplementation(async () => ({ uploadId: `u${++upload}` }));
    const state = await stateOf(false, methods);
    const intake = new TextIntake(state);
    const taken = intake.drop(filesOf(new File(['b'], 'part 10.txt'), new File(['a'], 'part 2.txt')));
    await vi.waitFor(() => expect(methods.finishText).toHaveBeenCalled());
    finish();
    await taken;
    expect(methods.beginText.mock.calls.map(([{ name }]) => name)).toEqual(['part 2.txt', 'part 10.txt']);
    expect(methods.finishText.mock.calls[0][0]).toMatchObject({ uploadId: 'u1', more: ['u2'] });
    expect(texts(state)).toEqual([]);
  });

  it('are refused where one is no text, or they are too many', async () => {
    const { methods } = slowLab();
    const state = await stateOf(false, methods);
    const intake = new TextIntake(state);
    const saved = new File([JSON.stringify({ format: 'loss-lab-experiment' })], 'experiment.json');
    await intake.drop(filesOf(new File(['a'], 'a.txt'), saved));
    await intake.drop(filesOf(...Array.from({ length: 9 }, (_, i) => new File(['a'], `${i}.txt`))));
    expect(texts(state).join(' ')).toMatch(/at most 8 are joined/);
    expect(methods.beginText).not.toHaveBeenCalled();
  });
});

it.each([
  ['lesson.json', '{"title": "no format"}', /JSON, but no experiment, report or lesson/],
  ['half.losslab', ' {"format": "loss-lab-exp', /JSON, but no experiment, report or lesson/],
  ['data.txt', '{"a": 1}', null],
  ['words.json', 'no JSON at all', null],
] as const)(
  '%s is learned as a text only where it is no JSON by name and beginning',
  async (name, text, says) => {
    const { methods } = slowLab();
    const state = await stateOf(false, methods);
    void new TextIntake(state).drop(filesOf(new File([text], name)));
    if (says === null) await vi.waitFor(() => expect(methods.beginText).toHaveBeenCalled());
    else {
      await vi.waitFor(() => expect(texts(state).join(' ')).toMatch(says));
      expect(methods.beginText).not.toHaveBeenCalled();
    }
  },
);

describe('a held-out text of its own', () => {
  it('is read beside the present text, as that was read', async () => {
    const { methods, finish } = slowLab();
    const state = await stateOf(false, methods);
    const taken = new TextIntake(state).takeHeldOut(new File(['held'], 'held.txt'));
    await vi.waitFor(() => expect(methods.finishText).toHaveBeenCalled());
    finish();
    await taken;
    expect(methods.finishText.mock.calls[0][0]).toEqual({
      uploadId: 'u',
      options: { ...corpus.options, split: 'file' },
      heldOut: true,
    });
  });
});

describe('how a new text is read', () => {
  const waiting = (options: Partial<CorpusOptions>) => {
    const present = experiment();
    const wanted = { ...defaultCorpusOptions, ...options };
    const text = {
      kind: 'text',
      name: 'a.txt',
      sha256: '0'.repeat(64),
      heldOut: null,
      options: wanted,
    } as const;
    return { experiment: { ...present, corpus: text }, corpus: null, opened: false };
  };

  it('is as the experiment asks that waits for it', () => {
    const read = { normaliseLineEnds: true, minimumCount: 3, encoding: 'latin1' };
    const options = { ...read, split: 'blocks' as const, heldOutShare: 0.2, tuningShare: 0 };
    expect(readingOptions(waiting(options))).toEqual(options);
  });

  it('is split as the text before it, and else read as usual', () => {
    const state = waiting({ split: 'blocks', heldOutShare: 0.3, encoding: 'latin1' });
    const read = { ...state, corpus };
    expect(readingOptions(read)).toEqual({ ...defaultCorpusOptions, split: 'blocks', heldOutShare: 0.3 });
  });

  it('is split at its end where the one before had a held-out file', () => {
    expect(readingOptions(waiting({ split: 'file' })).split).toBe('end');
  });
});
