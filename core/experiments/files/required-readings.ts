import { LabError } from '../../errors.ts';
import { readingOfLayer } from '../../layers/layer-of.ts';
import { givesProbabilities } from '../../outputs/readings/registry.ts';
import { yardstickById, type YardstickId } from '../../yardsticks/registry.ts';
import type { Experiment } from '../experiment.ts';
import type { SweepPlan } from '../rates/sweep-plan.ts';

/**
 * Refuses to rest something on a yardstick that an arm does not have. Of a plug-in only its threads know.
 * @param refuse makes the error of a sentence
 * @throws what `refuse` makes
 */
export function requireReadings(
  { arms, layers }: Pick<Experiment, 'arms' | 'layers'>,
  yardstick: YardstickId,
  refuse: (sentence: string, next: string) => LabError,
): void {
  const { label, ofProbabilities } = yardstickById(yardstick);
  if (!ofProbabilities) return;
  const unread = arms.find(({ layer }) => !givesProbabilities(readingOfLayer(layers, layer)));
  if (unread)
    throw refuse(
      `the outputs of ${unread.layer} are not read as probabilities, so it has no ${label}`,
      'Take accuracy, choose a reading for this layer, or leave it out.',
    );
}

/** Refuses a plan whose yardstick an arm does not have. @throws LabError `bad-argument` */
export function checkSweep({ experiment, yardstick }: SweepPlan): void {
  requireReadings(
    experiment,
    yardstick,
    (sentence, next) => new LabError('bad-argument', `The sweep cannot choose a rate: ${sentence}.`, next),
  );
}
