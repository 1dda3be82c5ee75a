import { describe, expect, it, vi } from 'vitest';
import type { Lab } from '../../core/contract/lab-api.ts';
import type { LabSnapshot } from '../../core/contract/lab-data.ts';
import type { Probe, ProbeMoment } from '../../core/probes/probe.ts';
import { LabError } from '../../core/errors.ts';
import { ProbeState } from '../../renderer/state/gradients/probe-state.svelte.ts';
import { othersOf, zGrid } from '../../renderer/state/gradients/unit-state.svelte.ts';
import { corpus, experiment } from '../core/reports/report-fixtures.ts';
import { stateOf } from './lab-double.ts';

const overall = { stepsDone: 0, stepsTotal: 0, charactersPerSecond: 0, secondsLeft: null, gigaflops: 0 };

/** A state whose lab is in some phase, and answers each probe with its number as `steps`. */
async function probesIn(phase: LabSnapshot['phase'], methods: Partial<Lab> = {}) {
  let steps = 0;
  const probe = vi.fn<Lab['probe']>(
    async ({ moment, stretch }) => ({ moment, stretch, steps: ++steps }) as unknown as Probe,
  );
  const state = await stateOf(false, {
    snapshot: async () => ({
      experiment: experiment(),
      ownLayers: [],
      corpus,
      baselines: null,
      phase,
      overall,
      runs: [],
      adding: null,
      search: null,
      robustness: null,
      wantedBytes: null,
      opened: false,
      kept: null,
    }),
    keptSteps: async () => ({ steps: [] }),
    probe,
    checkGradient: () => new Promise(() => undefined),
    ...methods,
  });
  const probes = new ProbeState(state);
  const look = async () => {
    probes.look();
    await vi.waitFor(() => expect(probes.busy).toBe(false));
  };
  return { probes, probe, look, state };
}

describe('what is looked at', () => {
  it('is the initial weights before the first step, the present ones after it', async () => {
    expect((await probesIn('idle')).probes.moment.kind).toBe('fresh');
    expect((await probesIn('paused')).probes.moment).toMatchObject({ kind: 'run', step: null });
  });

  it('starts within the text, whatever place an earlier text had room for', async () => {
    const { probes } = await probesIn('idle');
    probes.start = 10 ** 9;
    expect(probes.place).toBe(corpus.trainCharacters - 2);
    expect(probes.length).toBe(1);
    probes.start = 0;
    probes.chooseLength(7);
    expect(probes.stretch).toMatchObject({ start: 0, length: 7 });
  });

  it('is a chosen step as long as its weights are kept', async () => {
    let steps: readonly number[] = [0, 40, 80];
    const { probes, look } = await probesIn('paused', { keptSteps: async () => ({ steps }) });
    await look();
    await vi.waitFor(() => expect(probes.kept).toEqual(steps));
    probes.step = 80;
    expect(probes.moment).toMatchObject({ step: 80 });
    steps = [0];
    await look();
    await vi.waitFor(() => expect(probes.step).toBe('now'));
    expect(probes.moment).toMatchObject({ step: null });
  });

  it('does not show a layer twice that was added and has become an arm', async () => {
    const { probes } = await probesIn('idle');
    const [arm] = experiment().arms;
    const before = probes.layers.length;
    probes.toggleExtra(arm.layer);
    expect(probes.layers).toHaveLength(before);
  });
});

describe('a card under the pointer', () => {
  it('keeps its figures while newer ones of the same question come, and shows the newest after it', async () => {
    const { probes, look } = await probesIn('running');
    await look();
    expect(probes.probe?.steps).toBe(1);
    probes.hold();
    await look();
    await look();
    expect([probes.probe?.steps, probes.waiting]).toEqual([1, true]);
    probes.letGo();
    expect([probes.probe?.steps, probes.waiting]).toEqual([3, false]);
  });

  it('does not hold back the answer to a new question', async () => {
    const { probes, look } = await probesIn('running');
    await look();
    probes.hold();
    probes.step = 'fresh';
    await look();
    expect([probes.probe?.steps, probes.waiting]).toEqual([2, false]);
  });

  it('has figures with the layers they are of', async () => {
    const { probes, look } = await probesIn('idle');
    await look();
    const before = probes.probeLayers.length;
    probes.toggleExtra('softmax-quadratic');
    probes.toggleExtra('linear-cross-entropy');
    const added = probes.layers.length - before;
    expect(added).toBeGreaterThan(0);
    expect(probes.probeLayers).toHaveLength(before);
    await look();
    expect(probes.probeLayers).toHaveLength(before + added);
  });
});

describe('a refusal', () => {
  const refusing = (code: 'wrong-state' | 'cancelled' | 'bad-argument') => async () =>
    Promise.reject(new LabError(code, 'It is so.', 'Do this.'));

  it('of a run without weights means an opened report when training is over, and nothing while it goes on', async () => {
    const opened = await probesIn('finished', { probe: refusing('wrong-state') });
    await opened.look();
    expect(opened.probes.weightless).toBe(true);
    expect(opened.probes.moment.kind).toBe<ProbeMoment['kind']>('fresh');
    const running = await probesIn('running', { probe: refusing('wrong-state') });
    await running.look();
    expect([running.probes.weightless, running.probes.problem]).toEqual([false, null]);
  });

  it('is told, and over with the next answer; a cancelled question is not told', async () => {
    const { probes, look, probe } = await probesIn('idle');
    probe.mockImplementationOnce(refusing('bad-argument'));
    await look();
    expect(probes.problem).toMatchObject({ code: 'bad-argument', next: 'Do this.' });
    await look();
    expect(probes.problem).toBeNull();
    probe.mockImplementationOnce(refusing('cancelled'));
    await look();
    expect(probes.problem).toBeNull();
  });
});

it('figures of another text go where the new one cannot be looked at', async () => {
  const { probes, look, probe, state } = await probesIn('idle');
  await look();
  probe.mockImplementation(async () => Promise.reject(new LabError('bad-argument', 'Too short.')));
  await look();
  expect(probes.probe?.steps).toBe(1);
  state.corpus = { ...corpus, distinct: 1 };
  await look();
  expect([probes.probe, probes.problem?.message]).toEqual([null, 'Too short.']);
});

describe('the other outputs', () => {
  it('are all but its own for the target, and all but the strongest wrong one for an output that is not', () => {
    const { isTarget, isOther } = othersOf(Float64Array.of(0.1, 5, -2, 7), 1);
    expect([...isTarget]).toEqual([0.1, -2, 7]);
    // The target comes first.
    expect([...isOther]).toEqual([5, 0.1, -2]);
  });

  it('are none where there is one character', () => {
    expect(othersOf(Float64Array.of(3), 0)).toEqual({
      isTarget: new Float64Array(0),
      isOther: new Float64Array(0),
    });
  });
});

it('the logits of the curves are whole tenths from −10 to 10', () => {
  const z = zGrid();
  expect([z[0], z[58], z[100], z[200], z.length]).toEqual([-10, -4.2, 0, 10, 201]);
});
