import { describe, expect, it, vi } from 'vitest';
import type { Duel } from '../../core/duels/duel.ts';
import type { Lab } from '../../core/contract/lab-api.ts';
import type { LabSnapshot } from '../../core/contract/lab-data.ts';
import { LabError } from '../../core/errors.ts';
import { DuelScreen } from '../../renderer/state/gradients/duel-state.svelte.ts';
import { ProbeState } from '../../renderer/state/gradients/probe-state.svelte.ts';
import { corpus, experiment } from '../core/reports/report-fixtures.ts';
import { stateOf } from './lab-double.ts';

const overall = { stepsDone: 0, stepsTotal: 0, charactersPerSecond: 0, secondsLeft: null, gigaflops: 0 };

/** A duel on the screen whose lab is in some phase and answers every question with the question. */
async function duelIn(phase: LabSnapshot['phase'], methods: Partial<Lab> = {}) {
  const duel = vi.fn<Lab['duel']>(
    async (question) => ({ ...question, lines: [{ characters: new Uint32Array(9) }] }) as unknown as Duel,
  );
  const state = await stateOf(false, {
    snapshot: async () => ({
      experiment: experiment(),
      corpus,
      baselines: null,
      phase,
      overall,
      runs: [],
      ownLayers: [],
      adding: null,
      search: null,
      robustness: null,
      wantedBytes: null,
      opened: false,
      kept: null,
    }),
    keptSteps: async () => ({ steps: [] }),
    duel,
    ...methods,
  });
  const screen = new DuelScreen(state, new ProbeState(state));
  const look = async () => {
    screen.look();
    await vi.waitFor(() => expect(screen.busy).toBe(false));
  };
  return { screen, duel, look };
}

const asked = (duel: Awaited<ReturnType<typeof duelIn>>['duel']) => duel.mock.lastCall![0];

describe('what a duel asks', () => {
  it('is all arms at the initial weights before the first step, at the present ones after it', async () => {
    const { duel, look } = await duelIn('idle');
    await look();
    expect(asked(duel).arms).toEqual(
      experiment().arms.map(({ id }) => ({ kind: 'fresh', armId: id, seed: experiment().seeds[0] })),
    );
    const later = await duelIn('paused');
    await later.look();
    for (const moment of asked(later.duel).arms) expect(moment).toMatchObject({ kind: 'run', step: null });
  });

  it('is one temperature and one seed of random numbers for all', async () => {
    const { screen, duel, look } = await duelIn('paused');
    screen.temperature = 0.25;
    screen.newNumbers();
    await look();
    expect(asked(duel)).toMatchObject({ temperature: 0.25, text: { kind: 'drawn', sampleSeed: 2 } });
    screen.sampleSeed = 2 ** 32 - 1;
    screen.newNumbers();
    expect(screen.sampleSeed).toBe(0);
  });

  it('stays within the held-out text, whatever place an earlier text had room for', async () => {
    const { screen } = await duelIn('idle');
    screen.mode = 'held-out';
    screen.start = 10 ** 9;
    screen.characters = 50;
    const last = corpus.heldOutCharacters - 2;
    expect(screen.text).toEqual({ kind: 'held-out', start: last, characters: 1 });
    screen.start = 0;
    expect(screen.text).toMatchObject({ start: 0, characters: Math.min(50, last + 1) });
  });

  it('may be a step whose weights every arm has kept', async () => {
    const keptSteps: Lab['keptSteps'] = async ({ armId }) => ({
      steps: armId === experiment().arms[0].id ? [0, 40, 80] : [0, 80],
    });
    const { screen, duel, look } = await duelIn('paused', { keptSteps });
    await look();
    expect(screen.kept).toEqual([0, 80]);
    screen.step = 80;
    await look();
    expect(asked(duel).arms[0]).toMatchObject({ step: 80 });
  });
});

describe('what a duel answers', () => {
  it('is asked once more when a question comes meanwhile', async () => {
    const { screen, duel, look } = await duelIn('paused');
    screen.look();
    screen.temperature = 0.5;
    await look();
    expect(duel).toHaveBeenCalledTimes(2);
    expect(screen.shown!.duel.temperature).toBe(0.5);
  });

  it('is the initial weights where an opened report has none', async () => {
    const duel = vi.fn<Lab['duel']>(async () => {
      throw new LabError('wrong-state', 'These results were opened from a report, which holds no weights.');
    });
    const { screen, look } = await duelIn('finished', { duel });
    await look();
    expect(screen.weightless).toBe(true);
    expect(screen.problem).toBeNull();
    expect(screen.moments[0]).toMatchObject({ kind: 'fresh' });
  });

  it('is a problem in words, gone with the next answer; a position stays within the text', async () => {
    let refuses = true;
    const { screen, look } = await duelIn('paused', {
      duel: async (question) => {
        if (refuses) throw new LabError('bad-argument', 'Two characters.', 'Type more.');
        return { ...question, lines: [{ characters: new Uint32Array(3) }] } as unknown as Duel;
      },
    });
    await look();
    expect(screen.problem).toMatchObject({ message: 'Two characters.' });
    refuses = false;
    await look();
    expect(screen.problem).toBeNull();
    screen.lookAt(99);
    expect(screen.position).toBe(2);
    screen.lookAt(-4);
    expect(screen.position).toBe(0);
  });
});
