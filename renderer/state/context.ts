import { createContext } from 'svelte';
import type { Guide } from './guide.svelte.ts';
import type { LanguageChoice } from './language.svelte.ts';
import type { LessonsState } from './lessons-state.svelte.ts';
import type { LibraryScreen } from './library-state.svelte.ts';
import type { Layout } from './layout.svelte.ts';
import type { DerivationPlace } from '../../core/derivation/derivation.ts';
import type { StepId } from '../../core/derivation/step-formulas.ts';
import type { DerivationState } from './derivation-state.svelte.ts';
import type { LabState } from './lab-state.svelte.ts';
import type { PluginIntake } from './plugin-intake.svelte.ts';
import type { ProbeState } from './probe-state.svelte.ts';
import type { TextIntake } from './text-intake.svelte.ts';
import type { TimeLeft } from './time-left.svelte.ts';
import type { Theme } from './theme.svelte.ts';

export interface Screen {
  readonly state: LabState;
  readonly intake: TextIntake;
  readonly plugins: PluginIntake;
  readonly probes: ProbeState;
  readonly library: LibraryScreen;
  readonly theme: Theme;
  readonly language: LanguageChoice;
  readonly derivation: DerivationState;
  readonly lessons: LessonsState;
  /** Goes to a tab. */
  readonly show: (tab: 'convergence' | 'gradients' | 'sweep' | 'duel') => Promise<void>;
  /** Opens the Derivation at a place that another screen looks at. */
  readonly derive: (step: StepId, place: Partial<DerivationPlace>) => void;
  readonly layout: Layout;
  readonly timeLeft: TimeLeft;
  readonly guide: Guide;
}

/** What every component may use of the window it is in. */
export const [useScreen, provideScreen] = createContext<Screen>();
