import { inEnglish, type Say } from '../../words/said/say.ts';
import type { Experiment } from '../experiment.ts';

/** An experiment of which nothing is trained: whatever it asks, it asks before there are results. */
export const askedBefore = ({ firstQuestion: _, ...experiment }: Experiment): Experiment => experiment;

/** What was asked before there were results. */
export const firstAsked = ({ firstQuestion, question }: Experiment): string => firstQuestion ?? question;

/** Whether a question is one that a kept experiment has or had at first, as words of a difference; nothing where it is. */
export const questionDifferences = (asked: Experiment, kept: Experiment): string[] =>
  asked.question === kept.question || firstAsked(asked) === firstAsked(kept) ? [] : ['the question'];

/** An experiment with results whose question may have changed: what it asked before them stays known. */
export function askedAfter(before: Experiment, next: Experiment): Experiment {
  const first = firstAsked(before);
  return next.question === first ? askedBefore(next) : { ...next, firstQuestion: first };
}

/** Says where results were there before the question was; empty where they were not. A referee weighs it. */
export function questionNote({ question, firstQuestion }: Experiment, say: Say = inEnglish): string {
  if (firstQuestion === undefined) return '';
  if (firstQuestion === '') return say`This question was written after the results were there.`;
  return question === ''
    ? say`The question was removed after the results were there; before them it was “${firstQuestion}”.`
    : say`This question was changed after the results were there; before them it was “${firstQuestion}”.`;
}

/** A question as it is told in one piece, with that note. */
export const questionWithNote = (experiment: Experiment, say: Say = inEnglish): string =>
  say.sentences([experiment.question, questionNote(experiment, say)]);
