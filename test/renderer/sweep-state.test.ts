import { flushSync } from 'svelte';
import { describe, expect, it, vi } from 'vitest';
import type { SweepState } from '../../core/contract/lab-data.ts';
import { sweep } from '../../core/figures/experiment/sweep-curves.ts';
import { SweepScreen } from '../../renderer/state/curves/sweep-state.svelte.ts';
import { baselines, corpus } from '../core/reports/report-fixtures.ts';
import { sweepSourceOf } from '../core/figures/sources.ts';
import { stateOf } from './lab-double.ts';

describe('the figure of a finished sweep', () => {
  it('keeps scale, baselines and arms of its own text when the experiment takes another one', async () => {
    const { plan, runs } = sweepSourceOf(2);
    const state = await stateOf(false, {
      sweepState: async () => ({ phase: 'finished', plan, runs }) as unknown as SweepState,
    });
    state.experiment = plan.experiment;
    state.baselines = baselines;
    const screen = new SweepScreen(state);
    await vi.waitFor(() => expect(screen.source).not.toBeNull());
    const drawn = () => {
      const [panel] = sweep(screen.source!).panels;
      return panel?.kind === 'lines' ? { rules: panel.rules, domain: panel.y.domain } : null;
    };
    const before = drawn()!;
    expect(before.rules.map(({ label }) => label)).toContain('letter pairs (bigram)');

    const other = { ...plan.experiment.corpus, sha256: 'f'.repeat(64) };
    state.experiment = { ...plan.experiment, corpus: other };
    state.corpus = { ...corpus, distinct: 6257, uniformEntropy: Math.log2(6257) };
    state.baselines = null;
    flushSync();
    expect(drawn()).toEqual(before);
    expect(screen.foreign).toMatch(/another text/);
  });

  it('has no baselines where those of its text were never known', async () => {
    const { plan, runs } = sweepSourceOf(2);
    const state = await stateOf(false, {
      sweepState: async () => ({ phase: 'finished', plan, runs }) as unknown as SweepState,
    });
    const other = { ...plan.experiment.corpus, sha256: 'f'.repeat(64) };
    state.experiment = { ...plan.experiment, corpus: other };
    const screen = new SweepScreen(state);
    await vi.waitFor(() => expect(screen.source).not.toBeNull());
    expect(screen.source).toMatchObject({ corpus: null, baselines: null });
  });
});
