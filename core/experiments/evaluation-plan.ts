import type { EvaluationPlan, Model } from './experiment.ts';

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
  };
}
