import type { HintNumber } from '../window/layout.svelte.ts';
import type { LabState } from '../lab/lab-state.svelte.ts';

/** What the first steps are about. */
interface FirstSteps {
  readonly text: string;
  readonly layers: string;
  readonly begun: boolean;
}

export const firstStepsOf = ({
  experiment: { corpus, arms },
  phase,
  search,
}: Pick<LabState, 'experiment' | 'phase' | 'search'>): FirstSteps => ({
  text: JSON.stringify(corpus),
  layers: arms.map(({ id, layer }) => `${id} ${layer}`).join(),
  begun: phase !== 'idle' || search !== null,
});

/** The hints whose step has just been done: who runs has read them all. */
export function doneBetween(before: FirstSteps, now: FirstSteps): readonly HintNumber[] {
  if (now.begun && !before.begun) return [1, 2, 3];
  return [
    ...(now.text === before.text ? [] : ([1] as const)),
    ...(now.layers === before.layers ? [] : ([2] as const)),
  ];
}
