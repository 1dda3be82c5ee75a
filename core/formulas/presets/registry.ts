import { brier } from './brier.ts';
import { focal } from './focal.ts';
import { huber } from './huber.ts';
import { labelSmoothing } from './label-smoothing.ts';
import { logCosh } from './log-cosh.ts';
import { multiClassHinge } from './multi-class-hinge.ts';
import { poisson } from './poisson.ts';
import type { FormulaPreset } from './preset.ts';
import { rescaledSquare } from './rescaled-square.ts';
import { squentropy } from './squentropy.ts';

/** Every published loss that comes with the lab as a formula. A new one is a file and a line here. */
export const formulaPresets: readonly FormulaPreset[] = [
  brier,
  huber,
  logCosh,
  labelSmoothing,
  focal,
  squentropy,
  rescaledSquare,
  multiClassHinge,
  poisson,
];
