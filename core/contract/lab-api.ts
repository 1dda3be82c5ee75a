import type * as v from 'valibot';
import type { LabErrorData } from '../errors.ts';
import type {
  Capabilities,
  Catalogue,
  LabSnapshot,
  ExportProgress,
  Overall,
  Phase,
  RobustnessState,
  RunProgress,
  SweepState,
} from './lab-data.ts';
import type { Plain } from '../experiments/plain.ts';
import { textMethods } from './methods/text-methods.ts';
import { experimentMethods } from './methods/experiment-methods.ts';
import { libraryMethods } from './methods/library-methods.ts';
import { lookMethods } from './methods/look-methods.ts';
import { rateMethods } from './methods/rate-methods.ts';
import { layerMethods } from './methods/layer-methods.ts';
import { exportMethods } from './methods/export-methods.ts';
import { asks, type Method } from './methods/lab-method.ts';

/**
 * Everything a screen may ask of the lab: the one place where a method is defined. Each takes one plain argument, is called
 * only with what its schema lets through, and may reject with LabErrorData.
 */
export const labMethods = {
  capabilities: asks.answers<Capabilities>(),
  catalogue: asks.answers<Catalogue>(),
  snapshot: asks.answers<LabSnapshot>(),
  ...textMethods,
  ...experimentMethods,
  ...libraryMethods,
  ...lookMethods,
  ...rateMethods,
  ...layerMethods,
  ...exportMethods,
};

/** What an event carries, for the compiler alone. */
interface Carried<Data> {
  readonly data?: Data;
}

const carries = <Data>(): Carried<Data> => ({});

/** What the lab says by itself. */
export const labEvents = {
  /** The experiment, the corpus or the phase changed; replaces all a screen knows. */
  snapshot: carries<LabSnapshot>(),
  /** The phase alone changed (start, pause, end). */
  phase: carries<{ readonly phase: Phase; readonly overall: Overall }>(),
  /** New measurements, a few times a second. */
  progress: carries<{ readonly overall: Overall; readonly runs: readonly RunProgress[] }>(),
  /** A robustness repeat has come further; a few times a second. */
  robustness: carries<RobustnessState>(),
  /** A sweep has come further; a few times a second. */
  sweep: carries<SweepState>(),
  /** Something of the library is another now: ask for it again. */
  libraryChanged: carries<Record<string, never>>(),
  /** A report that is being written has come to its next file. */
  exporting: carries<ExportProgress>(),
  /** Progress of reading a text, 0 … 1. */
  reading: carries<{ readonly name: string; readonly share: number }>(),
  /** Something went wrong outside any call. */
  problem: carries<LabErrorData>(),
};

type Methods = typeof labMethods;

/** The methods as they are called. */
export type LabApi = {
  [Name in keyof Methods]: Methods[Name] extends Method<infer Argument, infer Answer>
    ? (argument: Plain<v.InferOutput<Argument>>) => Promise<Answer>
    : never;
};

export type LabEvents = {
  [Name in keyof typeof labEvents]: (typeof labEvents)[Name] extends Carried<infer Data> ? Data : never;
};

export type LabEventName = keyof LabEvents;

/** A lab as its user holds it: the methods, and a way to listen. `on` answers with the way to stop listening. */
export interface Lab extends LabApi {
  on<Name extends LabEventName>(name: Name, listener: (event: LabEvents[Name]) => void): () => void;
}
