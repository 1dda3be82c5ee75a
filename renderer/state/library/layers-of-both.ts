import type { ComparedArm, KeptComparison } from '../../../core/contract/library-data.ts';

/** An output layer of two experiments, with the mean that it has in each at the step of comparison. */
interface LayerOfBoth {
  readonly arm: ComparedArm;
  readonly a: number;
  readonly b: number;
}

/** Output layers that the first two experiments both have, in the order of the first; of one that has several arms of a layer each is used once. */
export function layersOfBoth({
  yardstick,
  experiments: [first, second],
}: Extract<KeptComparison, { readonly experiments: unknown }>): readonly LayerOfBoth[] {
  const left = [...second.arms];
  const mean = ({ standing }: ComparedArm) => standing.yardsticks[yardstick].mean;
  return first.arms.flatMap((arm) => {
    const at = left.findIndex(({ layer }) => layer === arm.layer);
    if (at < 0) return [];
    const [other] = left.splice(at, 1);
    return [{ arm, a: mean(arm), b: mean(other) }];
  });
}
