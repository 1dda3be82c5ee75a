import { firstOf, type Span } from '../corpora/parts.ts';
import type { EvaluationPlan, Model } from './experiment.ts';
import type { RunText } from './run-start.ts';

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

/**
 * The held-out characters that a run is evaluated on. Read from h = 0, the first of them is an input only: nothing is
 * read before it.
 */
export function evaluatedSpans(
  { indices, trainCharacters }: Pick<RunText, 'indices' | 'trainCharacters'>,
  { characters, start }: Pick<EvaluationPlan, 'characters' | 'start'>,
): Span[] {
  const from = trainCharacters + (start === 'zero' ? 1 : 0);
  return firstOf([{ from, to: indices.length }], characters);
}
