import { createContext } from 'svelte';
import type { LibraryScreen } from './library-state.svelte.ts';
import type { Layout } from './layout.svelte.ts';
import type { LabState } from './lab-state.svelte.ts';
import type { PluginIntake } from './plugin-intake.svelte.ts';
import type { ProbeState } from './probe-state.svelte.ts';
import type { TextIntake } from './text-intake.svelte.ts';
import type { Theme } from './theme.svelte.ts';

export interface Screen {
  readonly state: LabState;
  readonly intake: TextIntake;
  readonly plugins: PluginIntake;
  readonly probes: ProbeState;
  readonly library: LibraryScreen;
  readonly theme: Theme;
  readonly layout: Layout;
}

/** What every component may use of the window it is in. */
export const [useScreen, provideScreen] = createContext<Screen>();
