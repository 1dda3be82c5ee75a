import type { Lesson } from '../lesson.ts';
import { howManySeeds } from './how-many-seeds.ts';
import { sigmaCancels } from './sigma-cancels.ts';
import { softmaxStalls } from './softmax-stalls.ts';
import { vanishingExploding } from './vanishing-exploding.ts';
import { whatARateHides } from './what-a-rate-hides.ts';

/** Every lesson that comes with the lab. A new one is a file and a line here. */
export const lessons: readonly Lesson[] = [
  sigmaCancels,
  softmaxStalls,
  whatARateHides,
  howManySeeds,
  vanishingExploding,
];
