import { LabError } from '../errors.ts';

/** What is computed of a loss; null where outputs lie outside of the domain in which it is defined. */
export function whereDefined<T>(compute: () => T): T | null {
  try {
    return compute();
  } catch (error) {
    if (error instanceof LabError && error.code === 'outside-domain') return null;
    throw error;
  }
}

/** E; NaN where it is not defined. */
export const lossWhereDefined = (loss: () => number): number => whereDefined(loss) ?? NaN;

/** What a layer throws, which knows its outputs but not the time: with the step in front of its sentence. */
export const atStep = (error: unknown, t: number): unknown =>
  error instanceof LabError ? new LabError(error.code, `At step ${t}: ${error.message}`, error.next) : error;
