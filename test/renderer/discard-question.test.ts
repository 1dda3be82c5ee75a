import { describe, expect, it, vi } from 'vitest';
import type { Lab } from '../../core/contract/lab-api.ts';
import { DiscardQuestion, runsWithResults } from '../../renderer/state/discard-question.svelte.ts';
import { TextIntake } from '../../renderer/state/text-intake.svelte.ts';
import { corpus, evaluation, experiment, sampleRuns } from '../core/reports/report-fixtures.ts';
import { stateOf } from './lab-double.ts';

const finished = sampleRuns();
const atStart = finished.map((run) => ({ ...run, evaluations: [evaluation(0, 4)] }));
const overall = { stepsDone: 0, stepsTotal: 0, charactersPerSecond: 0, secondsLeft: null, gigaflops: 0 };

describe('the question before results go', () => {
  it('counts runs that were evaluated beyond their initial weights', () => {
    expect(runsWithResults(atStart)).toBe(0);
    expect(runsWithResults([...atStart, { ...finished[0], evaluations: [evaluation(10, 3)] }])).toBe(1);
  });

  it('is not asked where nothing is lost', async () => {
    const question = new DiscardQuestion();
    expect(await question.ask(atStart)).toBe(true);
    expect(question.runs).toBeNull();
  });

  it('stays open until it is answered; a second one at that time is a no', async () => {
    const question = new DiscardQuestion();
    const asked = question.ask(finished);
    expect(question.runs).toBe(runsWithResults(finished));
    expect(await question.ask(finished)).toBe(false);
    question.answer(true);
    expect(await asked).toBe(true);
    expect(question.runs).toBeNull();
  });

  it('keeps a change and a text from the lab when the answer is to keep', async () => {
    const setExperiment = vi.fn<Lab['setExperiment']>();
    const beginText = vi.fn<Lab['beginText']>();
    const state = await stateOf(false, {
      snapshot: async () => ({
        experiment: experiment(),
        ownLayers: [],
        corpus,
        baselines: null,
        phase: 'finished',
        overall,
        runs: finished,
        adding: null,
        robustness: null,
        wantedBytes: null,
        opened: false,
        kept: null,
      }),
      setExperiment,
      beginText,
    });
    const changed = state.change({ steps: 7 });
    await vi.waitFor(() => expect(state.question.runs).not.toBeNull());
    state.question.answer(false);
    expect(await changed).toBe(false);
    const taken = new TextIntake(state).take(new Blob(['to be']), 'hamlet.txt', 'upload');
    await vi.waitFor(() => expect(state.question.runs).not.toBeNull());
    state.question.answer(false);
    await taken;
    expect(setExperiment).not.toHaveBeenCalled();
    expect(beginText).not.toHaveBeenCalled();
  });
});
