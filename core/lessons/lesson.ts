import type { Language } from '../words/language.ts';

/** A sentence in one language for all, or in several; between backticks stands mathematics. */
export type LessonText = string | { readonly [Tag in Language]?: string | undefined };

/** What a page shows of the lab. */
interface LessonShow {
  readonly tab: 'convergence' | 'gradients' | 'sweep' | 'duel' | 'derivation';
  /** Step of the derivation, 1 … 12. */
  readonly step?: number | undefined;
  /** Step of time, from 1. */
  readonly t?: number | undefined;
  /** The output that is looked at: a character. */
  readonly i?: string | undefined;
  /** With the derivation: id of the arm whose weights are looked at. */
  readonly arm?: string | undefined;
  /** With convergence or gradients: the card to go to, `delta-maps` for one. */
  readonly card?: string | undefined;
}

/** The curve that a sketch is held against: points, or δ of an output layer against its logit, worked out by the lab. */
type LessonCurve =
  | { readonly kind: 'points'; readonly points: readonly (readonly [x: number, y: number])[] }
  | { readonly kind: 'delta'; readonly layer: string; readonly t: 0 | 1; readonly outputs: number };

interface LessonAxis {
  readonly label: LessonText;
  readonly low: number;
  readonly high: number;
}

/** What is asked before it is shown. */
export type LessonQuestion = {
  readonly ask: LessonText;
  /** Why it is so: said when the answer is given. */
  readonly why: LessonText;
} & (
  | { readonly kind: 'choose'; readonly choices: readonly LessonText[]; readonly answer: number }
  /** Right within `tolerance`, in the unit of the answer. */
  | { readonly kind: 'number'; readonly answer: number; readonly tolerance: number }
  | { readonly kind: 'sketch'; readonly x: LessonAxis; readonly y: LessonAxis; readonly curve: LessonCurve }
);

interface LessonPage {
  readonly title: LessonText;
  readonly text: LessonText;
  readonly show?: LessonShow | undefined;
  readonly question?: LessonQuestion | undefined;
}

/** A lesson: plain data, a file. Its text is shown as text only. */
export interface Lesson {
  readonly format: 'loss-lab-lesson';
  readonly version: 1;
  /** Letters, digits and dashes. */
  readonly id: string;
  readonly title: LessonText;
  /** How long it takes. */
  readonly minutes: number;
  /** Preset that it starts from. */
  readonly preset?: string | undefined;
  /** One page for the teacher. */
  readonly plan: LessonText;
  readonly pages: readonly LessonPage[];
}

/** A text in a language; where it is not there in that one, in the first it has. */
export const textIn = (text: LessonText, language: Language): string =>
  typeof text === 'string' ? text : (text[language] ?? Object.values(text)[0] ?? '');
