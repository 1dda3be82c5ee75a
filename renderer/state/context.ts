import { createContext } from 'svelte';
import type { Guide } from './learning/guide.svelte.ts';
import type { LanguageChoice } from './window/language.svelte.ts';
import type { LessonsState } from './learning/lessons-state.svelte.ts';
import type { LibraryScreen } from './library/library-state.svelte.ts';
import type { Layout } from './window/layout.svelte.ts';
import type { DerivationPlace } from '../../core/derivation/derivation.ts';
import type { StepId } from '../../core/derivation/step-formulas.ts';
import type { DerivationState } from './gradients/derivation-state.svelte.ts';
import type { LabState } from './lab/lab-state.svelte.ts';
import type { LayerChoice } from './gradients/layer-choice.svelte.ts';
import type { PluginIntake } from './files/plugin-intake.svelte.ts';
import type { ProbeState } from './gradients/probe-state.svelte.ts';
import type { Say } from '../../core/words/said/say.ts';
import type { TextCard } from '../../core/words/text-concern.ts';
import type { TextIntake } from './files/text-intake.svelte.ts';
import type { TimeLeft } from './lab/time-left.svelte.ts';
import type { Theme } from './window/theme.svelte.ts';

export interface Screen {
  readonly state: LabState;
  readonly intake: TextIntake;
  readonly plugins: PluginIntake;
  readonly layerChoice: LayerChoice;
  readonly probes: ProbeState;
  readonly library: LibraryScreen;
  readonly theme: Theme;
  readonly language: LanguageChoice;
  /** Sentences in that language. */
  readonly say: Say;
  readonly derivation: DerivationState;
  readonly lessons: LessonsState;
  /** Goes to a tab. */
  readonly show: (tab: 'convergence' | 'gradients' | 'sweep' | 'duel') => Promise<void>;
  /** Opens the screen of the text, at one of its cards. */
  readonly lookAtText: (card?: TextCard) => void;
  /** Opens the Derivation at a place that another screen looks at. */
  readonly derive: (step: StepId, place: Partial<DerivationPlace>) => void;
  readonly layout: Layout;
  readonly timeLeft: TimeLeft;
  readonly guide: Guide;
}

/** What every component may use of the window it is in. */
export const [useScreen, provideScreen] = createContext<Screen>();
