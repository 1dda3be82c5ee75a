import { describe, expect, it, vi } from 'vitest';
import type { Lab } from '../../core/contract/lab-api.ts';
import { LabError } from '../../core/errors.ts';
import { Messages } from '../../renderer/state/lab/messages.svelte.ts';
import { TextIntake } from '../../renderer/state/files/text-intake.svelte.ts';
import { corpus } from '../core/reports/report-fixtures.ts';
import { stateOf, texts } from './lab-double.ts';

const refusal = (message: string) => new LabError('bad-argument', message);

describe('messages', () => {
  it('about a subject go when it is settled, others stay', () => {
    const messages = new Messages();
    messages.problem(refusal('text'), 'text');
    messages.problem(refusal('setting'), 'setting');
    messages.problem(refusal('a thread ended'));
    messages.settled('text');
    expect(messages.list.map(({ text }) => text)).toEqual(['setting', 'a thread ended']);
  });

  it('of training go with the text or the setting that it complained of', () => {
    for (const subject of ['text', 'setting', 'export'] as const) {
      const messages = new Messages();
      messages.problem(refusal('The training part has 3 characters.'), 'training');
      messages.settled(subject);
      expect(messages.list).toHaveLength(subject === 'export' ? 1 : 0);
    }
  });

  it('about a setting go when a valid one is taken', async () => {
    const setExperiment = vi.fn<Lab['setExperiment']>(async () => ({}) as never);
    const state = await stateOf(false, { setExperiment });
    state.messages.problem(refusal('text'), 'text');
    setExperiment.mockRejectedValueOnce(refusal('This needs too much memory.'));
    await state.change({ steps: 7 });
    expect(texts(state)).toEqual(['text', 'This needs too much memory.']);
    await state.change({ steps: 8 });
    expect(texts(state)).toEqual(['text']);
  });

  it('about a text go when one is read well', async () => {
    const finishText = vi.fn<Lab['finishText']>(async () => corpus);
    const state = await stateOf(false, {
      beginText: async () => ({ uploadId: 'u' }),
      appendText: async () => undefined,
      cancelText: async () => undefined,
      finishText,
    });
    const intake = new TextIntake(state);
    finishText.mockRejectedValueOnce(refusal('This is not a text.'));
    await intake.take(new Blob(['x']), 'picture.png', 'upload');
    expect(texts(state)).toEqual(['This is not a text.']);
    await intake.take(new Blob(['x']), 'hamlet.txt', 'upload');
    expect(texts(state)).toEqual([]);
  });
});
