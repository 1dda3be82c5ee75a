import type { YardstickId } from '../../yardsticks/registry.ts';

export type XAxis = 'step' | 'characters' | 'seconds';
/** What the x axis counts. */
export const xLabels: Readonly<Record<XAxis, string>> = {
  step: 'training steps',
  characters: 'characters trained on',
  seconds: 'seconds of training',
};

export type Band = 't' | 'bca' | 'off';
export type Range = readonly [low: number, high: number];

/** What is looked at, and how. */
export interface ConvergenceQuestion {
  readonly yardstick: YardstickId;
  readonly x: XAxis;
  readonly logX: boolean;
  readonly logY: boolean;
  readonly band: Band;
  /** Single seeds too, as fine lines. */
  readonly traces: boolean;
  /** The same yardstick of training batches beside it, dotted. */
  readonly training: boolean;
  /** Evaluations of the moving average; 1 smooths nothing. */
  readonly span: number;
  /** Stretches of the axes that are looked at: of that of x all points are drawn. Null for all. */
  readonly within: { readonly x: Range | null; readonly y: Range | null };
  /** Null: no target line. */
  readonly target: number | null;
  /** The y axis takes in everything, the first steps and what has diverged too. */
  readonly all: boolean;
}

export const convergenceQuestion = (yardstick: YardstickId): ConvergenceQuestion => ({
  yardstick,
  x: 'step',
  logX: false,
  logY: false,
  band: 't',
  traces: false,
  training: false,
  span: 1,
  within: { x: null, y: null },
  target: null,
  all: false,
});
