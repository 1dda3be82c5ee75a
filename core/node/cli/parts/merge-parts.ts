import { LabError } from '../../../errors.ts';
import type { Experiment } from '../../../experiments/experiment.ts';
import {
  experimentDifferences,
  itDiffers,
  withText,
} from '../../../experiments/plan/experiment-differences.ts';
import { firstAsked } from '../../../experiments/plan/first-question.ts';
import { say } from '../printed/terminal.ts';

export interface MergeOptions {
  readonly out: string;
  readonly force?: boolean;
  readonly language?: string;
}

/** What says that a folder does not belong to the others. @param what differs, one by one */
export const different = (folder: string, first: string, what: readonly string[]) =>
  new LabError(
    'bad-argument',
    `'${folder}' is no part of the same work as '${first}': ${itDiffers(what)}.`,
    'Merge parts that were made by the same command with other shards only.',
  );

interface ComparisonPart {
  readonly experiment: Experiment;
  readonly corpus: { readonly sha256: string };
}

/**
 * The whole has name and question of the first part: what the others asked before they had results must be the same.
 * What one asks by now may differ, and is told.
 * @throws LabError `bad-argument` that says which folder differs, and in what
 */
export function checkParts(folders: readonly string[], parts: readonly ComparisonPart[]): void {
  const [{ experiment, corpus }] = parts as [ComparisonPart, ...ComparisonPart[]];
  parts.forEach((part, i) => {
    const asked = firstAsked(part.experiment) === firstAsked(experiment) ? [] : ['the question'];
    const differences = [...experimentDifferences(part.experiment, experiment), ...asked];
    const all = withText(differences, part.corpus, corpus);
    if (all.length > 0) throw different(folders[i], folders[0], all);
  });
  const asks = (question: string) => (question === '' ? 'nothing' : `“${question}”`);
  parts.forEach(({ experiment: { question } }, i) => {
    if (question !== experiment.question)
      say(
        `The question was changed after results were there: '${folders[i]}' asks ${asks(question)} by now, '${folders[0]}' ${asks(experiment.question)}, and so does the whole.`,
      );
  });
}
