import type { EvaluatedBaselines } from '../corpora/baselines.ts';
import type { Corpus } from '../corpora/corpus.ts';
import { evaluatedSpans } from '../experiments/plan/evaluation-plan.ts';
import type { EvaluationPlan } from '../experiments/experiment.ts';
import type { TextPort } from './ports.ts';

type Scored = Pick<EvaluationPlan, 'characters' | 'start'>;

/** Asks for the baselines of what runs are scored on, anew only when those are other characters. */
export function measuredBaselines(texts: Pick<TextPort, 'baselines'>) {
  let last: { corpus: Corpus; key: string; found: Promise<EvaluatedBaselines> } | null = null;
  return (corpus: Corpus, evaluation: Scored): Promise<EvaluatedBaselines> => {
    const key = `${evaluation.characters} ${evaluation.start}`;
    if (last?.corpus === corpus && last.key === key) return last.found;
    const { indices, vocabulary, parts } = corpus;
    const found = texts.baselines({
      indices,
      distinct: vocabulary.length,
      parts: { training: parts.training },
      heldOut: evaluatedSpans(parts.heldOut, evaluation),
      tuning: evaluatedSpans(parts.tuning, evaluation),
    });
    const asked = { corpus, key, found };
    last = asked;
    // What failed is asked again.
    found.catch(() => (last = last === asked ? null : last));
    return found;
  };
}
