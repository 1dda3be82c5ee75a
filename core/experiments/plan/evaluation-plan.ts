import { evenlyOf, type Span } from '../../corpora/parts.ts';
import type { EvaluationPlan, Experiment, Model } from '../experiment.ts';

/**
 * How often and on how much text a run is evaluated when nobody says otherwise: about 30 times, on as many characters
 * as keep the evaluations near a quarter of the training work (a forward pass costs a third of a training step),
 * between 500 and 20 000.
 */
export function defaultEvaluation(steps: number, model: Pick<Model, 'length' | 'batch'>): EvaluationPlan {
  const evaluations = 30;
  const affordable = (0.75 * steps * model.length * model.batch) / (evaluations + 1);
  return {
    every: Math.max(1, Math.ceil(steps / evaluations)),
    characters: Math.round(Math.min(20_000, Math.max(500, affordable)) / 100) * 100,
    start: 'carried',
  };
}

type Planned = Pick<Experiment, 'steps' | 'model' | 'evaluation'>;

/** An evaluation plan that nobody has set follows a change of the budget; the state it reads from stays. */
export function followedEvaluation(before: Planned, after: Planned): EvaluationPlan {
  const usual = defaultEvaluation(before.steps, before.model);
  const { every, characters, start } = before.evaluation;
  return every === usual.every && characters === usual.characters
    ? { ...defaultEvaluation(after.steps, after.model), start }
    : before.evaluation;
}

/**
 * The characters of a part of the text that a run is evaluated on. Read from h = 0, the first of each span is an input
 * only: nothing is read before it.
 */
export function evaluatedSpans(
  part: readonly Span[],
  { characters, start }: Pick<EvaluationPlan, 'characters' | 'start'>,
): Span[] {
  if (start === 'carried') return evenlyOf(part, characters);
  const scored = part.map(({ from, to }) => ({ from: to - from > 1 ? from + 1 : from, to }));
  return evenlyOf(scored, characters);
}
