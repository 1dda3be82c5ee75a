import type { Engine } from './engine.ts';
import { fastEngine } from './fast/fast-engine.ts';
import { referenceEngine } from './reference-engine.ts';

/** The engine for a precision. @throws LabError `bad-experiment` where float32 cannot be had */
export function engine(precision: Engine['id']): Engine {
  return precision === 'float64' ? referenceEngine : fastEngine();
}
