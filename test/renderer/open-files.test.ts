import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Lab } from '../../core/contract/lab-api.ts';
import { defaultCorpusOptions } from '../../core/corpora/corpus.ts';
import { LabError } from '../../core/errors.ts';
import { isLabFile, openExperimentFile } from '../../renderer/state/files/open-files.ts';
import { openText } from '../../renderer/state/files/open-text.ts';
import { TextIntake } from '../../renderer/state/files/text-intake.svelte.ts';
import { stateOf, texts } from './lab-double.ts';

/** A file input at which the user chooses the given file, none at all, or cancels. */
class FileInput extends EventTarget {
  readonly files: readonly File[];
  readonly #event: string;
  accept = '';
  type = '';

  constructor(choice: File | 'none' | 'cancel') {
    super();
    this.files = choice instanceof File ? [choice] : [];
    this.#event = choice === 'cancel' ? 'cancel' : 'change';
  }

  click(): void {
    this.dispatchEvent(new Event(this.#event));
  }
}

function userChooses(choice: File | 'none' | 'cancel'): FileInput {
  const input = new FileInput(choice);
  vi.stubGlobal('document', { createElement: () => input });
  return input;
}

const intakeDouble = () => {
  const take = vi.fn<TextIntake['take']>(async () => undefined);
  return { take, intake: { take } as unknown as TextIntake };
};

const openDouble = () => vi.fn<Lab['openExperiment']>(async () => ({}) as never);

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('opening a text', () => {
  it('is left to the dialog of the host where there is one', async () => {
    const openTextDialog = vi.fn<Lab['openTextDialog']>(async () => null);
    const state = await stateOf(true, { openTextDialog });
    await openText(state, new TextIntake(state));
    expect(openTextDialog.mock.calls).toEqual([[{ options: defaultCorpusOptions }]]);
    expect(texts(state)).toEqual([]);
  });

  it('tells what the dialog of the host could not read', async () => {
    const state = await stateOf(true, {
      openTextDialog: () => Promise.reject(new LabError('text-binary', 'This is not a text.')),
    });
    await openText(state, new TextIntake(state));
    expect(texts(state)).toEqual(['This is not a text.']);
  });

  it('takes in any file that is chosen in a browser', async () => {
    const file = new File(['To be'], 'hamlet.txt');
    const input = userChooses(file);
    const { take, intake } = intakeDouble();
    await openText(await stateOf(false, {}), intake);
    expect(take.mock.calls).toEqual([[file, 'hamlet.txt', 'upload']]);
    expect([input.type, input.accept]).toEqual(['file', '']);
  });

  it.each(['none', 'cancel'] as const)('takes in nothing when the choice is %s', async (choice) => {
    userChooses(choice);
    const { take, intake } = intakeDouble();
    const state = await stateOf(false, {});
    await openText(state, intake);
    expect(take).not.toHaveBeenCalled();
    expect(texts(state)).toEqual([]);
  });
});

describe('opening an experiment', () => {
  it('gives the text of the file to the lab', async () => {
    const input = userChooses(new File(['{"name":"σ′"}'], 'experiment.json'));
    const openExperiment = openDouble();
    const state = await stateOf(false, { openExperiment });
    await openExperimentFile(state);
    expect(openExperiment.mock.calls).toEqual([[{ json: '{"name":"σ′"}' }]]);
    expect(input.accept).toBe('.losslab,.json,.zip,application/json,application/zip');
    expect(texts(state)).toEqual([]);
  });

  it.each(['none', 'cancel'] as const)('asks nothing of the lab when the choice is %s', async (choice) => {
    userChooses(choice);
    const openExperiment = openDouble();
    await openExperimentFile(await stateOf(false, { openExperiment }));
    expect(openExperiment).not.toHaveBeenCalled();
  });

  it('is left to the dialog of the host where there is one', async () => {
    const openExperimentDialog = vi.fn<Lab['openExperimentDialog']>(async () => true);
    const state = await stateOf(true, { openExperimentDialog });
    await openExperimentFile(state);
    expect(openExperimentDialog).toHaveBeenCalledOnce();
  });

  it('sends a file of more than a mebibyte as a stream, with the key of the lab', async () => {
    const sized = (size: number) => {
      const file = new File([new Uint8Array(size).fill(32)], 'big.json');
      userChooses(file);
      return file;
    };
    vi.stubGlobal('location', { hash: '', pathname: '/' });
    vi.stubGlobal('window', {});
    vi.stubGlobal('sessionStorage', { getItem: () => 'key' });
    const fetched = vi.fn(async () => Response.json({ uploadId: 'upload-1' }));
    vi.stubGlobal('fetch', fetched);
    const openExperiment = openDouble();
    const state = await stateOf(false, { openExperiment });

    sized(2 ** 20);
    await openExperimentFile(state);
    expect(openExperiment.mock.lastCall).toEqual([{ json: ' '.repeat(2 ** 20) }]);
    expect(fetched).not.toHaveBeenCalled();

    const file = sized(2 ** 20 + 1);
    await openExperimentFile(state);
    expect(openExperiment.mock.lastCall).toEqual([{ uploadId: 'upload-1' }]);
    expect(fetched).toHaveBeenCalledWith('/upload', {
      method: 'POST',
      body: file,
      headers: expect.objectContaining({ Authorization: 'Bearer key' }) as unknown,
    });

    const error = { code: 'file-not-read', message: 'This file is no report.', next: '' };
    fetched.mockImplementation(async () => Response.json({ error }, { status: 400 }));
    await openExperimentFile(state);
    expect(openExperiment).toHaveBeenCalledTimes(2);
    expect(texts(state)).toEqual(['This file is no report.']);

    fetched.mockImplementation(() => Promise.reject(new TypeError('Failed to fetch')));
    await openExperimentFile(state);
    expect(texts(state).at(-1)).toBe("'big.json' did not get through to the lab.");
  });

  it('says so when the file is gone before it is read', async () => {
    const file = new File([], 'gone.json');
    const text = () => Promise.reject(new DOMException('', 'NotFoundError'));
    userChooses(Object.defineProperty(file, 'text', { value: text }));
    const openExperiment = openDouble();
    const state = await stateOf(false, { openExperiment });
    await openExperimentFile(state);
    expect(openExperiment).not.toHaveBeenCalled();
    expect(texts(state)).toEqual(["'gone.json' could not be read: it is gone, or may not be read."]);
  });

  it('tells what the lab refuses', async () => {
    userChooses(new File(['[]'], 'list.json'));
    const refusal = new LabError('bad-experiment', 'This is not an experiment.');
    const state = await stateOf(false, { openExperiment: () => Promise.reject(refusal) });
    await openExperimentFile(state);
    expect(texts(state)).toEqual(['This is not an experiment.']);
    expect(state.busy).toBe(false);
  });
});

describe('a file that says of itself what it is', () => {
  const long = 'x'.repeat(2 ** 20);
  it.each([
    ['{"format":"loss-lab-experiment","name":"a"}', true],
    ['\ufeff\n { "name": "a", "format" : "loss-lab-report" }', true],
    [`{"format":"loss-lab-report","name":"${long}"}`, true],
    [`{"format":"another","name":"${long}"}`, false],
    ['{"format":"another"}', false],
    ['{"inside":{"format":"loss-lab-report"}}', false],
    ['{"format":"loss-lab-report", and then prose', false],
    ['The field "format":"loss-lab-report" says so.', false],
    ['[]', false],
    ['null', false],
    ['', false],
  ])('%.60s', async (text, expected) => {
    expect(await isLabFile(new File([text], 'a.json'))).toBe(expected);
  });
});
