import { createContext } from 'svelte';
import type { DerivationPlace } from '../../core/derivation/derivation.ts';
import type { StepId } from '../../core/derivation/step-formulas.ts';
import type { TextCard } from '../../core/words/text-concern.ts';
import { ConvergenceChoice } from './curves/convergence-choice.svelte.ts';
import { SweepScreen } from './curves/sweep-state.svelte.ts';
import { PluginIntake } from './files/plugin-intake.svelte.ts';
import { ReportScreen } from './files/report-state.svelte.ts';
import { TextIntake } from './files/text-intake.svelte.ts';
import { DerivationState } from './gradients/derivation-state.svelte.ts';
import { DuelScreen } from './gradients/duel-state.svelte.ts';
import { LayerChoice } from './gradients/layer-choice.svelte.ts';
import { ProbeState } from './gradients/probe-state.svelte.ts';
import type { LabState } from './lab/lab-state.svelte.ts';
import { TimeLeft } from './lab/time-left.svelte.ts';
import type { Guide } from './learning/guide.svelte.ts';
import { LessonsState } from './learning/lessons-state.svelte.ts';
import { LibraryScreen } from './library/library-state.svelte.ts';
import type { LanguageChoice } from './window/language.svelte.ts';
import { Layout } from './window/layout.svelte.ts';
import type { Theme } from './window/theme.svelte.ts';

/** What a window knows as long as its lab is there: each state is kept while another tab is looked at. */
export function statesOf(lab: LabState, theme: Theme, language: LanguageChoice) {
  const probes = new ProbeState(lab);
  const derivation = new DerivationState(lab, probes);
  return {
    ...{ state: lab, theme, language, probes, derivation },
    /** Sentences in the language of the screen. */
    say: language.say,
    intake: new TextIntake(lab),
    plugins: new PluginIntake(lab),
    layerChoice: new LayerChoice(lab),
    convergence: new ConvergenceChoice(() => ({
      corpus: lab.corpus,
      baselines: lab.baselines?.heldOut ?? null,
    })),
    sweep: new SweepScreen(lab),
    duel: new DuelScreen(lab, probes),
    report: new ReportScreen(lab, () => derivation.reported),
    library: new LibraryScreen(lab),
    lessons: new LessonsState(lab),
    layout: new Layout(),
    timeLeft: new TimeLeft(lab),
  };
}

/** The states, and the ways through the window. */
export interface Screen extends ReturnType<typeof statesOf> {
  /** Goes to a tab. */
  readonly show: (tab: 'convergence' | 'gradients' | 'sweep' | 'duel') => Promise<void>;
  /** Opens the screen of the text, at one of its cards. */
  readonly lookAtText: (card?: TextCard) => void;
  /** Goes back from there to where one was. */
  readonly leaveText: () => Promise<void>;
  /** Opens the Derivation at a place that another screen looks at. */
  readonly derive: (step: StepId, place: Partial<DerivationPlace>) => void;
  /** Shows the gradients of the arm ahead, beside those of the one behind. */
  readonly showWhy: (ahead: string, behind: string) => void;
  readonly guide: Guide;
}

/** What every component may use of the window it is in. */
export const [useScreen, provideScreen] = createContext<Screen>();
