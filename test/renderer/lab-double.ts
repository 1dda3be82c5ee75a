import type { Lab } from '../../core/contract/lab-api.ts';
import { LabState } from '../../renderer/state/lab/lab-state.svelte.ts';
import { Messages } from '../../renderer/state/lab/messages.svelte.ts';
import { corpus, experiment, machine, optimizers, outputLayers } from '../core/reports/report-fixtures.ts';

/** The state of a screen whose lab has the given methods beside those that every state asks for. */
export async function stateOf(dialogs: boolean, methods: Partial<Lab>): Promise<LabState> {
  const lab: Partial<Lab> = {
    on: () => () => undefined,
    capabilities: async () => ({
      version: '0.1.0',
      dialogs,
      threads: 1,
      trustsPlugins: true,
      library: false,
      foldersShown: false,
      machine,
    }),
    catalogue: async () => ({ outputLayers, optimizers }) as unknown as Awaited<ReturnType<Lab['catalogue']>>,
    snapshot: async () => ({
      experiment: experiment(),
      ownLayers: [],
      corpus,
      baselines: null,
      phase: 'idle',
      overall: { stepsDone: 0, stepsTotal: 0, charactersPerSecond: 0, secondsLeft: null, gigaflops: 0 },
      runs: [],
      adding: null,
      search: null,
      robustness: null,
      wantedBytes: null,
      opened: false,
      kept: null,
    }),
    ...methods,
  };
  return LabState.of(lab as Lab, new Messages());
}

/** Texts of all messages on the screen. */
export const texts = (state: LabState): string[] => state.messages.list.map(({ text }) => text);
