import type { Engine } from './engine.ts';
import { fastEngine, fastEngineLike } from './fast/fast-engine.ts';
import { referenceEngine } from './reference-engine.ts';

/** The engine for a precision. @throws LabError `bad-experiment` where float32 cannot be had */
export function engine(precision: Engine['id']): Engine {
  return precision === 'float64' ? referenceEngine : fastEngine();
}

/**
 * The engine that rounds as the one that a run was begun with, where this machine has it: with fused multiply-add or
 * without. @throws LabError as `engine`
 */
export function engineAsBefore({
  precision,
  engine: label,
}: {
  readonly precision: Engine['id'];
  readonly engine: string;
}): Engine {
  return precision === 'float64' ? referenceEngine : fastEngineLike(label);
}
