import { type FaultId, faults } from '../../../probes/faults.ts';
import type { ProbeStretch } from '../../../probes/probe.ts';
import type { ExperimentOptions } from './experiment-options.ts';

/** Which weights are looked at, and over which stretch of text. */
export interface LookOptions extends Omit<ExperimentOptions, 'rates' | 'seeds' | 'steps'> {
  /** Steps of training before the look. */
  readonly step?: number;
  /** Output layer that trains. */
  readonly arm?: string;
  /** The text beside a trained run. */
  readonly text?: string;
  readonly part: ProbeStretch['part'];
  readonly start: number;
  readonly context: number;
}

export interface ProbeOptions extends LookOptions {
  readonly fault?: string;
  readonly out: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** Says loudly that a mistake was put in. */
export function faultWords(fault: FaultId): string {
  const { label, description } = faults.find(({ id }) => id === fault)!;
  return `A KNOWN FAULT WAS PUT INTO THE GRADIENT OF THE CHECKS: ${label}. ${description} Nothing else has seen it.`;
}
