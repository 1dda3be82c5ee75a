import * as v from 'valibot';
import type { RobustnessRecord } from '../experiments/comparison/robustness.ts';
import type { Experiment } from '../experiments/experiment.ts';
import { checkRobustness } from '../reports/data/json.ts';
import { robustness } from '../reports/data/report-schema.ts';
import { spelt } from './numbers.ts';

const schema = v.strictObject({
  format: v.literal('loss-lab-robustness'),
  version: v.literal(1),
  /** Of the experiment that was repeated: of a longer one it says nothing. */
  steps: v.number(),
  record: robustness,
});

/** The repeat of an experiment as a file in its folder. */
export const robustnessText = (steps: number, record: RobustnessRecord): string =>
  `${JSON.stringify({ format: 'loss-lab-robustness', version: 1, steps, record }, spelt, 2)}\n`;

/** The repeat of an experiment; null where the file is damaged, or is of the experiment as it was before. */
export function parseRobustness(json: string, experiment: Experiment): RobustnessRecord | null {
  try {
    const { steps, record } = v.parse(schema, JSON.parse(json));
    checkRobustness(experiment, record);
    return steps === experiment.steps ? record : null;
  } catch {
    return null;
  }
}
