import { duelFigures } from './duels/duel-registry.ts';
import { keptComparison } from './experiment/kept-comparison.ts';
import { pairCells } from './experiment/pair-cells.ts';
import { experimentFigures } from './experiment/registry.ts';
import { sweep } from './experiment/sweep-curves.ts';
import { formulaCurves } from './formula-curves.ts';
import { probeFigures } from './gradients/probe-registry.ts';

/** Every figure of the lab by what it is made from: a registry where there are several of it, else the one builder. */
export const figures = {
  experiment: experimentFigures,
  probe: probeFigures,
  duel: duelFigures,
  /** A sweep, finished or under way. */
  sweep,
  /** A typed loss. */
  formula: formulaCurves,
  /** Experiments of the library beside each other. */
  kept: keptComparison,
  /** A column of the report's table of verdicts. */
  verdicts: pairCells,
};
