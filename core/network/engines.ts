import { LabError } from '../errors.ts';
import type { Engine } from './engine.ts';
import { referenceEngine } from './reference-engine.ts';

/** The engine for a precision. @throws LabError `bad-experiment` when there is none for it */
export function engine(precision: Engine['id']): Engine {
  if (precision === 'float64') return referenceEngine;
  throw new LabError(
    'bad-experiment',
    'This lab has no float32 engine yet.',
    'Choose the precision float64.',
  );
}
